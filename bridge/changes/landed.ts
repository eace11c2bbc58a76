/** Which changes the default branch has had since the branch left it, though it may have moved on in the same file since. */
import { join } from 'node:path';
import { withPlainEnds } from '../git/content.ts';
import { blobContents, blobSizes, heaps, LINES_MAX_BYTES } from '../git/objects/blobs.ts';
import { pathStates } from '../git/objects/path-states.ts';
import type { Held } from '../git/objects/working-file.ts';
import type { Worktree } from '../git/worktree.ts';
import { fileBytes, isText } from './contents.ts';
import { holdsChange } from './landed-lines.ts';

/** A change that is neither what the branch began with nor what the default branch has now, which has changed the file too. */
export interface Doubt {
	path: string;
	/** The commit where the branch left the default branch, and the file there. */
	baseCommit: string;
	base: Held | undefined;
	mine: Held;
	/** Whose file `mine` is; else it is a blob. */
	worktree: Worktree | undefined;
}

interface Open {
	doubt: Doubt;
	/** Blobs that the file was on the default branch since. */
	states: readonly string[];
}

/** Asks `asked`, a worktree of the repository; undefined where git fails. */
export async function landedOf(asked: Worktree, main: string, doubts: readonly Doubt[]): Promise<Map<Doubt, boolean | undefined>> {
	const landed = new Map<Doubt, boolean | undefined>();
	const open: Open[] = [];
	for (const [baseCommit, all] of Map.groupBy(doubts, (doubt) => doubt.baseCommit)) {
		const states = await pathStates(asked, main, baseCommit, new Set(all.map(({ path }) => path)));
		for (const doubt of all) {
			const had = states?.get(doubt.path) ?? [];
			if (states === undefined) landed.set(doubt, undefined);
			else if (had.some((oid) => doubt.mine.names.includes(oid))) landed.set(doubt, true);
			else if (isComparable(doubt)) open.push({ doubt, states: had });
			else landed.set(doubt, false);
		}
	}
	for (const heap of await readable(asked, open)) {
		const contents = await blobContents(asked, new Set(heap.flatMap(({ doubt, states }) => [...states, ...blobsOf(doubt)])));
		for (const { doubt, states } of heap) landed.set(doubt, await isHeld(doubt, states, contents));
	}
	return landed;
}

/** Without what is too large, and in heaps that may be read at once. */
async function readable(asked: Worktree, open: readonly Open[]): Promise<Iterable<Open[]>> {
	const sizes = await blobSizes(asked, [...new Set(open.flatMap(({ states }) => states))]);
	const sizeOf = (oid: string) => sizes.get(oid) ?? Number.POSITIVE_INFINITY;
	const fit = open.map(({ doubt, states }) => ({ doubt, states: states.filter((oid) => sizeOf(oid) <= LINES_MAX_BYTES) }));
	return heaps(fit, ({ doubt, states }) => states.reduce((sum, oid) => sum + sizeOf(oid), doubt.mine.size + (doubt.base?.size ?? 0)));
}

const nameOf = ({ names }: Held): string => names[0] as string;

const isComparable = ({ mine, base }: Doubt): boolean => mine.size <= LINES_MAX_BYTES && (base?.size ?? 0) <= LINES_MAX_BYTES;

const blobsOf = ({ base, mine, worktree }: Doubt): string[] => [...(base ? [nameOf(base)] : []), ...(worktree ? [] : [nameOf(mine)])];

async function isHeld(doubt: Doubt, states: readonly string[], contents: ReadonlyMap<string, Buffer>): Promise<boolean> {
	const base = doubt.base === undefined ? [] : linesOf(contents.get(nameOf(doubt.base)));
	const mine = linesOf(doubt.worktree ? await fileBytes(join(doubt.worktree.top, doubt.path)) : contents.get(nameOf(doubt.mine)));
	if (!base || !mine) return false;
	return states.some((oid) => {
		const state = linesOf(contents.get(oid));
		return state !== undefined && holdsChange(base, mine, state);
	});
}

function linesOf(bytes: Buffer | undefined): string[] | undefined {
	return bytes === undefined || !isText(bytes) ? undefined : withPlainEnds(bytes).toString().split('\n');
}
