/** Where a folder lies: its repository, worktree and branch, read from git's own files; git itself is asked only for remotes. */
import { execFile } from 'node:child_process';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { namesIn, unlessAbsent } from './absent.ts';
import { canonicalRemote, rewritten } from './remote.ts';
import { Turns } from './turns.ts';

const run = promisify(execFile);
const GIT_TIMEOUT_MS = 5000;
const turns = new Turns(4);

/** A worktree: the main one or another. */
export interface Worktree {
	/** Absolute, as the path that led here spells it. */
	top: string;
	/** Its own git folder (HEAD, index) and the one that all worktrees of the repository share (config, objects). */
	gitFolder: string;
	commonFolder: string;
	/** The main worktree's top, or for a bare repository its own folder. */
	root: string;
}

export interface RepositoryName {
	/** `github.com/acme/api`, or `local/<dir>@<root commit, 12 digits>`. */
	repo: string;
	/** `origin`, where it is another repository than `repo`: a fork. */
	head: string | undefined;
}

/** The worktree that a folder lies in. Folders that no longer exist lie where their nearest ancestor does. */
export class Worktrees {
	readonly #byFolder = new Map<string, Worktree | undefined>();
	readonly #resolved = new Map<string, string>();
	readonly #names = new Map<string, readonly string[]>();

	at(folder: string): Worktree | undefined {
		// A relative one would be looked for where this command was started.
		if (!isAbsolute(folder)) return undefined;
		if (this.#byFolder.has(folder)) return this.#byFolder.get(folder);
		const above = dirname(folder);
		const found = worktreeAt(folder) ?? (above === folder ? undefined : this.at(above));
		this.#byFolder.set(folder, found);
		return found;
	}

	/** As `resolved`, looked up once. */
	resolved(folder: string): string {
		const known = this.#resolved.get(folder) ?? resolved(folder);
		this.#resolved.set(folder, known);
		return known;
	}

	/** What lies in a folder, looked up once. */
	namesIn(folder: string): readonly string[] {
		const known = this.#names.get(folder) ?? namesIn(folder);
		this.#names.set(folder, known);
		return known;
	}
}

/** Without symbolic links, and on disks that ignore case in the spelling that they keep. */
export function resolved(path: string): string {
	return unlessAbsent(() => realpathSync.native(path)) ?? path;
}

function worktreeAt(top: string): Worktree | undefined {
	const dotGit = join(top, '.git');
	const found = unlessAbsent(() => statSync(dotGit));
	if (!found) return undefined;
	const gitFolder = found.isDirectory() ? dotGit : linkedFolder(top, dotGit);
	if (gitFolder === undefined || unlessAbsent(() => statSync(join(gitFolder, 'HEAD'))) === undefined) return undefined;
	const common = firstLine(join(gitFolder, 'commondir'));
	const commonFolder = common === undefined ? gitFolder : resolve(gitFolder, common);
	const root = commonFolder === gitFolder ? top : mainTop(commonFolder);
	return { top, gitFolder, commonFolder, root };
}

/** A bare repository has worktrees too, but no main one: its own folder stands for it. */
function mainTop(commonFolder: string): string {
	return basename(commonFolder) === '.git' ? dirname(commonFolder) : commonFolder;
}

/** A `.git` file says where the git folder is: that of a linked worktree or of a submodule (gitrepository-layout(5)). */
function linkedFolder(top: string, dotGit: string): string | undefined {
	const target = /^gitdir: (.+)$/.exec(firstLine(dotGit) ?? '')?.[1];
	return target === undefined ? undefined : resolve(top, target);
}

function firstLine(path: string): string | undefined {
	return unlessAbsent(() => readFileSync(path, 'utf8'))
		?.split('\n', 1)[0]
		?.trim();
}

/** The branch that is checked out; undefined when none is (detached) or its name cannot be read from a file. */
export function branchOf({ gitFolder }: Worktree): string | undefined {
	const branch = /^ref: refs\/heads\/(.+)$/.exec(firstLine(join(gitFolder, 'HEAD')) ?? '')?.[1];
	return branch === '.invalid' ? undefined : branch;
}

/** Names repositories, asking git once for each state of a repository's configuration. What fails is asked again the next time. */
export class RepositoryNames {
	readonly #known = new Map<string, { config: number; name: Promise<RepositoryName | undefined> }>();

