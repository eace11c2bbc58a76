import { expect, test } from 'vitest';
import { REPO } from '../../testing/sample-room.ts';
import { isOnPull, pullUrl, withSeen } from './pull-branch.ts';

const pull = { repo: REPO, number: 7, base: 'main', head: 'feat/login', headRepo: undefined, files: ['f1', 'f2'], isUnmarked: false };

test('an agent is on a pull request by repository and branch, the fork included', () => {
	expect(isOnPull({ repo: REPO, branch: 'feat/login' }, pull)).toBe(true);
	expect(isOnPull({ repo: REPO, branch: 'main' }, pull)).toBe(false);
	expect(isOnPull({ repo: REPO, branch: undefined }, { ...pull, head: undefined })).toBe(false);
	const forked = { ...pull, headRepo: 'github.com/ada/api' };
	expect(isOnPull({ repo: REPO, branch: 'feat/login', head: 'github.com/ada/api' }, forked)).toBe(true);
	expect(isOnPull({ repo: 'github.com/ada/api', branch: 'feat/login' }, forked)).toBe(true);
	expect(isOnPull({ repo: REPO, branch: 'feat/login' }, forked)).toBe(false);
	expect(isOnPull({ repo: REPO, branch: 'feat/login', head: 'github.com/ada/api' }, pull)).toBe(false);
});

test('an address may spell a repository in another case than its remote does, but never a branch', () => {
	const typed = { ...pull, repo: 'github.com/Acme/API' };
	expect(isOnPull({ repo: REPO, branch: 'feat/login' }, typed)).toBe(true);
	expect(isOnPull({ repo: REPO, branch: 'feat/login', head: 'github.com/Ada/api' }, { ...typed, headRepo: 'github.com/ada/API' })).toBe(
		true,
	);
	expect(isOnPull({ repo: REPO, branch: 'Feat/login' }, typed)).toBe(false);
});

test('a branch leads to the pull request that a page has shown for it last', () => {
	const once = withSeen([], pull);
	expect(withSeen(once, pull)).toBe(once);
	const again = withSeen(once, { ...pull, number: 8 });
	expect(again).toHaveLength(1);
	expect(pullUrl({ repo: REPO, branch: 'feat/login' }, again)).toBe('https://github.com/acme/api/pull/8');
	expect(pullUrl({ repo: REPO, branch: 'main' }, again)).toBeUndefined();
});
