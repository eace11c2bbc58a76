/** What every host of the party has to do alike: workerd through partyserver, which all other tests run on, and PartyKit's own runtime. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRelay } from '../scripts/relay.ts';
import { PROTOCOL } from '../shared/protocol.ts';
import { CLOSE } from '../shared/refusal.ts';
import { callRelay } from '../shared/relay.ts';
import { startPartyKit } from '../testing/try-partykit.ts';
import { agentIdOf, joinAs, newSlug, openRoom, refusalFrom, report, reportOf, type TriedRelay, tryRelay } from '../testing/try-relay.ts';

const EVICTED_AFTER_MS = 13_000;

describe.each([
	['workerd', startRelay],
	['PartyKit', startPartyKit],
])('the party on %s', (_, host) => {
	let relay: TriedRelay;
	beforeAll(async () => {
		relay = await tryRelay({}, host);
	}, 120_000);
	afterAll(() => relay.stop());

	const closeOf = (room: string, first: string): Promise<number> => {
		const socket = new WebSocket(`${relay.url.replace('http', 'ws')}/parties/main/${room}?connectionParams=1`);
		socket.addEventListener('open', () => socket.send(first));
		return new Promise((resolve) => socket.addEventListener('close', (event) => resolve(event.code)));
	};

	test('health is numbers, and what is no room’s address is not found', async () => {
		expect(await (await fetch(`${relay.url}/health`)).json()).toEqual({ ok: 1, protocol: PROTOCOL });
		expect((await fetch(`${relay.url}/parties/main/No_Room/trpc/room.get`)).status).toBe(404);
	});

	test('[L8] a room that nobody opened is refused by name, on both ways in', async () => {
		const room = newSlug();
		expect(await refusalFrom(callRelay({ server: relay.url, room }).room.get.query())).toBe('room-unknown');
		expect(await closeOf(room, '{}')).toBe(CLOSE.deleted.code);
	});

	test('[R11] only holders of the create key open rooms', async () => {
		const { create } = callRelay({ server: relay.url, room: newSlug() }).room;
		expect(await refusalFrom(create.mutate({ name: 'Eve', device: 'x', createKey: 'guessed' }))).toBe('create-key-wrong');
	});

	test('members meet in it, and what one reports the other is told', async () => {
		const jake = await openRoom(relay.url, 'Jake');
		const andrew = await joinAs(jake, relay.url, 'Andrew');
		const viewer = await jake.open('viewer');
		const bridge = await andrew.open('bridge');
		await bridge.client.agent.report.mutate(report([reportOf(1, ['a.ts'])]));
		expect((await viewer.next('agent')).report.agentId).toBe(agentIdOf(1));
		await jake.call.operator.remove.mutate({ operatorId: andrew.operatorId });
		expect(await bridge.ended()).toBe('removed');
		viewer.close();
	});

	test('[L1] [L3] what is too large or no credential closes that socket alone', async () => {
		const jake = await openRoom(relay.url, 'Jake');
		const viewer = await jake.open('viewer');
		expect(await closeOf(jake.room, '{"method":"connectionParams","data":{"credential":"x"}}')).toBe(CLOSE.unauthenticated.code);
		expect(await closeOf(jake.room, 'x'.repeat(70_000))).toBe(CLOSE.tooLarge.code);
		expect(viewer.states.at(-1)?.[0]).toBe('open');
		viewer.close();
	});

	test('[F6] a room that slept knows its members and its sockets', async () => {
		const jake = await openRoom(relay.url, 'Jake');
		const viewer = await jake.open('viewer');
		const { since } = await jake.call.room.stats.query();
		await new Promise((resolve) => setTimeout(resolve, EVICTED_AFTER_MS));
		expect(await viewer.client.operator.list.query()).toHaveLength(1);
		expect((await jake.call.room.stats.query()).since, 'the room was really constructed anew').toBeGreaterThan(since);
		expect(viewer.states.map(([state]) => state)).toEqual(['connecting', 'open']);
		viewer.close();
	});

	test('a deleted room is one that nobody opened, and may be opened again', async () => {
		const jake = await openRoom(relay.url, 'Jake');
		await jake.call.room.delete.mutate();
		expect(await refusalFrom(jake.call.room.get.query())).toBe('room-unknown');
		const again = callRelay({ server: relay.url, room: jake.room }).room;
		expect((await again.create.mutate({ name: 'Ada', device: 'x', createKey: 'the-create-key-of-this-test' })).operator.name).toBe('Ada');
	});

	test('[P10] members survive the loss of power', async () => {
		const jake = await openRoom(relay.url, 'Jake');
		await relay.crash();
		expect((await jake.call.room.get.query()).operators).toBe(1);
	}, 120_000);
});
