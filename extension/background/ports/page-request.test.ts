/** What comes from pages is checked before it is used. */
import { expect, test } from 'vitest';
import { hostOf, requestOf } from './page-request.ts';

test('a page asks for repositories, tells of a pull request, or opens the panel: nothing else is heard', () => {
	const heard = (message: unknown) => requestOf(message, 'github.com') !== undefined;
	expect(heard({ type: 'watch', repos: ['github.com/acme/api'] })).toBe(true);
	expect(heard({ type: 'watch', repos: [] })).toBe(true);
	expect(heard({ type: 'watch', repos: Array.from({ length: 51 }, (_, index) => `github.com/acme/${index}`) })).toBe(false);
	expect(heard({ type: 'pull' })).toBe(true);
	expect(heard({ type: 'pull', pull: { repo: 'github.com/acme/api', files: [], isUnmarked: true } })).toBe(true);
	expect(heard({ type: 'open-panel', focus: { path: 'a.ts' } })).toBe(true);
	expect(heard({ type: 'pair', token: 'x' })).toBe(false);
	expect(heard({ type: 'watch', repos: [`github.com/${'x'.repeat(1_000)}`] })).toBe(false);
	expect(heard({ type: 'pull', pull: { repo: 'github.com/acme/api', files: ['../../etc'], isUnmarked: true } })).toBe(false);
});

test('a tab asks for repositories of its own host alone, which is the one that the browser names', () => {
	const GHE = 'git.acme.dev';
	const heard = (host: string, message: unknown) => requestOf(message, host) !== undefined;
	const pull = (repo: string, headRepo?: string) => ({ type: 'pull', pull: { repo, headRepo, files: [], isUnmarked: false } });
	for (const [host, other] of [['github.com', GHE] as const, [GHE, 'github.com'] as const]) {
		expect(heard(host, { type: 'watch', repos: [`${host}/acme/api`] })).toBe(true);
		expect(heard(host, { type: 'watch', repos: [`${host.toUpperCase()}/acme/api`] })).toBe(true);
		expect(heard(host, pull(`${host}/acme/api`, `${host}/ada/api`))).toBe(true);
		for (const repo of [`${other}/acme/api`, 'local/api@0123456789ab', `${host}.evil.dev/acme/api`, host, '', '/']) {
			expect([repo, heard(host, { type: 'watch', repos: [repo] })]).toEqual([repo, false]);
			expect([repo, heard(host, { type: 'watch', repos: [`${host}/acme/api`, repo] })]).toEqual([repo, false]);
			expect([repo, heard(host, pull(repo))]).toEqual([repo, false]);
			expect([repo, heard(host, pull(`${host}/acme/api`, repo))]).toEqual([repo, false]);
		}
	}
});

test.for([
	[{ url: 'https://github.com/acme/api/pull/7' }, 'github.com'],
	[{ url: 'https://github.com/', origin: 'https://github.com' }, 'github.com'],
	[{ url: 'https://git.acme.dev:8443/acme/api' }, 'git.acme.dev'],
	[{ url: 'https://github.com@evil.dev/acme' }, 'evil.dev'],
	[{ url: 'https://github.com/', origin: 'https://evil.dev' }, 'evil.dev'],
	[{ url: 'https://github.com/', origin: 'null' }, undefined],
	[{ url: 'http://github.com/acme/api' }, undefined],
	[{ url: 'file:///home/jake/github.com/acme/api' }, undefined],
	[{ url: 'about:blank' }, undefined],
	[{ url: 'data:text/html,github.com' }, undefined],
	[{}, undefined],
	[undefined, undefined],
] as const)('a sender at %j is of the host %s', ([sender, host]) => {
	expect(hostOf(sender)).toBe(host);
});
