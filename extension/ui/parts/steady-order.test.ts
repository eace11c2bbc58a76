import { expect, test } from 'vitest';
import { steadyOrder } from './steady-order.ts';

test('while held, rows keep their place; new ones come last, gone ones leave', () => {
	const keyOf = (item: string) => item;
	expect(steadyOrder(['a', 'b', 'c'], ['d', 'c', 'a'], keyOf, true)).toEqual(['a', 'c', 'd']);
	expect(steadyOrder(['a', 'b', 'c'], ['d', 'c', 'a'], keyOf, false)).toEqual(['d', 'c', 'a']);
});
