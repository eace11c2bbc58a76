import { expect, test } from 'vitest';
import { causeOf } from './unreachable-cause.ts';

const withCode = (code: string, options?: ErrorOptions) => Object.assign(new Error(code, options), { code });

test('the cause is found below what `fetch` threw, and of several attempts it is the first', () => {
	const refused = new AggregateError([withCode('ECONNREFUSED'), withCode('ENETUNREACH')], 'all failed');
	expect(causeOf(new TypeError('fetch failed', { cause: refused }))).toMatchObject({ what: 'nothing listens there', isDown: true });
	expect(causeOf(new Error('outer', { cause: new TypeError('fetch failed', { cause: withCode('ENOTFOUND') }) }))?.what).toBe(
		'there is no host of that name',
	);
});

test('what has no words here is undefined, and a chain that bites its tail ends', () => {
	const round = withCode('EODD');
	round.cause = round;
	expect(causeOf(round)).toBeUndefined();
	expect(causeOf('a text')).toBeUndefined();
});
