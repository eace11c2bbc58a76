import { describe, expect, test } from 'vitest';
import { CLOSE, REFUSALS } from './refusal.ts';
import { refusal } from './refusal-name.ts';

describe('refusals', () => {
	test('[R9] each says what happened and what to do, in a sentence', () => {
		for (const [name, { message, hint }] of Object.entries(REFUSALS)) {
			for (const text of [message, hint]) expect([name, text]).toEqual([name, expect.stringMatching(/^[A-Z`].*\.$/)]);
			for (const text of [message, hint]) expect(text).not.toMatch(/!|oops|please/i);
		}
	});

	test('[R9] the list is closed', () => {
		expect(refusal.options).toEqual(Object.keys(REFUSALS));
		expect(refusal.safeParse('something-else').success).toBe(false);
	});

	test('close codes are an application’s own, each once, each explained', () => {
		const codes = Object.values(CLOSE).map(({ code }) => code);
		expect(new Set(codes).size).toBe(codes.length);
		for (const close of Object.values(CLOSE)) {
			expect(close.code).toBeGreaterThanOrEqual(4_000);
			expect(close.code).toBeLessThan(5_000);
			expect(REFUSALS).toHaveProperty(close.refusal);
		}
	});
});
