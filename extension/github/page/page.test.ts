import { expect, test } from 'vitest';
import { pageAt } from './page.ts';

const at = (path: string, host = 'https://github.com') => pageAt(new URL(path, host));

test.each([
	['/acme/api/pull/7', 'conversation'],
	['/acme/api/pull/7/', 'conversation'],
	['/acme/api/pull/7/files', 'files'],
	['/acme/api/pull/7/changes', 'files'],
	['/acme/api/pull/7/changes/1dbe0b1#diff-0', 'files'],
	['/acme/api/pull/7/commits', 'other'],
	['/acme/api/pull/7/commits/1dbe0b1', 'files'],
	['/acme/api/pull/7/checks', 'other'],
])('%s is a pull request, its tab %s', (path, tab) => {
	expect(at(path)).toEqual({ kind: 'pull', repo: 'github.com/acme/api', number: 7, tab });
});

test('a file view keeps branch and path together, since a branch may hold slashes', () => {
	expect(at('/acme/api/blob/feat/x/src/a%20b.ts')).toEqual({
		kind: 'file',
		repo: 'github.com/acme/api',
		refAndPath: 'feat/x/src/a b.ts',
	});
});

test.each(['main...dev', 'main...bea:docs/sign-in', 'main...bea:api-fork:docs', 'main..1dbe0b1'])(
	'%s is compared in the repository of the address',
	(range) => {
		expect(at(`/acme/api/compare/${range}`)).toEqual({ kind: 'compare', repo: 'github.com/acme/api' });
	},
);

test('an Enterprise host names its own repositories', () => {
	expect(at('/acme/api/pulls', 'https://git.acme.dev')).toEqual({ kind: 'pulls', repo: 'git.acme.dev/acme/api' });
});

test.each(['/pulls', '/pulls/', '/pulls/inbox', '/pulls/authored?q=is%3Aopen', '/pulls/review-requested/7'])(
	'%s lists pull requests of whatever repositories',
	(path) => {
		expect(at(path)).toEqual({ kind: 'all-pulls', host: 'github.com' });
		expect(at(path, 'https://git.acme.dev')).toEqual({ kind: 'all-pulls', host: 'git.acme.dev' });
	},
);

test('a merge queue is of a repository, whatever its branch is called', () => {
	expect(at('/acme/api/queue/main')).toEqual({ kind: 'queue', repo: 'github.com/acme/api' });
	expect(at('/acme/api/queue/release/1.0')).toEqual({ kind: 'queue', repo: 'github.com/acme/api' });
});

test.each([
	'/',
	'/acme',
	'/acme/api',
	'/acme/api/issues/7',
	'/acme/api/pull/new',
	'/acme/api/pull/07',
	'/acme/api/queue',
	'/acme/api/queue/',
	'/orgs/acme/pulls/x',
	'/a/b/blob/main',
	'/%E0%A4%A/x/y',
])('%s is none of ours', (path) => {
	expect(at(path)).toBeUndefined();
});
