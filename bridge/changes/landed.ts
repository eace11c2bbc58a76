/** Which changes the default branch has had since the branch left it, though it may have moved on in the same file since. */

import { join } from 'node:path';
import { COMPARED_MAX_BYTES } from '../../shared/limits.ts';
import { withPlainEnds } from '../git/content.ts';
import { blobContents, blobSizes, heaps } from '../git/objects/blobs.ts';
import { mainlineSince } from '../git/objects/mainline.ts';
import type { TreeFile, TreeFiles } from '../git/objects/tree-files.ts';
import type { Held } from '../git/objects/working-file.ts';
import type { Worktree } from '../git/worktree.ts';
import { fileBytes, isText } from './contents.ts';
import { holdsChange } from './lines/landed-lines.ts';

/** A change that is neither what the branch began with nor what the default branch has now, which has changed the file too. */
export interface Doubt {
	path: string;
	/** The commit where the branch left the default branch, and the file's blob there. */
	baseCommit: string;
	base: string | undefined;
	mine: Held;
	/** Whose file `mine` is; else it is a blob. */
	worktree: Worktree | undefined;
}

interface Open {
	doubt: Doubt;
	/** Blobs that the file was on the default branch since, latest first. */
	states: readonly string[];
}

/** Of one file. */
const STATES_MAX = 64;

/** Asks `asked`, a worktree of the repository; undefined where git fails. `main`: the default branch's commit. */
export async function landedOf(
	asked: Worktree,
	trees: TreeFiles,
	main: string,
	doubts: readonly Doubt[],
): Promise<Map<Doubt, boolean | undefined>> {
	const landed = new Map<Doubt, boolean | undefined>();
	if (doubts.length === 0) return landed;
	const open: Open[] = [];
	for (const [doubt, states] of await statesOf(asked, trees, main, doubts)) {
		if (states.some((oid) => doubt.mine.includes(oid))) landed.set(doubt, true);
		else open.push({ doubt, states: states.slice(0, STATES_MAX) });
	}
	for (const heap of await readable(asked, open)) {
		const contents = await blobContents(
			asked,
			heap.flatMap(({ doubt, states }) => (states.length === 0 ? [] : [...states, ...blobsOf(doubt)])),
		);
		const lines = new Map([...contents].map(([oid, bytes]) => [oid, linesOf(bytes)]));
		for (const { doubt, states } of heap) landed.set(doubt, await isHeld(doubt, states, lines));
	}
	return landed;
}

async function statesOf(asked: Worktree, trees: TreeFiles, main: string, doubts: readonly Doubt[]): Promise<Map<Doubt, string[]>> {
	const since = await mainlineSince(asked, main, new Set(doubts.map(({ baseCommit }) => baseCommit)));
	// Whatever the base: it is how far one goes back in the same commits.
	const longest = new Map<string, readonly string[]>();
	for (const { baseCommit, path } of doubts) {
		const commits = since?.get(baseCommit) ?? [];
		if (commits.length >= (longest.get(path)?.length ?? 0)) longest.set(path, commits);
	}
	const fileAt = await trees.asked(
		asked,
		[...longest].flatMap(([path, commits]) => commits.map((commit) => ({ commit, path }))),
	);
	const seen = new Map([...longest].map(([path, commits]) => [path, firstSeen(commits.map((commit) => fileAt(commit, path)))]));
	const states = new Map<Doubt, string[]>();
	for (const doubt of doubts) {
		const count = since?.get(doubt.baseCommit)?.length;
		if (count === undefined) continue;
		const had = [...(seen.get(doubt.path) ?? [])].filter(([file, at]) => at < count && file !== 'absent' && file !== doubt.base);
		states.set(
			doubt,
			had.map(([file]) => file),
		);
	}
	return states;
}

/** Of each file, where it comes first. */
function firstSeen(files: readonly TreeFile[]): Map<string, number> {
	const seen = new Map<string, number>();
	for (const [at, file] of files.entries()) if (file !== undefined && !seen.has(file)) seen.set(file, at);
	return seen;
}

const blobsOf = ({ base, mine, worktree }: Doubt): string[] => [...(base ? [base] : []), ...(worktree ? [] : mine)];

/** Without what is too large, and in heaps that may be read at once. */
async function readable(asked: Worktree, open: readonly Open[]): Promise<Iterable<Open[]>> {
	const sizes = await blobSizes(
		asked,
		open.flatMap(({ doubt, states }) => [...states, ...blobsOf(doubt)]),
	);
	const sizeOf = (oid: string) => sizes.get(oid) ?? Number.POSITIVE_INFINITY;
	const isFit = (oid: string) => sizeOf(oid) <= COMPARED_MAX_BYTES;
	const fit = open.map(({ doubt, states }) => ({ doubt, states: blobsOf(doubt).every(isFit) ? states.filter(isFit) : [] }));
	return heaps(fit, ({ states }) => states.reduce((sum, oid) => sum + sizeOf(oid), 0));
}

async function isHeld(doubt: Doubt, states: readonly string[], lines: ReadonlyMap<string, string[] | undefined>): Promise<boolean> {
	if (states.length === 0) return false;
	const base = doubt.base === undefined ? [] : lines.get(doubt.base);
	const mine = doubt.worktree ? linesOf(await fileBytes(join(doubt.worktree.top, doubt.path))) : lines.get(doubt.mine[0] ?? '');
	if (!base || !mine) return false;
	return states.some((oid) => {
		const state = lines.get(oid);
		return state !== undefined && holdsChange(base, mine, state);
	});
}

function linesOf(bytes: Buffer | undefined): string[] | undefined {
	return bytes === undefined || !isText(bytes) ? undefined : withPlainEnds(bytes).toString().split('\n');
}
