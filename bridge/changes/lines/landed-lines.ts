/** Whether a state of a file holds a change already, line by line: to merge the change into it would change nothing. */
import { type Hunk, lineHunks } from './line-diff.ts';

/**
 * Whether what leads from `base` to `mine` is in `state`: each line that was taken away is gone, each that was put in is there, and nothing
 * was put where something was only taken away. Others' changes may be beside it. Where it is in doubt the answer is no.
 */
export function holdsChange(base: readonly string[], mine: readonly string[], state: readonly string[]): boolean {
	// Most are told apart by this alone, which costs a fraction.
	const known = new Set(base);
	const there = new Set(state);
	if (mine.some((line) => !known.has(line) && !there.has(line))) return false;
	const change = lineHunks(base, mine);
	const theirs = lineHunks(base, state);
	const since = lineHunks(mine, state);
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
