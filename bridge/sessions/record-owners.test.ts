import { describe, expect, test } from 'vitest';
import { RecordOwners } from './record-owners.ts';

describe('RecordOwners', () => {
	test('[A4] the first to claim a key keeps it, through growth and others being released', () => {
		const owners = new RecordOwners();
		for (let i = 0; i < 5000; i++) expect(owners.claim(`key ${i}`, 1 + (i % 3))).toBeUndefined();
		for (let i = 0; i < 5000; i++) expect(owners.claim(`key ${i}`, 9)).toBe(1 + (i % 3));
		owners.release(new Set([2]));
		for (let i = 0; i < 5000; i++) expect(owners.claim(`key ${i}`, 9)).toBe(i % 3 === 1 ? undefined : 1 + (i % 3));
	});
});
