import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEVICES_PER_OPERATOR, LINKS_PER_OPERATOR } from '../../shared/limits.ts';
import { PALETTE } from '../../shared/names.ts';
import { callRelay } from '../../shared/relay.ts';
import {
	CREATE_KEY,
	joinAs,
	newSlug,
	openRoom,
	type Person,
	person,
	refusalFrom,
	type TriedRelay,
	tryRelay,
	until,
} from '../../testing/try-relay.ts';

let relay: TriedRelay;
let admin: Person;
beforeAll(async () => {
	relay = await tryRelay();
});
beforeAll(async () => {
	admin = await openRoom(relay.url, 'Jake');
});
afterAll(() => relay.stop());

const guest = (room: string) => callRelay({ server: relay.url, room });

describe('invites', () => {
	test('[R7] of twenty who use a single-use invite at once, exactly one gets in', async () => {
		for (let round = 0; round < 5; round++) {
			const { secret } = await admin.call.invite.create.mutate({});
			const before = await admin.call.operator.list.query();
			const results = await Promise.allSettled(
				Array.from({ length: 20 }, (_, index) =>
					guest(admin.room).invite.accept.mutate({ secret, name: `Racer ${round}-${index}`, device: 'laptop' }),
				),
			);
			expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
			const refusals = await Promise.all(
				results.filter((result) => result.status === 'rejected').map((result) => refusalFrom(Promise.reject(result.reason))),
			);
			expect(new Set(refusals)).toEqual(new Set(['invite-used-up']));
			expect(await admin.call.operator.list.query()).toHaveLength(before.length + 1);
			await new Promise((resolve) => setTimeout(resolve, 1_000)); // The allowance of strangers fills up again.
		}
	});

	test('[R7] of many who use one with three uses at once, three get in', async () => {
		const { secret } = await admin.call.invite.create.mutate({ uses: 3 });
		const results = await Promise.allSettled(
			Array.from({ length: 12 }, (_, index) =>
				guest(admin.room).invite.accept.mutate({ secret, name: `Runner ${index}`, device: 'laptop' }),
			),
		);
		expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(3);
	});

	test('its holder is told whether it is unknown, revoked, used up or expired', async () => {
		const room = await openRoom(relay.url);
		const accept = (secret: string) => refusalFrom(guest(room.room).invite.accept.mutate({ secret, name: 'Eve', device: 'laptop' }));
		const preview = (secret: string) => refusalFrom(guest(room.room).invite.preview.query({ secret }));

		expect(await accept('A'.repeat(22))).toBe('invite-unknown');
		const revoked = await room.call.invite.create.mutate({});
		await room.call.invite.revoke.mutate({ inviteId: revoked.inviteId });
		expect([await accept(revoked.secret), await preview(revoked.secret)]).toEqual(['invite-revoked', 'invite-revoked']);
		const used = await room.call.invite.create.mutate({});
		await guest(room.room).invite.accept.mutate({ secret: used.secret, name: 'Eve', device: 'laptop' });
		expect([await accept(used.secret), await preview(used.secret)]).toEqual(['invite-used-up', 'invite-used-up']);
		const expired = await room.call.invite.create.mutate({ expiresInMs: 1 });
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect([await accept(expired.secret), await preview(expired.secret)]).toEqual(['invite-expired', 'invite-expired']);

		const states = (await room.call.invite.list.query()).map((invite) => [invite.inviteId, invite.state]);
		expect(Object.fromEntries(states)).toEqual({
			[revoked.inviteId]: 'revoked',
			[used.inviteId]: 'used-up',
			[expired.inviteId]: 'expired',
		});
	});

	test('[R7] it lasts seven days and one use unless its maker says otherwise', async () => {
		const room = await openRoom(relay.url);
		const plain = await room.call.invite.create.mutate({});
		expect(plain).toMatchObject({ role: 'member', usesLeft: 1, expiresAt: plain.createdAt + 7 * 24 * 60 * 60 * 1_000 });
		const other = await room.call.invite.create.mutate({ role: 'admin', uses: 'unlimited', expiresInMs: 1_000 });
		expect(other).toMatchObject({ role: 'admin', usesLeft: 'unlimited', expiresAt: other.createdAt + 1_000 });
		for (const name of ['One', 'Two']) await guest(room.room).invite.accept.mutate({ secret: other.secret, name, device: 'laptop' });
		expect((await room.call.operator.list.query()).map((operator) => operator.role)).toEqual(['admin', 'admin', 'admin']);
		expect(JSON.stringify(await room.call.invite.list.query())).not.toContain(plain.secret);
	});

	test('a preview tells what one is invited to', async () => {
		const { secret } = await admin.call.invite.create.mutate({ role: 'admin' });
		expect(await guest(admin.room).invite.preview.query({ secret })).toMatchObject({ room: admin.room, role: 'admin', invitedBy: 'Jake' });
	});

	test('those of an admin who is removed are of no use', async () => {
		const room = await openRoom(relay.url);
		const second = await joinAs(room, relay.url, 'Second', 'admin');
		const { secret } = await second.call.invite.create.mutate({ role: 'admin', uses: 'unlimited' });
		await room.call.operator.remove.mutate({ operatorId: second.operatorId });
		expect(await refusalFrom(guest(room.room).invite.accept.mutate({ secret, name: 'Second', device: 'laptop' }))).toBe('invite-revoked');
	});

	test('those of an admin who is made a member are of no use', async () => {
		const room = await openRoom(relay.url);
		const second = await joinAs(room, relay.url, 'Second', 'admin');
		const { secret } = await second.call.invite.create.mutate({ role: 'admin', uses: 'unlimited' });
		await room.call.operator.setRole.mutate({ operatorId: second.operatorId, role: 'member' });
		expect(await refusalFrom(guest(room.room).invite.accept.mutate({ secret, name: 'Back', device: 'laptop' }))).toBe('invite-revoked');
	});
});

