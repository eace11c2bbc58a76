import { expect, test } from 'vitest';
import { REPO } from '../../testing/sample-room.ts';
import { pullFacts } from './pull.ts';

test('what a page says is checked: no more than names and digests', () => {
	const facts = { repo: REPO, files: ['a'.repeat(64)], isUnmarked: false };
	expect(pullFacts.safeParse(facts).success).toBe(true);
	expect(pullFacts.safeParse({ ...facts, files: ['src/a.ts'] }).success).toBe(false);
	expect(pullFacts.safeParse({ ...facts, title: 'x' }).success).toBe(false);
});
