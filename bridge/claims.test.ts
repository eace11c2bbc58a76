import { describe, expect, test } from 'vitest';
import { Claims } from './claims.ts';

describe('Claims', () => {
	test('[A4] the first to claim a key keeps it, through growth and others being released', () => {
		const claims = new Claims();
		for (let i = 0; i < 5000; i++) expect(claims.claim(`key ${i}`, 1 + (i % 3))).toBe(1 + (i % 3));
		for (let i = 0; i < 5000; i++) expect(claims.claim(`key ${i}`, 9)).toBe(1 + (i % 3));
		claims.release(new Set([2]));
		for (let i = 0; i < 5000; i++) expect(claims.claim(`key ${i}`, 9)).toBe(i % 3 === 1 ? 9 : 1 + (i % 3));
	});
});
