import fc from 'fast-check';
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
		['https://git.acme.dev/scm/SHOP/api.git/', 'git.acme.dev/shop/api'],
		['https://git.acme.dev/bitbucket/scm/SHOP/api.git', 'git.acme.dev/shop/api'],
		['https://github.com/Acme/Api.GIT', 'github.com/acme/api'],
		['mara@acme.com@git.acme.dev:team/api.git', 'git.acme.dev/team/api'],
		['[git@github.com:22]:acme/api.git', 'github.com/acme/api'],
		['git@[github.com]:acme/api.git', 'github.com/acme/api'],
		['git@[2001:DB8:0:0::1]:acme/api', '[2001:db8::1]/acme/api'],
		['ssh://git@[2001:db8::1]:22/acme/api', '[2001:db8::1]/acme/api'],
		['https://b\u00fccher.example/acme/api', 'xn--bcher-kva.example/acme/api'],
		['git@B\u00dcCHER.example:acme/api', 'xn--bcher-kva.example/acme/api'],
		['ssh://git@b\u00fccher.example/acme/api', 'xn--bcher-kva.example/acme/api'],
		['git@git.acme.dev:acme/cafe\u0301', 'git.acme.dev/acme/caf\u00e9'],
		['git@ssh.dev.azure.com:v3/acme/My%20Shop/api', 'dev.azure.com/acme/my shop/_git/api'],
		['https://dev.azure.com/acme/shop/_git/_full/api', 'dev.azure.com/acme/shop/_git/api'],
		['ssh://acme@acme.visualstudio.com:22/DefaultCollection/shop/_ssh/api', 'dev.azure.com/acme/shop/_git/api'],
		['ssh://tfs.acme.dev:22/tfs/DefaultCollection/shop/_ssh/api', 'tfs.acme.dev/tfs/defaultcollection/shop/_git/api'],
		['codecommit::eu-west-1://work@Api', 'git-codecommit.eu-west-1.amazonaws.com/v1/repos/api'],
		['codecommit::cn-north-1://Api', 'git-codecommit.cn-north-1.amazonaws.com.cn/v1/repos/api'],
		['gcrypt::git@github.com:acme/api', 'github.com/acme/api'],
		['hg::https://mara:secret@hg.acme.dev/api', 'hg.acme.dev/api'],
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
		'ext::ssh -i key git@github.com %S acme/api',
		'fd::17/acme:api',
		'helper::/srv/git/api',
		'codecommit://work@Api',
		'one::two::three::git@github.com:acme/api',
		'https://mara:pa/ss@github.com/acme/api',
	])('%j is a place on this machine, or none', (url) => expect(canonicalRemote(url)).toBeUndefined());
});

test('nothing of a user or a password is in a name, however the remote is spelled', () => {
	const user = fc.constantFrom('mara', 'mara@acme.dev', 'SECRET', 'mara:SECRET', 'mara@acme.dev:SECRET', ':SECRET', 'a:SECRET@b', '');
	const spelled = fc.constantFrom(
		...['https://U@git.acme.dev/a/b', 'git+ssh://U@git.acme.dev/a/b', 'hg::http://U@git.acme.dev/a/b', 'U@git.acme.dev:a/b'],
		...['[U@git.acme.dev:22]:a/b', 'codecommit::eu-west-1://U@b', 'U@[2001:db8::1]:a/b', 'x::y::https://U@git.acme.dev/a'],
		...['ssh://U@git.acme.dev:x/a/b', 'foo::bar://U@git.acme.dev/a', 'ext::https://U@git.acme.dev/a/b'],
	);
	fc.assert(
		fc.property(user, spelled, (given, address) => {
			expect(canonicalRemote(address.replace('U', given)) ?? '').not.toMatch(/secret|mara|@/);
		}),
	);
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
