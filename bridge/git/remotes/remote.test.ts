import { describe, expect, test } from 'vitest';
import { canonicalRemote, rewritten } from './remote.ts';

describe('canonicalRemote', () => {
	test.each(['https://git.acme.dev/a', 'git.acme.dev:a'])(
		'what is longer than any address is no name, and not looked through: %s…',
		(begin) => {
			expect(canonicalRemote(`${begin}${'/'.repeat(60_000)}b`)).toBeUndefined();
		},
	);

	test.each([
		['git@github.com:acme/api.git', 'github.com/acme/api'],
		['git@GitHub.com:Acme/Api.git', 'github.com/acme/api'],
		['https://GitLab.com/Acme/Sub/Api', 'gitlab.com/acme/sub/api'],
		['git@git.acme.dev:Acme/Api.git', 'git.acme.dev/acme/api'],
		['https://Git.Acme.dev/acme/API', 'git.acme.dev/acme/api'],
		['https://mara@dev.azure.com/Acme/Shop/_git/Api', 'dev.azure.com/acme/shop/_git/api'],
		['git@ssh.dev.azure.com:v3/acme/shop/api', 'dev.azure.com/acme/shop/_git/api'],
		['https://acme.visualstudio.com/DefaultCollection/shop/_git/api', 'dev.azure.com/acme/shop/_git/api'],
		['acme@vs-ssh.visualstudio.com:v3/acme/shop/api', 'dev.azure.com/acme/shop/_git/api'],
		['https://dev.azure.com/acme/_git/api', 'dev.azure.com/acme/api/_git/api'],
		['github.com:acme/api', 'github.com/acme/api'],
		['ssh://git@github.com:22/acme/api.git', 'github.com/acme/api'],
		['ssh://git@ssh.github.com:443/acme/api.git', 'github.com/acme/api'],
		['https://github.com/acme/api', 'github.com/acme/api'],
		['https://github.com/acme/api.git/', 'github.com/acme/api'],
		['https://www.github.com/acme/api', 'github.com/acme/api'],
		['git@github.com.:acme/api.git', 'github.com/acme/api'],
		['https://git.acme.dev/scm/SHOP/api.git', 'git.acme.dev/shop/api'],
		['ssh://git@git.acme.dev:7999/SHOP/api.git', 'git.acme.dev/shop/api'],
		['git@git.acme.dev:scm/shop/api.git', 'git.acme.dev/scm/shop/api'],
		['https://mara:ghp_secret@github.com/acme/api.git', 'github.com/acme/api'],
		['https://git.acme.dev:8443/team/sub/api.git', 'git.acme.dev/team/sub/api'],
		['ssh://git@git.acme.dev:2222/team/sub/api.git', 'git.acme.dev/team/sub/api'],
		['git://git.acme.dev/api', 'git.acme.dev/api'],
		['git@git.acme.dev:~mara/api.git', 'git.acme.dev/mara/api'],
		['  https://github.com//acme///api  ', 'github.com/acme/api'],
	])('%s is %s', (url, name) => expect(canonicalRemote(url)).toBe(name));

	test.each([
		'/srv/git/api.git',
		'../api',
		'file:///srv/git/api.git',
		'C:\\git\\api',
		'C:/git/api',
		'',
		'https://',
		'https://github.com/',
		'git@host:',
	])('%j is a place on this machine, or none', (url) => expect(canonicalRemote(url)).toBeUndefined());
});

test('the longest insteadOf rewrites a remote', () => {
	const rules: [string, string][] = [
		['url.git@github.com:.insteadof', 'gh:'],
		['url.https://mirror.acme.dev/.insteadof', 'gh:acme/'],
	];
	expect(rewritten('gh:other/api', rules)).toBe('git@github.com:other/api');
	expect(rewritten('gh:acme/api', rules)).toBe('https://mirror.acme.dev/api');
	expect(rewritten('https://github.com/acme/api', rules)).toBe('https://github.com/acme/api');
});
