import { expect, test } from 'vitest';
import { findOperator } from './find-operator.ts';

const people = [
	{ operatorId: 'jake', name: 'Jake' },
	{ operatorId: 'jake-2', name: 'JAKE' },
	{ operatorId: 'mara', name: 'jake-2' },
	{ operatorId: 'zoe-unal', name: 'Zoë Ünal' },
];
const found = (typed: string) => findOperator(people, typed, 'acme').operatorId;

test.each([
	['zoë ünal', 'zoe-unal'],
	[' ZOE-UNAL ', 'zoe-unal'],
	['Zoe\u0308 U\u0308nal', 'zoe-unal'],
	['mara', 'mara'],
	['id:jake', 'jake'],
	['id:jake-2', 'jake-2'],
])('%j is %s', (typed, operatorId) => expect(found(typed)).toBe(operatorId));

test.each([
	['Jake', 'Jake (jake), JAKE (jake-2)'],
	['jake-2', 'JAKE (jake-2), jake-2 (mara)'],
])('[R12] %j may be two of them: they are listed, and nobody is guessed', (typed, both) =>
	expect(() => found(typed)).toThrow(`More than one in acme is called ${typed}: ${both}.`),
);

test('who is nobody is told who there is', () => expect(() => found('id:Jake Moss')).toThrow('Nobody in acme is called id:Jake Moss.'));
