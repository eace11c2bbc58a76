/** What is made of the proxies that an environment names. */
import { describe, expect, test } from 'vitest';
import { liesIn, proxiesOf, proxyFor } from './proxies.ts';

describe('proxies', () => {
	test.each([
		[{ HTTPS_PROXY: 'http://one:1' }, 'http://one:1', undefined],
		[{ https_proxy: ' http://one:1 ' }, 'http://one:1', undefined],
		[{ HTTPS_PROXY: '', http_proxy: 'http://two:2' }, undefined, 'http://two:2'],
		[{ ALL_PROXY: 'http://all:3', HTTP_PROXY: 'http://two:2' }, 'http://all:3', 'http://two:2'],
		[{ all_proxy: 'socks5h://all:1080' }, 'socks5://all:1080', 'socks5://all:1080'],
		[{ HTTPS_PROXY: 'proxy.acme.dev:3128' }, 'http://proxy.acme.dev:3128', undefined],
		[{ HTTPS_PROXY: '10.0.0.1:3128' }, 'http://10.0.0.1:3128', undefined],
		[{ HTTPS_PROXY: 'jake:p%40ss@proxy:3128' }, 'http://jake:p%40ss@proxy:3128', undefined],
		[{}, undefined, undefined],
	])('%j', (env, https, http) => {
		const found = proxiesOf(env);
		expect([found.https?.address, found.http?.address, found.unusable]).toEqual([https, http, []]);
	});

	test.each(['ftp://proxy', 'not an address', 'http://', 'http://jake:p#ss@proxy:3128', 'http://jake:50%@proxy'])(
		'%s is none, and only its variable is told',
		(value) => {
			expect(proxiesOf({ https_proxy: value })).toMatchObject({ https: undefined, unusable: ['https_proxy'] });
		},
	);
});

test.each([
	[{ HTTPS_PROXY: 'http://one:1', https_proxy: 'http://two:2', ALL_PROXY: 'http://all:3' }, 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'],
	[{ https_proxy: 'http://one:1', http_proxy: 'http://two:2', no_proxy: 'a.example' }, 'https_proxy', 'http_proxy', 'no_proxy'],
	[{ all_proxy: 'http://all:3', NO_PROXY: 'a.example' }, 'all_proxy', 'all_proxy', 'NO_PROXY'],
	[{ HTTP_PROXY: 'http://two:2' }, undefined, 'HTTP_PROXY', 'NO_PROXY'],
])('each knows the variable that names it, as it is spelled: %j', (env, https, http, past) => {
	const found = proxiesOf(env);
	expect([found.https?.variable, found.http?.variable, found.past.variable]).toEqual([https, http, past]);
	expect(proxyFor(found, 'https://relay.example')?.variable).toBe(https);
	expect(proxyFor(found, 'http://relay.example')?.variable).toBe(http);
});

const past = (no_proxy: string) => proxiesOf({ no_proxy }).past;

describe('hosts without one', () => {
	test('names and addresses as Node takes them, between commas, spaces or both', () => {
		const named = 'a.example, .b.example;*.c.example d.example.:8443,10.0.0.1:80,FD00:0::1,[fd00::2]:8443';
		const { hosts } = past(named);
		expect(hosts.slice(0, -3)).toEqual([
			...['a.example', '.b.example', '*.c.example', 'd.example:8443', '10.0.0.1:80'],
			...['[fd00::1]', '[fd00::2]:8443'],
		]);
		expect(hosts.slice(-3)).toEqual(['localhost', '127.0.0.1', '[::1]']);
	});

	test('a star means all, wherever it stands', () => {
		expect(past('*').all).toBe(true);
		expect(past('a.example, *').all).toBe(true);
		expect(past('*.example').all).toBe(false);
	});

	test('networks hold the addresses that lie in them, and no names', () => {
		const networks = past('10.0.0.0/8,fd00::/8,[2001:db8::]/32,1.2.3.4/99');
		const inside = ['10.9.8.7', '[fd12::1]', '[2001:db8:1::]', '127.0.0.2'];
		for (const host of inside) expect(liesIn(networks, host)).toBe(true);
		for (const host of ['11.0.0.1', '[fe80::1]', '1.2.3.4', 'ten.example']) expect(liesIn(networks, host)).toBe(false);
	});
});