	of(worktree: Worktree): Promise<RepositoryName | undefined> {
		const { commonFolder } = worktree;
		const config = unlessAbsent(() => statSync(join(commonFolder, 'config')))?.mtimeMs ?? 0;
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
	const settings = await configOf(worktree);
	if (settings === undefined) return undefined;
	const remote = (name: string) => {
		const url = settings.find(([key]) => key === `remote.${name}.url`)?.[1];
		return url === undefined ? undefined : canonicalRemote(rewritten(url, settings));
	};
	const origin = remote('origin');
	const repo = remote('upstream') ?? origin;
	if (repo !== undefined) return { repo, head: origin === repo ? undefined : origin };
	const first = await firstCommit(worktree);
	return first === undefined ? undefined : { repo: `local/${basename(worktree.root)}@${first.slice(0, 12)}`, head: undefined };
}

async function configOf(worktree: Worktree): Promise<[string, string][] | undefined> {
	const pattern = '^(remote\\.(upstream|origin)\\.url|url\\..*\\.insteadof)$';
	const found = await git(worktree, ['config', '--null', '--get-regexp', pattern]);
	return found?.split('\0').flatMap((entry): [string, string][] => {
		const newline = entry.indexOf('\n');
		return newline === -1 ? [] : [[entry.slice(0, newline), entry.slice(newline + 1)]];
	});
}

async function firstCommit(worktree: Worktree): Promise<string | undefined> {
	const output = await git(worktree, ['rev-list', '--max-parents=0', 'HEAD']);
	return output?.trim().split('\n').at(-1) || undefined;
}

/**
 * Output of git in a worktree, or undefined where it fails: to have failed is not to have found nothing. Git finds the repository itself,
 * since one that is named to it (GIT_DIR) is trusted whoever owns it, and a repository may name programs to run (filters). It looks no
 * higher than the top, takes no locks, runs no hooks and no monitor, and fetches nothing. Git's own check counts what the user declared
 * safe; a repository that somebody else owns is not asked at all.
 */
export async function git({ top }: Worktree, args: string[], input?: string): Promise<string | undefined> {
	if (!isOurs(top)) return undefined;
	return turns.take(() => output([...SAFE, '-C', top, ...args], { ...ownEnvironment(), GIT_CEILING_DIRECTORIES: dirname(top) }, input));
}

const SAFE = [
	'--no-optional-locks',
	...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'protocol.allow=never'].flatMap((set) => ['-c', set]),
];

/** Ours or root's. Where users have no numbers, git's own check has to do. */
export function isOurs(top: string): boolean {
	const us = process.getuid?.();
	const owner = unlessAbsent(() => statSync(join(top, '.git')))?.uid;
	return owner !== undefined && (us === undefined || owner === us || owner === 0);
}

/** Where git's own configuration lies. All else that a shell or a hook says of git is about another repository. */
const KEPT = new Set(['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM', 'GIT_EXEC_PATH']);

function ownEnvironment(): NodeJS.ProcessEnv {
	const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_') || KEPT.has(name));
	return { ...Object.fromEntries(kept), GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', LC_ALL: 'C' };
}

async function output(args: string[], env: NodeJS.ProcessEnv, input: string | undefined): Promise<string | undefined> {
	const pending = run('git', args, { timeout: GIT_TIMEOUT_MS, maxBuffer: 16 * 1024 * 1024, windowsHide: true, env });
	pending.child.stdin?.on('error', () => undefined); // Git ended before it read everything: its exit code says why.
	pending.child.stdin?.end(input);
	try {
		return (await pending).stdout;
	} catch (error) {
		// Exit code 1 is an answer ("nothing found"), not a failure; without git or in a broken repository there is nothing to know.
		if (error instanceof Error && 'stdout' in error && 'code' in error && error.code === 1) return String(error.stdout);
		if (error instanceof Error && 'code' in error) return undefined;
		throw error;
	}
}
