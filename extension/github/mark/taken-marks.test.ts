import { expect, test } from 'vitest';
import { TakenMarks } from './taken-marks.ts';

const row = () => ({}) as Element;
const SPOT = 'line src/login.ts';

/** One after the other, each in a new row, so many ms apart. */
function taken(times: number, apartMs: number, between?: (marks: TakenMarks, now: number) => void): boolean[] {
	const marks = new TakenMarks();
	return Array.from({ length: times }, (_, turn) => {
		between?.(marks, turn * apartMs);
		return marks.areTaken(new Map([[SPOT, row()]]), turn * apartMs);
	});
}

test('a spot whose mark is taken away at once is given up after ten times', () => {
	expect(taken(11, 300)).toEqual([...Array.from({ length: 10 }, () => false), true]);
});

test('also where passes are seconds apart, as on a page that never rests', () => {
	expect(taken(11, 2_500).at(-1)).toBe(true);
});

test('a pass in which the new row has no mark yet changes nothing', () => {
	expect(taken(11, 300, (marks, now) => marks.areTaken(new Map([[SPOT, undefined]]), now)).at(-1)).toBe(true);
});

test('rows that are drawn anew now and then are not', () => {
	expect(taken(40, 6_000)).not.toContain(true);
});

test('nor is a row of a long list, which goes and comes with the scrolling', () => {
	expect(taken(40, 100, (marks, now) => marks.areTaken(new Map(), now))).not.toContain(true);
});
