import { expect, test } from 'vitest';
import { namesApart } from './names-apart.ts';

const apart = (...people: [operatorId: string, name: string][]) => [
	...namesApart(people.map(([operatorId, name]) => ({ operatorId, name }))).values(),
];

test('[R12] who shares a name is told by it and the id, and nobody else is', () => {
	expect(apart(['jake', 'Jake'], ['jake-2', 'JAKE'], ['mara', 'Mara'])).toEqual(['Jake (jake)', 'JAKE (jake-2)', 'Mara']);
	expect(apart(['jake', 'Ｊａｋｅ'], ['jake-2', 'jake'])).toEqual(['Ｊａｋｅ (jake)', 'jake (jake-2)']);
});

test('[R12] a name of two alphabets that look alike is told by its id too', () => {
	expect(apart(['jake', 'Jake'], ['j-ke', 'Jаke'])).toEqual(['Jake', 'Jаke (j-ke)']);
	expect(apart(['operator', '田中 Ken'], ['sasha', 'Саша'])).toEqual(['田中 Ken', 'Саша']);
});
