import { expect, test } from 'vitest';
import { circlesIn } from './circles.ts';

const circles = (imports: Record<string, string[]>): string[] => circlesIn(new Map(Object.entries(imports))).map((each) => each.join(' '));

test('a tree, and files that meet again further down, have no circle', () => {
	expect(circles({ a: ['b', 'c'], b: ['d'], c: ['d'], d: ['elsewhere'] })).toEqual([]);
});

test.each([
	['a file that imports itself', { a: ['a'] }, ['a']],
	['two that import each other', { b: ['a'], a: ['b'] }, ['a b']],
	['three in a ring, found from outside of it', { z: ['c'], c: ['a'], a: ['b'], b: ['c'] }, ['a b c']],
	['two rings', { a: ['b'], b: ['a', 'c'], c: ['d'], d: ['c'] }, ['c d', 'a b']],
])('%s: told once, from its first file', (_, imports, expected) => {
	expect(circles(imports).toSorted()).toEqual(expected.toSorted());
});
