/** What a repository is called: by its remote, else by its folder and first commit (SPEC A7). */
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { statOf } from '../base/missing-file.ts';
import { git } from './git.ts';
import { canonicalRemote, rewritten } from './remotes/remote.ts';
import { hostOfAlias, sshConfigState } from './remotes/ssh-config.ts';
import { gitFolderOf, settingsOf } from './settings.ts';
import type { Setting } from './settings-file.ts';
import type { Worktree } from './worktree.ts';

export interface RepositoryName {
	/** `github.com/acme/api`, or `local/<dir>@<root commit, 12 digits>`. */
	repo: string;
	/** `origin`, where it is another repository than `repo`: a fork. */
	head: string | undefined;
}

/** Names repositories, asking git once for each state of a repository's configuration. What fails is asked again the next time. */
export class RepositoryNames {
	readonly #known = new Map<string, { config: string; name: Promise<RepositoryName | undefined> }>();

	of(worktree: Worktree): Promise<RepositoryName | undefined> {
		const { commonFolder } = worktree;
		const config = `${stateOf(join(commonFolder, 'config'))} ${userState(process.env)}`;
		const known = this.#known.get(commonFolder);
		if (known?.config === config) return known.name;
		const name = nameOf(worktree).then((found) => {
			if (found === undefined && this.#known.get(commonFolder)?.name === name) this.#known.delete(commonFolder);
			return found;
		});
		this.#known.set(commonFolder, { config, name });
		return name;
	}
}

/** `undefined` where there is nothing to name it by yet, and where git failed. */
async function nameOf(worktree: Worktree): Promise<RepositoryName | undefined> {
	const settings = await settingsOf(worktree);
	if (settings === undefined) return undefined;
	const home = homeOf(process.env);
	const remote = (name: string) => {
		const url = settings.find(([key]) => key === `remote.${name}.url`)?.[1];
		return url === undefined ? undefined : canonicalRemote(rewritten(url, settings), (alias, user) => hostOfAlias(alias, user, home));
	};
	const origin = remote('origin');
	const repo = remote('upstream') ?? origin ?? remote(otherRemote(settings, remote) ?? '');
	if (repo !== undefined) return { repo, head: origin === repo ? undefined : origin };
	const first = await firstCommit(worktree);
	return first === undefined ? undefined : { repo: `local/${basename(worktree.root)}@${first.slice(0, 12)}`, head: undefined };
}

const stateOf = (file: string): string => {
	const found = statOf(file);
	return found ? `${found.mtimeMs} ${found.size} ${found.ino}` : '';
};

/** Where remotes are rewritten, and checkouts declared safe; another one after each change. */
function userState(env: NodeJS.ProcessEnv): string {
	const home = homeOf(env);
	const files = [env['GIT_CONFIG_GLOBAL'] ?? join(home, '.gitconfig'), join(gitFolderOf(env, home), 'config')];
	return [...files.map(stateOf), sshConfigState(home)].join(' ');
}

const homeOf = (env: NodeJS.ProcessEnv): string => env.HOME ?? homedir();

/** As they are called where nobody renamed them. */
const MAIN_BRANCHES = ['main', 'master', 'trunk', 'develop'];

/** Nobody chooses among more. */
const REMOTES_MAX = 100;

/**
 * The remote that a repository is known by where none of a usual name is at a host: its only one, else the one that its main branch follows, or all
 * that follow one, else the one that its user prefers.
 */
function otherRemote(settings: readonly Setting[], nameOfRemote: (remote: string) => string | undefined): string | undefined {
	const all = new Set(settings.flatMap(([key]) => /^remote\.(.+)\.url$/s.exec(key)?.[1] ?? []));
	if (all.size > REMOTES_MAX) return undefined;
	const remotes = new Set([...all].filter((each) => nameOfRemote(each) !== undefined));
	const followed = new Map(
		settings.flatMap(([key, value]) => {
			const branch = /^branch\.(.+)\.remote$/s.exec(key)?.[1];
			return branch !== undefined && remotes.has(value) ? [[branch, value] as const] : [];
		}),
	);
	const main = MAIN_BRANCHES.find((branch) => followed.has(branch));
	if (main !== undefined) return followed.get(main);
	const candidates = followed.size > 0 ? new Set(followed.values()) : remotes;
	if (candidates.size === 1) return [...candidates][0];
	return ['checkout.defaultremote', 'clone.defaultremotename']
		.flatMap((wanted) => settings.findLast(([key]) => key === wanted)?.[1] ?? [])
		.find((each) => remotes.has(each));
}

async function firstCommit(worktree: Worktree): Promise<string | undefined> {
	const output = await git(worktree, 'firstCommits');
	return output?.trim().split('\n').at(-1) || undefined;
}
