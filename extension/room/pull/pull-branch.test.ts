import { describe, expect, test } from 'vitest';
import { REPO } from '../../../testing/sample-room.ts';
import type { SeenPull } from '../../contract/pull.ts';
import { isOnPull, pullUrl, type Seen, withSeen } from './pull-branch.ts';

const pull = {
	repo: REPO,
	number: 7,
	base: 'main',
	head: 'feat/login',
	headRepo: undefined,
	source: 'header' as const,
	files: ['f1', 'f2'],
	isUnmarked: false,
};

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

describe('what is remembered says where it came from', () => {
	const [byHeader, byPayload, byApi] = (['header', 'payload', 'api'] as const).map((source) => ({ ...pull, source })) as unknown as [
		Seen,
		Seen,
		Seen,
	];
	const headsOf = (seen: SeenPull[]) => seen.map(({ head, number, source }) => `#${number} ${head} ${source}`);

	test('a pull request has one head: a better source corrects it, and so does the same again', () => {
		const once = withSeen([], { ...byHeader, head: 'main' });
		expect(headsOf(withSeen(once, byPayload))).toEqual(['#7 feat/login payload']);
		expect(headsOf(withSeen(once, byHeader))).toEqual(['#7 feat/login header']);
		expect(headsOf(withSeen(withSeen(once, byPayload), { ...byApi, head: 'renamed' }))).toEqual(['#7 renamed api']);
	});

	test('a worse one does not', () => {
		const once = withSeen([], byPayload);
		expect(withSeen(once, { ...byHeader, head: 'main' })).toBe(once);
		expect(withSeen(withSeen([], byApi), { ...byPayload, head: 'main' })).toHaveLength(1);
		expect(headsOf(withSeen(once, { ...byHeader, number: 8, head: 'other' }))).toEqual(['#8 other header', '#7 feat/login payload']);
	});

	test('the same from a better source is remembered as that', () => {
		expect(headsOf(withSeen(withSeen([], byHeader), byApi))).toEqual(['#7 feat/login api']);
	});

	test('nothing is remembered of which nobody says how it is known', () => {
		expect(withSeen([], { ...pull, source: undefined })).toEqual([]);
		expect(withSeen([], { ...pull, head: undefined })).toEqual([]);
	});

	test('repositories are the same however an address spells them', () => {
		const once = withSeen([], byPayload);
		expect(withSeen(once, { ...byPayload, repo: REPO.toUpperCase() })).toBe(once);
	});
});