describe('operators', () => {
	test('[R3] ids come from names, in Latin letters and digits', async () => {
		const room = await openRoom(relay.url, 'Jake');
		const ids = [];
		for (const name of ['Jake 2', 'Zoë Ünal', '田中', '李']) ids.push((await joinAs(room, relay.url, name)).operatorId);
		expect(ids).toEqual(['jake-2', 'zoe-unal', 'operator', 'operator-2']);
	});

	test.each([
		['nothing', ''],
		['white space', '   '],
		['500 characters', 'a'.repeat(500)],
		['a control character', 'ab\u0000c'],
		['a mark that turns the line', 'ab\u202Ecd'],
		['a zero-width space', 'a\u200Bb'],
		['a Hangul filler', '\u3164'],
		['a filler between letters', 'Jake\u115f'],
		['blank Braille', '\u2800\u2800'],
		['a tag', 'Jake\u{e0041}'],
		['a selector of variants', 'Jake\u{e0101}'],
		['punctuation alone', '—'],
		['marks alone', '\u0301\u0302'],
		['a heap of marks', `J${'\u0301\u0316'.repeat(4)}ake`],
	])('[R2] a name of %s is refused wherever one is chosen, and costs nothing', async (_, name) => {
		const room = await openRoom(relay.url);
		const { secret } = await room.call.invite.create.mutate({});
		expect(await refusalFrom(guest(room.room).invite.accept.mutate({ secret, name, device: 'laptop' }))).toBe('name-unfit');
		expect(await refusalFrom(room.call.operator.update.mutate({ name }))).toBe('name-unfit');
		const slug = newSlug();
		const open = (as: string) => guest(slug).room.create.mutate({ name: as, device: 'laptop', createKey: CREATE_KEY });
		expect(await refusalFrom(open(name))).toBe('name-unfit');
		expect((await guest(room.room).invite.accept.mutate({ secret, name: 'Mara', device: 'laptop' })).operator.name).toBe('Mara');
		expect((await open('Mara')).operator.name).toBe('Mara');
	});

	test('[R2] what is kept of a name is its text: composed, without white space around it', async () => {
		const joined = await joinAs(admin, relay.url, '  Jose\u0301   Luis \u2764\ufe0f');
		expect((await joined.call.room.get.query()).you.name).toBe('José Luis ❤');
	});

	test.each([
		['the same', 'Jake'],
		['in another case', 'JAKE'],
		['with a Cyrillic letter', 'Jаke'],
		['all in Cyrillic capitals', 'ЈАКЕ'],
		['in full width', 'Ｊａｋｅ'],
		['in mathematical letters', '𝐉𝐚𝐤𝐞'],
		['with a variation selector', 'Ja\ufe0fke'],
	])('[R12] a name that somebody has is nobody else’s: %s', async (_, name) => {
		const room = await openRoom(relay.url, 'Jake');
		const { secret } = await room.call.invite.create.mutate({});
		const accept = (as: string) => guest(room.room).invite.accept.mutate({ secret, name: as, device: 'laptop' });
		expect(await refusalFrom(accept(name))).toBe('name-taken');
		const mara = person(relay.url, await accept('Mara'));
		expect(await refusalFrom(mara.call.operator.update.mutate({ name }))).toBe('name-taken');
		// One's own may be written another way.
		expect((await room.call.operator.update.mutate({ name: 'JAKE' })).operatorId).toBe('jake');
	});

	test('[R12] names that only resemble each other are different ones', async () => {
		const room = await openRoom(relay.url, 'Jose');
		for (const name of ['José', 'Josef', 'Jo se', 'Иосиф']) expect((await joinAs(room, relay.url, name)).operatorId).not.toBe('jose');
	});

	test('[R4] colours are unique while the palette lasts', async () => {
		const room = await openRoom(relay.url);
		for (let index = 1; index < PALETTE.length; index++) {
			await joinAs(room, relay.url, `Member ${index}`);
			await new Promise((resolve) => setTimeout(resolve, 60)); // Strangers share an allowance of 20 calls a second.
		}
		const colors = (await room.call.operator.list.query()).map((operator) => operator.color);
		expect(colors).toEqual([...PALETTE]);
		const last = await joinAs(room, relay.url, 'One more');
		expect((await last.call.room.get.query()).you.color).toBe(PALETTE[0]);
		expect((await last.call.operator.update.mutate({ color: PALETTE[3] })).color).toBe(PALETTE[3]);
	});

	test('[R4] nobody takes another one’s colour', async () => {
		const room = await openRoom(relay.url);
		const other = await joinAs(room, relay.url, 'Other');
		expect(await refusalFrom(other.call.operator.update.mutate({ color: PALETTE[0] }))).toBe('color-taken');
		expect(await other.call.operator.update.mutate({ color: PALETTE[5], name: 'Renamed' })).toMatchObject({
			operatorId: 'other',
			name: 'Renamed',
			color: PALETTE[5],
		});
	});

	test('[R5] a room always keeps an admin', async () => {
		const room = await openRoom(relay.url);
		const other = await joinAs(room, relay.url, 'Other');
		const own = { operatorId: room.operatorId };
		expect(await refusalFrom(room.call.operator.leave.mutate())).toBe('last-admin');
		expect(await refusalFrom(room.call.operator.remove.mutate(own))).toBe('last-admin');
		expect(await refusalFrom(room.call.operator.setRole.mutate({ ...own, role: 'member' }))).toBe('last-admin');
		expect(await refusalFrom(room.call.device.revoke.mutate({ deviceId: room.deviceId }))).toBe('last-admin');
		await room.call.operator.setRole.mutate({ operatorId: other.operatorId, role: 'admin' });
		await room.call.operator.leave.mutate();
		expect(await refusalFrom(other.call.operator.leave.mutate())).toBe('last-admin');
	});

	test('[R5] of two admins who leave at once, one stays', async () => {
		const room = await openRoom(relay.url);
		const other = await joinAs(room, relay.url, 'Other', 'admin');
		const results = await Promise.allSettled([room.call.operator.leave.mutate(), other.call.operator.leave.mutate()]);
		expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
	});

	test('a role counts at once, on sockets that are open', async () => {
		const room = await openRoom(relay.url);
		const other = await joinAs(room, relay.url, 'Other');
		const viewer = await other.open('viewer');
		expect(await refusalFrom(viewer.client.invite.list.query())).toBe('admin-only');
		await room.call.operator.setRole.mutate({ operatorId: other.operatorId, role: 'admin' });
		expect(await viewer.client.invite.list.query()).toHaveLength(1);
		expect((await viewer.next('operator')).operator.role).toBeDefined();
		viewer.close();
	});

	test('[R10] removal cuts the sockets at once, takes the agents away and ends all devices', async () => {
		const room = await openRoom(relay.url);
		const other = await joinAs(room, relay.url, 'Other');
		const { secret } = await other.call.device.link.mutate();
		const browser = person(relay.url, await guest(room.room).device.claim.mutate({ secret, label: 'Chrome' }));
		const [viewer, theirs, bridge] = [await room.open('viewer'), await browser.open('viewer'), await other.open('bridge')];
		await room.call.operator.remove.mutate({ operatorId: other.operatorId });
		expect((await viewer.next('operator-gone')).operatorId).toBe(other.operatorId);
		expect([await theirs.ended(), await bridge.ended()]).toEqual(['removed', 'removed']);
		expect([await refusalFrom(other.call.room.get.query()), await refusalFrom(browser.call.room.get.query())]).toEqual([
			'removed',
			'removed',
		]);
		await expect(other.open('viewer')).resolves.toMatchObject({ events: [] });
		expect(
			viewer.events.filter(
				(event) => event.type === 'operator' && event.operator.operatorId === other.operatorId && !event.operator.online,
			),
		).toEqual([]);
		viewer.close();
	});

	test('who leaves is answered before the socket closes', async () => {
		const room = await openRoom(relay.url);
		const other = await joinAs(room, relay.url, 'Other');
		const socket = await other.open('viewer');
		expect(await socket.client.operator.leave.mutate()).toEqual({ operatorId: other.operatorId });
		expect(await socket.ended()).toBe('signed-out');
		expect((await room.call.operator.list.query()).map((operator) => operator.operatorId)).toEqual(['jake']);
	});
});

