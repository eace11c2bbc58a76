/** Where a folder lies: its repository, worktree and branch, read from git's own files. */
import { existsSync, realpathSync, type Stats } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { ifReadable, readableNamesIn, statOf } from '../base/missing-file.ts';
import { isBare, isBareWithWorktrees } from './layouts/bare.ts';
import { firstLine, isGitFolder, linkedFolder, mainTop } from './layouts/git-file.ts';
import { bookmarkOf, workspaceAt } from './layouts/jujutsu.ts';
import { headInTables } from './layouts/reftable.ts';
import { isBelow, lostAt, removedTops, topByPlace } from './layouts/removed-worktree.ts';

/** A worktree: the main one or another. */
export interface Worktree {
	/** Absolute, as the path that led here spells it. */
	top: string;
	/** Its own git folder (HEAD, index) and the one that all worktrees of the repository share (config, objects). */
	gitFolder: string;
	commonFolder: string;
	/** The main worktree's top, or for a bare repository its own folder, or the one that names it. */
	root: string;
	/** There is only a bare repository, or what names it: files there are none of the repository's. */
	isBare?: true;
}

/** The worktree that a folder lies in. Folders that no longer exist lie where their nearest ancestor does. */
export class Worktrees {
	readonly #byFolder = new Map<string, Worktree | undefined>();
	/** Tops that are none for git any more, by the folders in them. */
	readonly #lost = new Map<string, string>();
	readonly #resolved = new Map<string, string>();
	readonly #names = new Map<string, readonly string[]>();
	readonly #removed = new Map<string, string | undefined>();
	readonly #bare = new Map<string, string | undefined>();
	readonly #removedTops = new Map<string, readonly string[]>();

	at(folder: string): Worktree | undefined {
		// A relative one would be looked for where this command was started.
		if (!isAbsolute(folder)) return undefined;
		if (this.#byFolder.has(folder)) return this.#byFolder.get(folder);
		const dotGit = statOf(join(folder, '.git'));
		const found = dotGit ? worktreeAt(folder, dotGit) : workspaceOnly(folder);
		const lost = dotGit && !found ? lostAt(folder) : undefined;
		// Such files may name each other.
		if (lost) this.#byFolder.set(folder, undefined);
		const around = found ?? (lost ? this.#lostIn(folder, lost.from) : this.#around(folder));
		this.#byFolder.set(folder, around);
		return around;
	}

	#lostIn(folder: string, from: string | undefined): Worktree | undefined {
		this.#lost.set(folder, folder);
		return from === undefined ? undefined : this.at(from);
	}

	#around(folder: string): Worktree | undefined {
		const above = dirname(folder);
		if (above === folder) return undefined;
		const found = this.at(above);
		const top = this.#lost.get(above);
		if (top !== undefined) this.#lost.set(folder, top);
		return found;
	}

	/** The bare repository with worktrees that a folder is, or lies in. */
	bareAt(folder: string): string | undefined {
		if (this.#bare.has(folder)) return this.#bare.get(folder);
		const above = dirname(folder);
		const around = above === folder ? undefined : this.bareAt(above);
		const found = isBareWithWorktrees(folder) ? folder : around;
		this.#bare.set(folder, found);
		return found;
	}

	/** The top of a worktree of the same repository that is gone, and that a folder lay in; undefined where it lies in one that is there, or in none. */
	removedTop(folder: string): string | undefined {
		if (this.#removed.has(folder)) return this.#removed.get(folder);
		const above = this.at(folder);
		const found = this.#lost.get(folder) ?? (above && (topByPlace(folder, above.top) ?? this.#forgottenTop(folder, above)));
		this.#removed.set(folder, found);
		return found;
	}

	#forgottenTop(folder: string, { top, commonFolder }: Worktree): string | undefined {
		if (statOf(folder) !== undefined) return undefined;
		const known = this.#removedTops.get(commonFolder) ?? removedTops(commonFolder);
		this.#removedTops.set(commonFolder, known);
		// What lies in a worktree that is there lies in no other around it.
		return known.find((each) => isBelow(folder, each) && isBelow(each, top));
	}

	/** As `resolved`, looked up once; of a folder that is gone, below what is left of those around it. */
	resolved(folder: string): string {
		const known = this.#resolved.get(folder) ?? this.#resolve(folder);
		this.#resolved.set(folder, known);
		return known;
	}

	#resolve(folder: string): string {
		// A relative one would be looked for where this command was started.
		if (!isAbsolute(folder)) return folder;
		// That there is nothing costs a tenth of what an error does.
		if (existsSync(folder)) return resolved(folder);
		const above = dirname(folder);
		return above === folder ? folder : join(this.resolved(above), basename(folder));
	}

	/** What lies in a folder, looked up once. */
	namesIn(folder: string): readonly string[] {
		const known = this.#names.get(folder) ?? readableNamesIn(folder);
		this.#names.set(folder, known);
		return known;
	}
}

/** Without symbolic links, and on disks that ignore case in the spelling that they keep. */
export function resolved(path: string): string {
	return ifReadable(() => realpathSync.native(path)) ?? path;
}

function worktreeAt(top: string, dotGit: Stats): Worktree | undefined {
	const gitFolder = dotGit.isDirectory() ? join(top, '.git') : linkedFolder(top);
	if (gitFolder === undefined || !isGitFolder(gitFolder)) return undefined;
	const common = firstLine(join(gitFolder, 'commondir'));
	const commonFolder = common === undefined ? gitFolder : resolve(gitFolder, common);
	if (commonFolder !== gitFolder) return { top, gitFolder, commonFolder, root: mainTop(commonFolder) };
	return { top, gitFolder, commonFolder, root: top, ...(isBare(gitFolder) && { isBare: true }) };
}

/** A workspace of Jujutsu's that is no worktree of git's: git can be asked nothing in it, and what it is set to is that of its repository. */
function workspaceOnly(top: string): Worktree | undefined {
	const workspace = workspaceAt(top);
	if (!workspace || !isGitFolder(workspace.gitFolder)) return undefined;
	return { top, gitFolder: join(top, '.jj'), commonFolder: workspace.gitFolder, root: workspace.root };
}

const BRANCH = /^refs\/heads\/(.+)$/;
/** What stands in HEAD where references are kept in tables (git's refs/reftable-backend.c). */
const IN_TABLES = 'refs/heads/.invalid';

/** The branch that is checked out or being rebased, or Jujutsu's bookmark; undefined when none is (detached). */
export function branchOf({ top, gitFolder }: Worktree): string | undefined {
	const head = firstLine(join(gitFolder, 'HEAD'));
	const target = /^ref: (.+)$/.exec(head ?? '')?.[1];
	if (target === undefined) return rebasedIn(gitFolder) ?? bookmarkOf(top, head);
	return BRANCH.exec((target === IN_TABLES ? headInTables(gitFolder) : target) ?? '')?.[1];
}

/** What git keeps of a rebase that is under way, by either of its ways (git's builtin/rebase.c). */
function rebasedIn(gitFolder: string): string | undefined {
	const name = firstLine(join(gitFolder, 'rebase-merge', 'head-name')) ?? firstLine(join(gitFolder, 'rebase-apply', 'head-name'));
	return BRANCH.exec(name ?? '')?.[1];
}
