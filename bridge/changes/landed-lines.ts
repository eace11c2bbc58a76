/** Whether a state of a file holds a change already, line by line: to merge the change into it would change nothing. */
import { diffArrays } from 'diff';

/** Files that differ in more lines than this are not compared. */
const EDITS_MAX = 4_000;

/** Lines from…to of one text, in whose place the lines start…end of the other are. */
interface Hunk {
	from: number;
	to: number;
	start: number;
	end: number;
}

/**
 * Whether what leads from `base` to `mine` is in `state`: each line that was taken away is gone, each that was put in is there, and nothing
 * was put where something was only taken away. Others' changes may be beside it. Where it is in doubt the answer is no.
 */
export function holdsChange(base: readonly string[], mine: readonly string[], state: readonly string[]): boolean {
	// Most are told apart by this alone, which costs a fraction.
	const known = new Set(base);
	const there = new Set(state);
	if (mine.some((line) => !known.has(line) && !there.has(line))) return false;
	const change = hunks(base, mine);
	const theirs = hunks(base, state);
	const since = hunks(mine, state);
	if (!change || !theirs || !since) return false;
	const gone = linesOf(theirs);
	const undone = linesOf(since);
	return change.every(({ from, to, start, end }) => {
		for (let line = from; line < to; line++) if (!gone.has(line)) return false;
		for (let line = start; line < end; line++) if (undone.has(line)) return false;
		return start < end || !since.some((hunk) => hunk.from <= start && start <= hunk.to && hunk.end - hunk.start > hunk.to - hunk.from);
	});
}

/** Those that are taken away. */
function linesOf(all: readonly Hunk[]): ReadonlySet<number> {
	return new Set(all.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index)));
}

/** Undefined where there are too many. */
function hunks(one: readonly string[], other: readonly string[]): Hunk[] | undefined {
	const before = sameBefore(one, other);
	const after = sameAfter(one, other, before);
	const middle = (lines: readonly string[]) => lines.slice(before, lines.length - after);
	const changes = diffArrays(middle(one), middle(other), { maxEditLength: EDITS_MAX });
	if (changes === undefined) return undefined;
	const found: Hunk[] = [];
	let hunk: Hunk = { from: before, to: before, start: before, end: before };
	const flush = () => {
		if (hunk.to > hunk.from || hunk.end > hunk.start) found.push(hunk);
	};
	for (const { added, removed, count } of changes) {
		if (removed) hunk.to += count;
		else if (added) hunk.end += count;
		else {
			flush();
			hunk = { from: hunk.to + count, to: hunk.to + count, start: hunk.end + count, end: hunk.end + count };
		}
	}
	flush();
	return found;
}

function sameBefore(one: readonly string[], other: readonly string[]): number {
	let count = 0;
	while (count < one.length && count < other.length && one[count] === other[count]) count++;
	return count;
}

function sameAfter(one: readonly string[], other: readonly string[], before: number): number {
	const most = Math.min(one.length, other.length) - before;
	let count = 0;
	while (count < most && one[one.length - 1 - count] === other[other.length - 1 - count]) count++;
	return count;
}
