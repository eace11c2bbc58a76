import { expect, test } from 'vitest';
import { durationWords, parseDuration } from './duration.ts';

const MINUTE = 60_000;

test.each([
	['30m', 30 * MINUTE],
	['2h', 120 * MINUTE],
	['7d', 7 * 1440 * MINUTE],
	['2w', 14 * 1440 * MINUTE],
])('%s is read', (text, ms) => expect(parseDuration(text, '--since')).toBe(ms));

test.each(['', '7', 'd', '0d', '-1d', '1y', '1.5h', '99999999d'])('“%s” is refused with the flag', (text) => {
	expect(() => parseDuration(text, '--since')).toThrow(expect.objectContaining({ hint: expect.stringContaining('--since') }));
});

test.each([
	[7 * 1440 * MINUTE, '7 days'],
	[7 * 1440 * MINUTE - 5, '7 days'],
	[24 * 60 * MINUTE, '1 day'],
	[36 * 60 * MINUTE, '36 hours'],
	[10 * MINUTE - 40, '10 minutes'],
	[90 * MINUTE, '90 minutes'],
	[1_000, '1 second'],
])('%i ms are %s', (ms, words) => expect(durationWords(ms)).toBe(words));