describe('devices', () => {
	test('[R8] a link adds a device to its maker, once', async () => {
		const { secret, expiresAt } = await admin.call.device.link.mutate();
		expect(expiresAt - Date.now()).toBeGreaterThan(9 * 60_000);
		expect(expiresAt - Date.now()).toBeLessThanOrEqual(10 * 60_000 + 1_000);
		const results = await Promise.allSettled(
			Array.from({ length: 5 }, () => guest(admin.room).device.claim.mutate({ secret, label: 'Chrome' })),
		);
		const won = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
		expect(won).toMatchObject([{ operator: { operatorId: 'jake' } }]);
		expect(await refusalFrom(guest(admin.room).device.claim.mutate({ secret, label: 'Chrome' }))).toBe('link-expired');
		expect(await refusalFrom(guest(admin.room).device.claim.mutate({ secret: 'A'.repeat(22), label: 'Chrome' }))).toBe('link-unknown');
		const labels = (await admin.call.device.list.query()).map(({ label, current }) => [label, current]);
		expect(labels).toEqual([
			['laptop', true],
			['Chrome', false],
		]);
	});

	test(`${LINKS_PER_OPERATOR} links are open at once: one more takes the place of the oldest`, async () => {
		const room = await openRoom(relay.url);
		const secrets: string[] = [];
		for (let number = 0; number <= LINKS_PER_OPERATOR; number++) secrets.push((await room.call.device.link.mutate()).secret);
		const claim = (secret = '') => guest(room.room).device.claim.mutate({ secret, label: 'Chrome' });
		expect(await refusalFrom(claim(secrets[0]))).toBe('link-unknown');
		await claim(secrets[1]);
		await claim(secrets.at(-1));
	});

	test(`${DEVICES_PER_OPERATOR} devices are let in, one more is refused, and a revoked one makes room`, async () => {
		const room = await openRoom(relay.url);
		const add = async () => {
			const { secret } = await room.call.device.link.mutate();
			return guest(room.room).device.claim.mutate({ secret, label: 'Chrome' });
		};
		const added = [];
		// Slower than the relay's limit of calls.
		for (let number = 1; number < DEVICES_PER_OPERATOR; number++) {
			added.push(await add());
			await new Promise((resolve) => setTimeout(resolve, 60));
		}
		expect(await refusalFrom(add())).toBe('too-many-devices');
		await room.call.device.revoke.mutate({ deviceId: added[0]?.deviceId ?? '' });
		await add();
	});

	test('[R10] a revoked device is cut off at once, and its credential is of no use', async () => {
		const room = await openRoom(relay.url);
		const { secret } = await room.call.device.link.mutate();
		const browser = person(relay.url, await guest(room.room).device.claim.mutate({ secret, label: 'Chrome' }));
		const viewer = await browser.open('viewer');
		await until(() => viewer.states.at(-1)?.[0] === 'open', 'an open socket');
		expect((await room.call.device.list.query()).find((device) => device.deviceId === browser.deviceId)?.online).toBe(true);
		await room.call.device.revoke.mutate({ deviceId: browser.deviceId });
		expect(await viewer.ended()).toBe('signed-out');
		expect(await refusalFrom(browser.call.room.get.query())).toBe('signed-out');
		expect(await room.call.device.list.query()).toHaveLength(1);
	});

	test('nobody revokes another one’s device', async () => {
		const room = await openRoom(relay.url);
		const other = await joinAs(room, relay.url, 'Other');
		expect(await refusalFrom(other.call.device.revoke.mutate({ deviceId: room.deviceId }))).toBe('device-unknown');
	});
});
