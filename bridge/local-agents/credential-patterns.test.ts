import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stepsOf } from '../../testing/regexp-steps.ts';
import { FORTY, PATTERNS } from './credential-patterns.ts';
import { SUSPICIOUS } from './masking.ts';

/** What the patterns look for and skip: repeated without end it sends a careless one back again and again. */
const BRICKS = [
	...['a', 'A', '0', 'f', 'M', '.', '-', '_', '/', '+', '=', ':', '@', ' ', '"', '--', '://', 'a://', '?', '0x', 'aB3dE5'],
	...['token', 'secret=', 'api key', '--token', 'bearer', 'eyJ', 'eyJaaaaaaaa.', 'sk-live-', 'sig=', 'xapp-1-', 'sha256:', '1:AA'],
	...['hooks.slack.com/services/', 'discord.com/api/webhooks/1/', '-----BEGIN ', 'pylon-join-', 'gho_', 'github_pat_', 'do', 'glrt-'],
];
/** Steps for each character, at the most: where one may skip 400 characters it may go back over them. Over all that it saw it takes a thousand and more. */
const STEPS_MAX = 400;
const LONG = 1_000;

const hostile = fc
	.tuple(fc.array(fc.constantFrom(...BRICKS), { minLength: 1, maxLength: 4 }), fc.constantFrom('', '!', '@', '='))
	.map(([wall, end]) => wall.join('').repeat(LONG).slice(0, LONG) + end);

describe('[A13] looking for credentials takes steps in proportion to the text', () => {
	const patterns = [SUSPICIOUS, FORTY, ...PATTERNS.map(([pattern]) => pattern)];

	test.each(BRICKS.map((brick) => [brick]))('of nothing but %j', (brick) => {
		const text = brick.repeat(LONG).slice(0, LONG);
		for (const pattern of patterns) expect(stepsOf(pattern, text) / text.length, String(pattern)).toBeLessThan(STEPS_MAX);
	});

	test('whatever it is made of', () => {
		fc.assert(
			fc.property(hostile, (text) => {
				for (const pattern of patterns) expect(stepsOf(pattern, text) / text.length, String(pattern)).toBeLessThan(STEPS_MAX);
			}),
			{ numRuns: 40 },
		);
	});

	test('a pattern that goes back again and again is found out, and one that matches takes what it must', () => {
		expect(stepsOf(/a*b/, 'a'.repeat(LONG)) / LONG).toBeGreaterThan(STEPS_MAX);
		expect(stepsOf(/(?:a|a)*b/, 'a'.repeat(12))).toBeGreaterThan(2 ** 12);
		expect(stepsOf(/a/, 'a')).toBeLessThan(6);
	});
});
