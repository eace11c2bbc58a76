import { describe, expect, test } from 'vitest';
import { gitVersion, isOldGit } from './installed.ts';

describe('a version of git', () => {
	test.each([
		['2.30.2', false],
		['2.39.5', false],
		['2.50.1 (Apple Git-155)', false],
		['2.100.0', false],
		['10.0.0', false],
		['2.29.3', true],
		['2.9.1.windows.1', true],
		['1.8.3', true],
	])('%s is too old: %s', (version, isOld) => expect(isOldGit(version)).toBe(isOld));

	test('is what git prints, and none where there is no git', async () => {
		expect(await gitVersion({ PATH: process.env.PATH })).toMatch(/^\d+\.\d+/);
		expect(await gitVersion({ PATH: '' })).toBeUndefined();
	});
});
