import { expect, test } from 'vitest';
import { visibleRows } from './visible-rows.ts';

const heights = Array.from({ length: 100 }, () => 30);

test('the first rows, and as many below as asked for', () => {
	expect(visibleRows(heights, 0, 90, 30)).toEqual({ from: 0, to: 4, before: 0, after: 96 * 30 });
});

test('in the middle what is above and below keeps its room', () => {
	expect(visibleRows(heights, 900, 90, 60)).toEqual({ from: 28, to: 35, before: 28 * 30, after: 65 * 30 });
});

test('one that is open counts as high as it is', () => {
	expect(visibleRows([30, 300, 30, 30], 320, 60, 0)).toEqual({ from: 1, to: 4, before: 30, after: 0 });
});

test('at its end, beyond it and before it', () => {
	expect(visibleRows(heights, 2_940, 90, 0)).toEqual({ from: 98, to: 100, before: 2_940, after: 0 });
	expect(visibleRows(heights, 9_000, 90, 0)).toEqual({ from: 100, to: 100, before: 3_000, after: 0 });
	expect(visibleRows(heights, -500, 90, 0)).toMatchObject({ from: 0, to: 0, after: 3_000 });
});
