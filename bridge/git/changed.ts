/**
 * Which files of a worktree differ from what is committed, told without git's looking at them: it would run the programs that a repository
 * names for their conversion (SPEC G4). The index says what each file was like when it was last known to hold what was staged.
 */
import { lstatSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { ifReadable, statOf } from '../base/missing-file.ts';
import { type Doubtful, editedOf } from './edited.ts';
import { git } from './git.ts';
import { eachEntry } from './index-entries.ts';
import type { IndexEntry } from './index-entry.ts';
import type { Worktree } from './worktree.ts';

/** More than anyone looks at: of so many, the latest. */
const CHANGED_MAX = 500;

export interface Changed {
	/** Relative to the worktree's top, POSIX. */
	path: string;
	/** When the file changed last, ms. */
	at: number;
}

/**
 * Those that are there and changed after `since` (ms): edited, staged or new ones, conflicts; without submodules, nested repositories, and
 * what git ignores or was told not to look at. Latest first. Undefined where git failed.
 */
export async function changedFiles(worktree: Worktree, since: number): Promise<Changed[] | undefined> {
	const [tracked, staged, untracked] = await Promise.all([
		trackedFiles(worktree, since),
		stagedPaths(worktree),
		git(worktree, 'untracked'),
	]);
	if (!tracked || untracked === undefined) return undefined;
	const changed = new Map<string, number>();
	for (const [path, at] of tracked.lately) if (staged === 'all' || staged.has(path)) changed.set(path, at);
	const doubtful = latest(tracked.doubtful, ({ found }) => found.mtimeMs);
	for (const { entry, found } of await editedOf(worktree, doubtful)) changed.set(entry.path, found.mtimeMs);
	for (const path of pathsIn(untracked)) {
		const at = path.endsWith('/') ? undefined : stateOf(worktree, path)?.mtimeMs;
		if (at !== undefined && at > since) changed.set(path, at);
	}
	const all = [...changed].map(([path, at]) => ({ path, at }));
	return latest(all, ({ at }) => at);
}

function latest<Each>(all: readonly Each[], timeOf: (each: Each) => number): Each[] {
	return all.toSorted((one, other) => timeOf(other) - timeOf(one)).slice(0, CHANGED_MAX);
}

interface Tracked {
	/** Times of those that changed lately, by path. */
	lately: ReadonlyMap<string, number>;
	/** Those of them that are not in the state that the index knows. */
	doubtful: readonly Doubtful[];
}

async function trackedFiles(worktree: Worktree, since: number): Promise<Tracked | undefined> {
	const lately = new Map<string, number>();
	const doubtful: Doubtful[] = [];
	const isAnswered = await eachEntry(worktree, (entry, indexAt) => {
		if (entry.isNotLookedAt) return;
		const found = stateOf(worktree, entry.path);
		if (found === undefined || found.mtimeMs <= since || !isWithin(entry.path)) return;
		lately.set(entry.path, found.mtimeMs);
		if (!isKnownState(entry, found, indexAt)) doubtful.push({ entry, found });
	});
	return isAnswered ? { lately, doubtful } : undefined;
}

/** An index may be made by anybody. */
const isWithin = (path: string): boolean => !path.split('/').some((name) => name === '' || name === '.' || name === '..');

/** Of a file or a symbolic link. */
function stateOf({ top }: Worktree, path: string): Stats | undefined {
	const found = ifReadable(() => lstatSync(`${top}/${path}`, { throwIfNoEntry: false }));
	return found?.isFile() || found?.isSymbolicLink() ? found : undefined;
}

/**
 * Whether a file is as the index knows it, so that it holds what was staged. Not where it was last written as late as the index itself: the
 * clock may have stood still for a later write ("racy git", https://git-scm.com/docs/racy-git). A size of zero may stand for "not known".
 */
function isKnownState({ mtimeMs, size, inode, isToBeAdded, isUnmerged }: IndexEntry, found: Stats, indexAt: number): boolean {
	if (isToBeAdded || isUnmerged || size === 0 || found.mtimeMs >= indexAt) return false;
	// On Windows git knows no number of the file.
	return mtimeMs === found.mtimeMs && size === found.size % 2 ** 32 && (inode === 0 || inode === found.ino % 2 ** 32);
}

/** Paths that differ between the index and HEAD: all while nothing is committed. What a commit that is being taken over brought is whose that is. */
async function stagedPaths(worktree: Worktree): Promise<ReadonlySet<string> | 'all'> {
	const staged = await git(worktree, 'staged');
	if (staged === undefined) return (await git(worktree, 'head')) === '' ? 'all' : new Set();
	const paths = new Set(pathsIn(staged));
	for (const [file, question] of UNDER_WAY) {
		if (paths.size === 0 || statOf(join(worktree.gitFolder, file)) === undefined) continue;
		const own = await git(worktree, question);
		if (own !== undefined) return new Set(pathsIn(own).filter((path) => paths.has(path)));
	}
	return paths;
}

/** The file that is there while another commit is taken over (a conflict stopped it, say), and what asks for paths that differ from that commit. */
const UNDER_WAY = [
	['MERGE_HEAD', 'stagedBesideMerge'],
	['CHERRY_PICK_HEAD', 'stagedBesidePick'],
] as const;

const pathsIn = (answer: string): string[] => answer.split('\0').filter((path) => path !== '');
