import { describe, expect, test } from 'vitest';
import { refusedDelayMs, retryDelayMs } from './retry.ts';

const CLIENTS = 500;

/** Repeatable, between 0 and 1. https://en.wikipedia.org/wiki/Linear_congruential_generator, the numbers of Numerical Recipes. */
function randoms(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}

/** When each of many clients, cut off at 0, tries again, in ms, until the first attempt from `upAt` on. Where nothing listens it fails at once. */
function attempts(upAt: number): { all: number[]; last: number[] } {
	const random = randoms(upAt);
	const all: number[] = [];
	const last = Array.from({ length: CLIENTS }, () => {
		let at = 0;
		for (let attempt = 0; attempt === 0 || at < upAt; attempt++) {
			at += retryDelayMs(attempt, random());
			all.push(at);
		}
		return at;
	});
	return { all, last };
}

/** The most of them within any stretch of `widthMs`. */
function crowd(times: number[], widthMs: number): number {
	const sorted = times.toSorted((one, other) => one - other);
	let first = 0;
	return sorted.reduce((most, time, index) => {
		while (time - (sorted[first] ?? time) > widthMs) first++;
		return Math.max(most, index - first + 1);
	}, 0);
}

describe('coming back', () => {
	test.each([1_000, 5_000, 20_000, 60_000, 180_000])(
		'[F8] whoever was cut off %d ms ago tries within 3 s once the server is back',
		(upAt) => {
			expect(Math.max(...attempts(upAt).last) - upAt).toBeLessThanOrEqual(3_000);
		},
	);

	test.each([5_000, 20_000, 60_000])(
		'[F8] 500 clients that wait for %d ms are no storm: at no moment do more than a tenth come at once',
		(upAt) => {
			const { all, last } = attempts(upAt);
			expect(crowd(last, 50)).toBeLessThan(CLIENTS / 10);
			const settled = all.filter((time) => time > 3_000);
			expect(crowd(settled, 50)).toBeLessThan(CLIENTS / 10);
		},
	);

	test('[F8] waits grow once many attempts were in vain, to half a minute and no further', () => {
		expect([0, 1, 2, 3, 100, 200, 1_000, 10_000].map((attempt) => retryDelayMs(attempt, 1))).toEqual([
			1_000, 2_000, 3_000, 3_000, 3_000, 6_000, 30_000, 30_000,
		]);
		expect(retryDelayMs(10_000, 0)).toBe(15_000);
	});

	test('[F8] a server that says no for now is asked less and less', () => {
		expect([1, 2, 3, 4, 5, 6, 100].map((times) => refusedDelayMs(times, 1))).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
		expect(refusedDelayMs(1, 0)).toBe(500);
	});
});
