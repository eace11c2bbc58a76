import { describe, expect, test } from 'vitest';
import { TokenCount } from './token-count.ts';

const tokens = (input: number) => ({ input, cached: 2, output: 3 });
const wrong = [-1, 1e300, Number.POSITIVE_INFINITY, Number.NaN];

describe('[A3] a number that cannot be costs itself alone', () => {
	test.each(wrong)('of a message: %d', (number) => {
		const count = new TokenCount();
		count.count({ once: 'one', ...tokens(1) });
		count.count({ once: 'two', ...tokens(number) });
		expect(count.sum).toEqual({ input: 1, cached: 4, output: 6 });
		count.count({ once: 'two', ...tokens(10) });
		expect(count.sum).toEqual({ input: 11, cached: 4, output: 6 });
	});

	test.each(wrong)('of a process, of a session: %d', (number) => {
		const count = new TokenCount();
		count.count({ total: true, ...tokens(number) });
		expect(count.sum).toEqual({ input: 0, cached: 2, output: 3 });
		count.count({ session: true, ...tokens(number) });
		expect(count.sum).toEqual({ input: 0, cached: 2, output: 3 });
	});

	test.each([...wrong, 10])('between others of a process: %d', (number) => {
		const total = (input: number, cached = 2) => ({ total: true as const, input, cached, output: 3 });
		const count = new TokenCount();
		count.inherit(total(100));
		count.count(total(120));
		count.count(total(number, 900));
		expect(count.sum.input).toBe(20);
		count.count(total(150, 900));
		expect(count.sum).toEqual({ input: 50, cached: 898, output: 0 });
	});

	test('a fraction is rounded', () => {
		const count = new TokenCount();
		count.count({ once: 'one', ...tokens(1.5) });
		expect(count.sum.input).toBe(2);
	});
});

describe('[A4] what a fork inherited', () => {
	const total = (input: number) => ({ total: true as const, input, cached: 0, output: 0 });
	const last = (input: number) => ({ last: { input, cached: 0, output: 0 } });

	test('is not counted again where its count goes on from there', () => {
		const count = new TokenCount();
		count.inherit(total(100));
		count.inherit(total(200));
		count.count(total(230));
		expect(count.sum.input).toBe(30);
	});

	test('does not matter where its count begins anew', () => {
		const count = new TokenCount();
		count.inherit(total(200));
		count.count(total(30));
		count.count(total(50));
		expect(count.sum.input).toBe(50);
	});

	test('does not matter where its count begins anew with a reply that is larger than all before', () => {
		const count = new TokenCount();
		count.inherit(total(200));
		count.count({ ...total(300), ...last(300) });
		expect(count.sum.input).toBe(300);
	});
});

describe('[A4] where a fork copies nothing and its count goes on all the same', () => {
	const counted = (input: number, last: number) => ({ input, cached: 0, output: 0, last: { input: last, cached: 0, output: 0 } });

	test.each([{ total: true as const }, { session: true as const }])('what came before its first reply is not its own: %j', (how) => {
		const count = new TokenCount();
		count.goesOn();
		count.count({ ...how, ...counted(230, 30) });
		count.count({ ...how, ...counted(250, 20) });
		expect(count.sum.input).toBe(50);
	});

	test.each([{ total: true as const }, { session: true as const }])('a count that begins anew is all its own: %j', (how) => {
		const count = new TokenCount();
		count.goesOn();
		count.count({ ...how, ...counted(30, 30) });
		count.count({ ...how, ...counted(50, 20) });
		expect(count.sum.input).toBe(50);
	});
});

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

test('a message that was told so long ago that it is not remembered is not counted again', () => {
	const tokens = new TokenCount();
	for (let at = 0; at < 200; at++) tokens.count(of(`${at}`, 1));
	for (let at = 0; at < 200; at++) tokens.count(of(`${at}`, 1), true);
	expect(tokens.sum.output).toBe(200);
});

test('a message whose first record told no count is counted with the one that does', () => {
	const tokens = new TokenCount();
	tokens.count(of('a', 1), true);
	expect(tokens.sum.output).toBe(1);
});
