/**
 * Where two people's work is in one file: the lines that each changed, as spans of a base that both know. Pure. Which lines changed is
 * told by bridges, `bridge/changes/lines/line-diff.ts`.
 *
 * Positions are half lines of the base: line n is 2n, the gap after it 2n + 1, the gap before the first line 1. Lines that were replaced
 * or removed are the span from the first to the last of them; lines that were inserted are the gap that they went into. So both ends
 * are lines, or they are one gap. A list of spans ascends and none overlaps another.
 */
import { COMPARED_MAX_BYTES, SPANS_MAX, SPANS_TEXT_MAX } from '../limits.ts';

export type Span = readonly [from: number, to: number];

/** What lies at `before` in one text is at `after` in the other, each in the text's own half lines. */
export interface LineChange {
	before: Span;
	after: Span;
}

/** What one side changed, and the blob whose lines its spans count. */
export interface Spans {
	/** The blob's id; `NO_BASE` where the file is new. */
	base: string;
	spans: Span[];
}

/** What a new file is compared with: nothing, in which everybody's new file is one insertion. */
export const NO_BASE = 'new';

const isGap = (position: number): boolean => position % 2 === 1;
/** A line reaches to the gaps beside it; a gap is its own. */
const leftEdge = ([from]: Span): number => (isGap(from) ? from : from - 1);
const rightEdge = ([, to]: Span): number => (isGap(to) ? to : to + 1);

/**
 * Whether two lists of spans of one base overlap or adjoin: the same line, lines next to each other, an insertion beside a changed line,
 * two insertions into one gap. Just these conflict when git merges: two of its hunks with no unchanged line between them.
 * https://github.com/git/git/blob/v2.50.0/xdiff/xmerge.c (xdl_do_merge)
 */
export function doSpansMeet(one: readonly Span[], other: readonly Span[]): boolean {
	let [at, otherAt] = [0, 0];
	while (at < one.length && otherAt < other.length) {
		const [span, otherSpan] = [one[at] as Span, other[otherAt] as Span];
		if (rightEdge(span) < leftEdge(otherSpan)) at++;
		else if (rightEdge(otherSpan) < leftEdge(span)) otherAt++;
		else return true;
	}
	return false;
}

/**
 * Spans of another base, in the half lines of one's own. `changes` lead from that base to one's own. What lies inside of what they
 * changed is somewhere in what it was changed to: it becomes all of that.
 */
export function mapSpans(spans: readonly Span[], changes: readonly LineChange[]): Span[] {
	const starts = mapEnds(spans, changes, 0);
	const ends = mapEnds(spans, changes, 1);
	return joined(starts.map((from, index) => ofWholeLines(from, ends[index] as number)));
}

/** The spans' starts (0) or ends (1), which both ascend: one walk along the changes is enough. */
function mapEnds(spans: readonly Span[], changes: readonly LineChange[], end: 0 | 1): number[] {
	let next = 0;
	let shift = 0;
	return spans.map((span) => {
		const position = span[end];
		for (let change = changes[next]; change !== undefined && change.before[1] < position; change = changes[++next]) {
			shift = rightEdge(change.after) - rightEdge(change.before);
		}
		const change = changes[next];
		return change !== undefined && change.before[0] <= position ? change.after[end] : position + shift;
	});
}

/** Lines whose neighbour was removed end in the gap that it left: the lines alone say as much. */
function ofWholeLines(from: number, to: number): Span {
	if (from === to) return [from, to];
	return [isGap(from) ? from + 1 : from, isGap(to) ? to - 1 : to];
}

function joined(spans: readonly Span[]): Span[] {
	const all: Span[] = [];
	for (const span of spans) {
		const last = all.at(-1);
		if (last !== undefined && span[0] <= last[1]) all[all.length - 1] = [last[0], Math.max(last[1], span[1])];
		else all.push(span);
	}
	return all;
}

const RADIX = 36;
const BASE = /^(?:new|[0-9a-f]{40}|[0-9a-f]{64})$/;
/** How far behind the end of the one before it starts, and how much further it goes, where it does. */
const SPAN = /^([0-9a-z]{1,5})(?:\+([0-9a-z]{1,5}))?$/;
/** Every line of the largest file is one byte: the gap behind the last. */
const POSITION_MAX = 2 * COMPARED_MAX_BYTES + 1;

/** As one text, to be sealed: `<base>:<span>,<span>…`. Numbers are of base 36 and count on, so that 256 spans are within its limit. */
export function spansText({ base, spans }: Spans): string {
	let end = 0;
	const texts = spans.map(([from, to]) => {
		const start = (from - end).toString(RADIX);
		end = to;
		return to === from ? start : `${start}+${(to - from).toString(RADIX)}`;
	});
	return `${base}:${texts.join()}`;
}

/** Another member's text: `undefined` where it is anything but what `spansText` makes of spans that a file can have. */
export function parseSpans(text: string): Spans | undefined {
	if (text.length > SPANS_TEXT_MAX) return undefined;
	const [base = '', listed, ...more] = text.split(':');
	if (!BASE.test(base) || listed === undefined || more.length > 0) return undefined;
	const texts = listed === '' ? [] : listed.split(',');
	if (texts.length > SPANS_MAX) return undefined;
	const spans: Span[] = [];
	for (const each of texts) {
		const span = parseSpan(each, spans.at(-1)?.[1] ?? 0);
		if (span === undefined) return undefined;
		spans.push(span);
	}
	const parsed = { base, spans };
	return spansText(parsed) === text ? parsed : undefined;
}

function parseSpan(text: string, end: number): Span | undefined {
	const [, distance, length = '0'] = SPAN.exec(text) ?? [];
	if (distance === undefined) return undefined;
	const from = end + Number.parseInt(distance, RADIX);
	const to = from + Number.parseInt(length, RADIX);
	const isSpan = from > end && to <= POSITION_MAX && (from === to || !(isGap(from) || isGap(to)));
	return isSpan ? [from, to] : undefined;
}
