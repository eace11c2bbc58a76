import { describe, expect, test } from 'vitest';
import { Allowance } from '../door/allowance.ts';
import type { KeptInvite, Link } from '../store.ts';
import { inviteRefusal, inviteState, linkRefusal, useOnce } from './invites.ts';

const invite: KeptInvite = {
	inviteId: '01234567',
	hash: '0'.repeat(64),
	role: 'member',
	createdBy: 'jake',
	createdAt: 0,
	expiresAt: 1_000,
	usesLeft: 2,
	revoked: false,
};

describe('invites', () => {
	test('[R7] are of use until the moment that they expire', () => {
		expect([inviteState(invite, 999), inviteState(invite, 1_000)]).toEqual(['open', 'expired']);
		expect(inviteRefusal(invite, 999)).toBeUndefined();
	});

	test('[R7] count their uses, unless there is no end to them', () => {
		const once = useOnce(invite);
		expect([inviteState(once, 0), inviteState(useOnce(once), 0)]).toEqual(['open', 'used-up']);
		expect(inviteState(useOnce({ ...invite, usesLeft: 'unlimited' }), 0)).toBe('open');
	});

	test('what counts first: that it was revoked, then that it was used, then that it is old', () => {
		expect(inviteRefusal({ ...invite, revoked: true, usesLeft: 0 }, 2_000)).toBe('invite-revoked');
		expect(inviteRefusal({ ...invite, usesLeft: 0 }, 2_000)).toBe('invite-used-up');
		expect(inviteRefusal(undefined, 0)).toBe('invite-unknown');
	});
});

describe('links', () => {
	const link: Link = { hash: '0'.repeat(64), operatorId: 'jake', expiresAt: 600_000, used: false };

	test('[R8] let in once, within their time', () => {
		expect(linkRefusal(link, 599_999)).toBeUndefined();
		expect([linkRefusal(link, 600_000), linkRefusal({ ...link, used: true }, 0), linkRefusal(undefined, 0)]).toEqual([
			'link-expired',
			'link-expired',
			'link-unknown',
		]);
	});
});

describe('an allowance', () => {
	const takes = (allowance: Allowance, times: number, now: number) =>
		Array.from({ length: times }, () => allowance.take(now)).filter(Boolean).length;

	test('[L2] is sixty at once and twenty a second, and never more than sixty', () => {
		const allowance = new Allowance(0);
		expect([takes(allowance, 100, 0), takes(allowance, 100, 1_000), takes(allowance, 100, 1_050), takes(allowance, 200, 60_000)]).toEqual([
			60, 20, 1, 60,
		]);
	});

	test('[L2] counts what was refused in a row', () => {
		const allowance = new Allowance(0);
		takes(allowance, 70, 0);
		expect(allowance.refused).toBe(10);
		allowance.take(1_000);
		expect(allowance.refused).toBe(0);
	});

	test('a clock that is set back earns nothing', () => {
		const allowance = new Allowance(1_000);
		takes(allowance, 60, 1_000);
		expect([allowance.take(0), allowance.take(1_000), allowance.take(1_050)]).toEqual([false, false, true]);
	});
});
