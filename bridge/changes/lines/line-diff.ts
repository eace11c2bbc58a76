/**
 * Which lines changed between two contents of a file, compared here: git would convert them first, by filters that a repository names.
 * Pure. The algorithm is Myers', as in git, by jsdiff: https://github.com/kpdecker/jsdiff.
 */
import { diffArrays } from 'diff';
import { COMPARED_MAX_BYTES, SPANS_MAX } from '../../../shared/limits.ts';
import type { LineChange, Span } from '../../../shared/room/spans.ts';
import { withPlainEnds } from '../../git/content.ts';

/** Git calls binary what has a NUL among its first 8,000 bytes: https://git-scm.com/docs/gitattributes#_marking_files_as_binary. */
const LOOKED_AT_BYTES = 8_000;
/** What git holds in place of a large file: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md#the-pointer. */
const LFS_POINTER = Buffer.from('version https://git-lfs.github.com/spec/');
/** How many lines that both sides have may have been moved about. It is counted, not timed, so that all machines find the same. */
const EDITS_MAX = 1_000;
/** As many lines of code as the largest file has; it is for tables of data, whose comparison would take seconds. */
const LINES_MAX = 100_000;

/** `undefined` where there is no file: before it is new, after it is deleted. */
export type Content = Buffer | undefined;

/** In place of the lines from…to of one text, each until before the last, the lines start…end of the other. */
export interface Hunk {
	from: number;
	to: number;
	start: number;
	end: number;
}

/**
 * What changed on the way from one base to another, in their order, an unchanged line between any two, whatever the lines end with.
 * `undefined`: not known, since one of them is binary, a pointer to a large file, or over 2 MiB or 100,000 lines, or since they differ too
 * much.
 */
export function lineChanges(before: Content, after: Content): LineChange[] | undefined {
	const plain = (content: Content) => content && withPlainEnds(content);
	return hunksOf(plain(before), plain(after))?.hunks.map((hunk) => ({
		before: spanOf(hunk.from, hunk.to),
		after: spanOf(hunk.start, hunk.end),
	}));
}

function hunksOf(before: Content, after: Content): { hunks: Hunk[]; fresh: string[] } | undefined {
	const [old, fresh] = [linesOf(before), linesOf(after)];
	if (old === undefined || fresh === undefined) return undefined;
	const hunks = lineHunks(old, fresh);
	return hunks && { hunks, fresh };
}

/** The same of lines, by their indices; undefined where they differ too much. */
export function lineHunks(old: readonly string[], fresh: readonly string[]): Hunk[] | undefined {
	const start = commonStart(old, fresh);
	const kept = keptLines(old.slice(start), fresh.slice(start));
	return kept && hunksBetween(kept, start, { old: old.length, fresh: fresh.length });
}

/** Lines of a base, and what stands there now: never told. */
export interface ChangedPart {
	span: Span;
	text: string;
}

/** What changed of a base, as git merges: a line that ends with CRLF is another one than with LF. `undefined`: not known, or more than is told. */
export function changedParts(base: Content, file: Content): ChangedPart[] | undefined {
	const found = hunksOf(base, file);
	if (found === undefined || found.hunks.length > SPANS_MAX) return undefined;
	return found.hunks.map(({ from, to, start, end }) => ({ span: spanOf(from, to), text: found.fresh.slice(start, end).join('') }));
}

/** Bytes as they are, in Latin-1. A last line that no line end follows is another one than the same with it, as to git. */
function linesOf(content: Content): string[] | undefined {
	if (content === undefined) return [];
	if (content.length > COMPARED_MAX_BYTES || content.subarray(0, LOOKED_AT_BYTES).includes(0)) return undefined;
	if (content.subarray(0, LFS_POINTER.length).equals(LFS_POINTER)) return undefined;
	const lines = content.toString('latin1').match(/[^\n]*\n|[^\n]+$/g) ?? [];
	return lines.length > LINES_MAX ? undefined : lines;
}

/** Not so a common end: a block that is like its neighbour would lie early in one text and late in another. */
function commonStart(old: readonly string[], fresh: readonly string[]): number {
	let start = 0;
	while (start < old.length && old[start] === fresh[start]) start++;
	return start;
}

interface Place {
	old: number;
	fresh: number;
}

/** The lines that stayed, by their indices. What only one side has is set aside first: it cannot have stayed, and is most of the work. */
function keptLines(old: readonly string[], fresh: readonly string[]): Place[] | undefined {
	const numbers = new Map(old.map((line, index) => [line, index]));
	const known = new Set(fresh.map((line) => numbers.get(line)));
	const oldPlaces = [...old.keys()].filter((index) => known.has(numbers.get(old[index] as string)));
	const freshPlaces = [...fresh.keys()].filter((index) => numbers.has(fresh[index] as string));
	const parts = diffArrays(
		oldPlaces.map((index) => numbers.get(old[index] as string)),
		freshPlaces.map((index) => numbers.get(fresh[index] as string)),
		{ maxEditLength: EDITS_MAX },
	);
	if (parts === undefined) return undefined;
	const kept: Place[] = [];
	const at: Place = { old: 0, fresh: 0 };
	for (const { added, removed, count } of parts) {
		for (let step = 0; step < count; step++) {
			if (!added && !removed) kept.push({ old: oldPlaces[at.old] as number, fresh: freshPlaces[at.fresh] as number });
			if (!added) at.old++;
			if (!removed) at.fresh++;
		}
	}
	return kept;
}

/** All that lies between the kept lines, which count from `start` on, and behind them until `end`. */
function hunksBetween(kept: readonly Place[], start: number, end: Place): Hunk[] {
	const hunks: Hunk[] = [];
	const next: Place = { old: start, fresh: start };
	for (const place of [...kept.map(({ old, fresh }) => ({ old: old + start, fresh: fresh + start })), end]) {
		if (place.old > next.old || place.fresh > next.fresh) {
			hunks.push({ from: next.old, to: place.old, start: next.fresh, end: place.fresh });
		}
		Object.assign(next, { old: place.old + 1, fresh: place.fresh + 1 });
	}
	return hunks;
}

/** The lines from index `from` until before `to`; where these are none, the gap between. */
const spanOf = (from: number, to: number): Span => (from === to ? [2 * from + 1, 2 * from + 1] : [2 * from + 2, 2 * to]);
