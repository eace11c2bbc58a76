import { expect, test } from 'vitest';
import { keptList } from './kept-list.ts';

test('what holds the same is the very list that it was; what is new, gone or elsewhere makes another', () => {
	const before = [{ id: 1 }, { id: 2 }];
	const [one, other] = before as [{ id: number }, { id: number }];
	expect(keptList(before, [one, other])).toBe(before);
	for (const now of [[one], [other, one], [one, other, one], [one, { id: 2 }]]) expect(keptList(before, now)).toBe(now);
	expect(keptList(before, [one, { id: 2 }], (first, second) => first.id === second.id)).toBe(before);
});
