import { expect, test } from 'vitest';
import { TokenCount } from './token-count.ts';

const of = (once: string, output: number) => ({ once, input: output * 10, cached: output * 100, output });

test('the last count of a message holds, however often it is told', () => {
	const tokens = new TokenCount();
	for (const told of [of('a', 1), of('a', 4), of('b', 2), of('a', 5), of('b', 2)]) tokens.count(told);
	expect(tokens.sum).toEqual({ input: 70, cached: 700, output: 7 });
});

test('a message may come again after sixty others', () => {
	const tokens = new TokenCount();
	for (let round = 0; round < 3; round++) for (let at = 0; at < 60; at++) tokens.count(of(`${at}`, 1));
	expect(tokens.sum.output).toBe(60);
});

test('what is remembered has a bound: of very many messages the latest', () => {
	const tokens = new TokenCount();
	for (let at = 0; at < 1_000; at++) tokens.count(of(`${at}`, 1));
	for (let at = 990; at < 1_000; at++) tokens.count(of(`${at}`, 3));
	expect(tokens.sum.output).toBe(1_020);
});
