import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMPARED_MAX_BYTES, SEALED_LENGTHS, SPANS_MAX, SPANS_TEXT_MAX } from '../limits.ts';
import { newRoomKey, seal } from '../seal.ts';
import { doSpansMeet, type LineChange, mapSpans, NO_BASE, parseSpans, type Span, spansText } from './spans.ts';

const BASE = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391';
const line = (from: number, to = from): Span => [2 * from, 2 * to];
const gapAfter = (number: number): Span => [2 * number + 1, 2 * number + 1];

/** Spans as a comparison of two texts tells them: an unchanged line or gap between any two. */
const someSpans = fc.array(fc.tuple(fc.nat(9), fc.nat(5)), { maxLength: 12 }).map((steps) => {
	let end = -1;
	return steps.map(([distance, length]): Span => {
		const from = end + 2 + distance;
		end = from % 2 === 0 ? from + 2 * length : from;
		return [from, end];
	});
});

/** The half lines that a span takes, with the gaps beside its lines. */
const reach = ([from, to]: Span): [number, number] => (from % 2 === 0 ? [from - 1, to + 1] : [from, to]);

describe('spans that meet', () => {
	test.each<[claim: string, one: Span[], other: Span[]]>([
		['the same line', [line(9)], [line(9)]],
		['lines that overlap', [line(3, 7)], [line(7, 9)]],
		['a line inside of others', [line(1, 1047)], [gapAfter(33), line(102, 103), gapAfter(412)]],
		['lines next to each other', [line(40), line(45, 46)], [line(39)]],
		['insertions into one gap', [gapAfter(24)], [gapAfter(9), gapAfter(24)]],
		['an insertion right before a changed line', [gapAfter(8)], [line(9)]],
		['an insertion right after a changed line', [gapAfter(9)], [line(9)]],
		['two new files', [gapAfter(0)], [gapAfter(0)]],
	])('%s', (_claim, one, other) => {
		expect([doSpansMeet(one, other), doSpansMeet(other, one)]).toEqual([true, true]);
	});

	test.each<[claim: string, one: Span[], other: Span[]]>([
		['an unchanged line between changed ones', [line(9)], [line(11)]],
		['an unchanged line between an insertion and a changed line', [gapAfter(9)], [line(11)]],
		['an unchanged line between insertions', [gapAfter(14), gapAfter(21)], [gapAfter(15)]],
		['changes that take turns', [line(9), line(13), line(23)], [line(11), line(15, 20)]],
		['one side changed no lines', [], [line(1, 99)]],
	])('not: %s', (_claim, one, other) => {
		expect([doSpansMeet(one, other), doSpansMeet(other, one)]).toEqual([false, false]);
	});

	test('whatever the spans, one walk finds what comparing each with each finds', () => {
		const eachWithEach = (one: Span[], other: Span[]) =>
			one.map(reach).some(([from, to]) => other.map(reach).some(([otherFrom, otherTo]) => from <= otherTo && otherFrom <= to));
		fc.assert(fc.property(someSpans, someSpans, (one, other) => doSpansMeet(one, other) === eachWithEach(one, other)));
	});
});

describe('spans of another base', () => {
	// That base is a b c d e; mine is a X Y b d e: XY inserted after line 1, line 3 removed.
	const changes: LineChange[] = [
		{ before: gapAfter(1), after: line(2, 3) },
		{ before: line(3), after: gapAfter(4) },
	];
	test.each<[claim: string, theirs: Span, mine: Span]>([
		['before every change it stays', line(1), line(1)],
		['between changes it moves', line(2), line(4)],
		['after the last it moves', line(4, 5), line(5, 6)],
		['in a gap that was filled it is all of what filled it', gapAfter(1), line(2, 3)],
		['on a removed line it is the gap that it left', line(3), gapAfter(4)],
		['beside a removed line it ends where its lines end', line(2, 3), line(4)],
		['around changes it takes them in', line(1, 5), line(1, 6)],
		['in the last gap it moves', gapAfter(5), gapAfter(6)],
	])('%s', (_claim, theirs, mine) => {
		expect(mapSpans([theirs], changes)).toEqual([mine]);
	});

	test('inside of a replaced region it becomes all of that region', () => {
		const replaced: LineChange[] = [{ before: line(10, 20), after: line(10, 12) }];
		expect(mapSpans([line(12), gapAfter(15), line(30)], replaced)).toEqual([line(10, 12), line(22)]);
	});

	test('a new file, where my base has one, is all of it; and the other way round', () => {
		expect(mapSpans([gapAfter(0)], [{ before: gapAfter(0), after: line(1, 80) }])).toEqual([line(1, 80)]);
		expect(mapSpans([line(7)], [{ before: line(1, 80), after: gapAfter(0) }])).toEqual([gapAfter(0)]);
	});

	/** Changes from one text to another: unchanged lines in between, each change replaces, inserts or removes. */
	const someChanges = fc
		.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.nat(4), fc.nat(4)), { maxLength: 8 })
		.map((steps) => steps.filter(([, removed, added]) => removed + added > 0))
		.map((steps) => {
			let [before, after] = [0, 0];
			return steps.map(([kept, removed, added]): LineChange => {
				before += kept;
				after += kept;
				const change = {
					before: removed === 0 ? gapAfter(before) : line(before + 1, before + removed),
					after: added === 0 ? gapAfter(after) : line(after + 1, after + added),
				};
				before += removed;
				after += added;
				return change;
			});
		});
	const turned = (changes: LineChange[]) => changes.map(({ before, after }) => ({ before: after, after: before }));

	test('whatever changed, they ascend, start and end with lines or are one gap', () => {
		fc.assert(
			fc.property(someSpans, someChanges, (spans, changes) => {
				const mapped = mapSpans(spans, changes);
				expect(parseSpans(spansText({ base: BASE, spans: mapped }))?.spans).toEqual(mapped);
			}),
		);
	});

	test('whatever changed, what lies apart from it comes back from there as it was', () => {
		fc.assert(
			fc.property(someSpans, someChanges, (spans, changes) => {
				const apart = spans.filter((span) => changes.every(({ before }) => !doSpansMeet([span], [before])));
				expect(mapSpans(mapSpans(apart, changes), turned(changes))).toEqual(apart);
			}),
		);
	});

	test('whatever changed, what meets before it meets after it, unless something was put between lines next to each other', () => {
		const hasEdgeAt = (gap: number, spans: Span[]) => spans.some((span) => span[0] !== gap && reach(span).includes(gap));
		const isBetween = ({ before: [from, to] }: LineChange, one: Span[], other: Span[]) =>
			from === to && hasEdgeAt(from, one) && hasEdgeAt(from, other);
		fc.assert(
			fc.property(someSpans, someSpans, someChanges, (one, other, changes) => {
				fc.pre(doSpansMeet(one, other) && !changes.some((change) => isBetween(change, one, other)));
				expect(doSpansMeet(mapSpans(one, changes), mapSpans(other, changes))).toBe(true);
			}),
		);
	});
});

