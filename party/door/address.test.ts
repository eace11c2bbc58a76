import { describe, expect, test } from 'vitest';
import { MESSAGES_BURST } from '../../shared/limits.ts';
import { addressBehindProxy, addressOfPeer, addressOnCloudflare } from './address.ts';
import { Allowances } from './allowances.ts';

const made = new Headers({ 'cf-connecting-ip': '203.0.113.7', 'x-forwarded-for': '198.51.100.1, 198.51.100.2' });

describe('where a request comes from', () => {
	test('[L10] headers count where somebody stands behind them, and there the last word alone', () => {
		const origin = { peer: '192.0.2.1:34182', headers: made };
		expect(addressOfPeer(origin)).toBe('192.0.2.1');
		expect(addressOnCloudflare(origin)).toBe('203.0.113.7');
		expect(addressBehindProxy(origin)).toBe('198.51.100.2');
		expect(addressBehindProxy({ ...origin, headers: new Headers() }), 'a proxy that names nobody').toBe('192.0.2.1');
	});

	test.each([
		['[2001:db8:1:2:3:4:5:6]:443', '2001:db8:1:2::/64'],
		['2001:db8:1:2::9', '2001:db8:1:2::/64'],
		['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
		['[::1]:80', '0:0:0:0::/64'],
		['fe80::1%eth0', 'fe80:0:0:0::/64'],
		['::ffff:192.0.2.1', '192.0.2.1'],
		['[::ffff:192.0.2.1]:80', '192.0.2.1'],
		['', ''],
	])('[L10] %s is %s, however it is written', (peer, address) => {
		expect(addressOfPeer({ peer, headers: made })).toBe(address);
	});
});

describe('allowances', () => {
	test('[L2] are as many as are remembered, and whoever was heard longest ago is forgotten', () => {
		const allowances = new Allowances(3);
		for (let message = 0; message < MESSAGES_BURST; message++) expect(allowances.take('flood', 0)).toBe(true);
		expect([allowances.take('flood', 0), allowances.has('flood', 0)]).toEqual([false, false]);
		for (const sender of ['one', 'two']) allowances.take(sender, 0);
		expect([allowances.size, allowances.has('flood', 0)]).toEqual([3, false]);
		allowances.take('three', 0);
		expect([allowances.size, allowances.has('flood', 0)]).toEqual([3, true]);
	});

	test('[L2] fill again by the second', () => {
		const allowances = new Allowances();
		for (let message = 0; message < MESSAGES_BURST; message++) allowances.take('one', 0);
		expect([allowances.has('one', 49), allowances.has('one', 50)]).toEqual([false, true]);
	});
});