describe('the text of spans', () => {
	test('is short, and says what it was made of', () => {
		const text = spansText({ base: BASE, spans: [line(40, 58), gapAfter(70)] });
		expect(text).toBe(`${BASE}:28+10,p`);
		expect(parseSpans(text)).toEqual({ base: BASE, spans: [line(40, 58), gapAfter(70)] });
		expect(parseSpans(spansText({ base: NO_BASE, spans: [gapAfter(0)] }))).toEqual({ base: NO_BASE, spans: [gapAfter(0)] });
		expect(parseSpans(spansText({ base: BASE, spans: [] }))).toEqual({ base: BASE, spans: [] });
	});

	test('of the most spans of the largest file is within its limit, and within a sealed text', () => {
		const step = Math.floor(COMPARED_MAX_BYTES / SPANS_MAX);
		const spans = Array.from({ length: SPANS_MAX }, (_, at) => line(at * step + step / 2, at * step + step));
		const text = spansText({ base: 'f'.repeat(64), spans });
		expect(text.length).toBeGreaterThan(2_000);
		expect(text.length).toBeLessThan(SPANS_TEXT_MAX);
		expect(parseSpans(text)?.spans).toEqual(spans);
		expect(seal(newRoomKey(), 'lines', 'x'.repeat(SPANS_TEXT_MAX)).length).toBe(SEALED_LENGTHS.at(-1));
	});

	test('whatever was changed comes back from its text', () => {
		fc.assert(
			fc.property(someSpans, fc.constantFrom(BASE, NO_BASE, 'a'.repeat(64)), (spans, base) => {
				expect(parseSpans(spansText({ base, spans }))).toEqual({ base, spans });
			}),
		);
	});

	test.each([
		['nothing', ''],
		['no spans', BASE],
		['another blob', `${BASE.slice(1)}:2`],
		['capitals in the blob', `${BASE.toUpperCase()}:2`],
		['more than one list', `${BASE}:2:4`],
		['the place before the first gap', `${BASE}:0`],
		['a span where the one before it ends', `${BASE}:4,0`],
		['a negative number', `${BASE}:-2`],
		['a fraction', `${BASE}:2.5`],
		['a number that is too long', `${BASE}:100000`],
		['a place behind the largest file', `${BASE}:zzzzz`],
		['a span that ends behind the largest file', `${BASE}:2+zzzzy`],
		['a zero in front', `${BASE}:02`],
		['a length of nothing', `${BASE}:2+0`],
		['a span from a line to a gap', `${BASE}:2+1`],
		['a span from a gap', `${BASE}:3+2`],
		['capitals', `${BASE}:A`],
		['room for a span', `${BASE}:2,`],
		['a space', `${BASE}:2, 4`],
		['a line end', `${BASE}:2\n`],
		[
			'more spans than there may be',
			`${BASE}:${Array(SPANS_MAX + 1)
				.fill('2')
				.join()}`,
		],
		['a text that is too long', `${BASE}:${'2,'.repeat(SPANS_TEXT_MAX)}2`],
	])('is not understood with %s', (_what, text) => {
		expect(parseSpans(text)).toBeUndefined();
	});

	test('whatever somebody sends is understood as spans in order, or not at all', () => {
		const hostile = fc.oneof(
			fc.string({ unit: 'binary', maxLength: 200 }),
			fc
				.array(fc.constantFrom('0', '1', 'a', 'z', 'zz', '+', ',', ':', '-', '.', ' '), { maxLength: 60 })
				.map((parts) => `${BASE}:${parts.join('')}`),
		);
		fc.assert(
			fc.property(hostile, (text) => {
				const parsed = parseSpans(text);
				if (parsed === undefined) return;
				expect(spansText(parsed)).toBe(text);
				for (const [at, [from, to]] of parsed.spans.entries()) {
					expect(from).toBeGreaterThan(parsed.spans[at - 1]?.[1] ?? 0);
					expect(to).toBeGreaterThanOrEqual(from);
				}
			}),
			{ numRuns: 200 },
		);
	});
});
