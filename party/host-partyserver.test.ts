/** The local runtime really evicts an idle room after about ten seconds, and constructs it anew on the next message. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RoomEvent, SealedEvent } from '../shared/room/events.ts';
import { emptyRoom, fold, type RoomState } from '../shared/room/fold.ts';
import { freshness } from '../shared/room/freshness.ts';
import {
	agentIdOf,
	type Ear,
	joinAs,
	openRoom,
	type Person,
	report,
	reportOf,
	sealedText,
	type TriedRelay,
	tryRelay,
} from '../testing/try-relay.ts';

const EVICTED_AFTER_MS = 13_000;
const quiet = () => new Promise((resolve) => setTimeout(resolve, EVICTED_AFTER_MS));

let relay: TriedRelay;
beforeAll(async () => {
	relay = await tryRelay();
});
afterAll(() => relay.stop());

/** A bridge as the real one is: it reports everything when it is asked. */
async function bridging(person: Person, agents: () => ReturnType<typeof reportOf>[]): Promise<Ear> {
	const bridge = await person.open('bridge');
	let seen = 0;
	const answer = setInterval(() => {
		for (const event of bridge.events.slice(seen)) {
			seen++;
			if (event.type === 'resync') void bridge.client.agent.report.mutate({ ...report(agents()), more: false });
		}
	}, 5);
	const { close } = bridge;
	bridge.close = () => {
		clearInterval(answer);
		close();
	};
	await bridge.client.agent.report.mutate({ ...report(agents()), more: false });
	return bridge;
}

const folded = (events: SealedEvent[]): RoomState => {
	const state = emptyRoom('');
	for (const event of events) fold(state, event as RoomEvent);
	return state;
};

describe.concurrent('a room that sleeps', () => {
	test('[F6] watchers and bridges keep their sockets and subscriptions, and see no gap', async ({ expect }) => {
		const jake = await openRoom(relay.url, 'Jake');
		const andrew = await joinAs(jake, relay.url, 'Andrew');
		const viewer = await jake.open('viewer');
		const [one, two] = [
			await bridging(jake, () => [reportOf(1, ['a.ts'])]),
			await bridging(andrew, () => [reportOf(2, ['a.ts']), reportOf(3)]),
		];
		const { since } = await jake.call.room.stats.query();
		// The last that each of them says of everything.
		await expect.poll(() => viewer.events.filter(({ type }) => type === 'reported')).toHaveLength(2);
		const known = viewer.events.length;
		await quiet();
		expect(viewer.events).toHaveLength(known);

		await one.client.agent.report.mutate(
			report([], [{ agentId: agentIdOf(1), touches: [{ path: sealedText('b.ts'), mode: 'edit', age: 0 }] }]),
		);
		const snapshot = await viewer.next('snapshot');
		await viewer.next('snapshot');
		const anew = viewer.events.findLast((event) => event.type === 'snapshot');
		expect(snapshot.agents).toEqual([]);
		expect(anew?.agents.map((agent) => agent.agentId).sort()).toEqual([1, 2, 3].map(agentIdOf));
		expect(anew).toMatchObject({ settled: true });
		expect(anew?.operators.map((operator) => operator.online)).toEqual([true, true]);
		expect((await jake.call.room.stats.query()).since, 'the room was really constructed anew').toBeGreaterThan(since);
		// Nobody who is there was shown as gone.
		expect(viewer.events.filter((event) => event.type === 'agent-gone' || event.type === 'reporter-gone')).toEqual([]);
		expect(viewer.states.map(([state]) => state)).toEqual(['connecting', 'open']);
		await two.client.agent.beat.mutate();
		await viewer.next('beat');
		for (const ear of [viewer, one, two]) ear.close();
	});

	test('[F6] a change that wakes the room, and so crosses its question, is not taken for the answer', async ({ expect }) => {
		const jake = await openRoom(relay.url, 'Jake');
		const viewer = await jake.open('viewer');
		const agents = [reportOf(1), reportOf(2)];
		const bridge = await bridging(jake, () => agents);
		await viewer.next('agent');
		await quiet();
		agents.push(reportOf(3));
		await bridge.client.agent.report.mutate(report([reportOf(3)]));
		const anew = await viewer.next('snapshot');
		expect(anew.agents.map((agent) => agent.agentId).sort()).toEqual([1, 2, 3].map(agentIdOf));
		expect(anew.settled).toBe(true);
		viewer.close();
		bridge.close();
	});

	test('[F6] a bridge that does not answer is waited for five seconds, then the others are told', async ({ expect }) => {
		const jake = await openRoom(relay.url, 'Jake');
		const andrew = await joinAs(jake, relay.url, 'Andrew');
		const viewer = await jake.open('viewer');
		const mute = await andrew.open('bridge');
		await mute.client.agent.report.mutate(report([reportOf(7)]));
		const bridge = await bridging(jake, () => [reportOf(1)]);
		await quiet();
		const asked = Date.now();
		const { agents } = await jake.call.agent.list.query();
		expect(Date.now() - asked).toBeGreaterThan(4_000);
		expect(agents.map((agent) => agent.agentId)).toEqual([agentIdOf(1)]);
		await viewer.next('snapshot');
		await viewer.next('snapshot');
		const state = folded(viewer.events);
		const shown = [...state.agents.values()].map((agent) => [agent.agentId, freshness(state, agent, state.at)]);
		expect(Object.fromEntries(shown)).toEqual({ [agentIdOf(1)]: 'live', [agentIdOf(7)]: 'offline' });
		for (const ear of [viewer, mute, bridge]) ear.close();
	});

	test('[F6] what was offline stays so for those who watched', async ({ expect }) => {
		const jake = await openRoom(relay.url, 'Jake');
		const andrew = await joinAs(jake, relay.url, 'Andrew');
		const viewer = await jake.open('viewer');
		const gone = await andrew.open('bridge');
		await gone.client.agent.report.mutate(report([reportOf(7)]));
		gone.close();
		await viewer.next('reporter-gone');
		const bridge = await bridging(jake, () => [reportOf(1)]);
		await quiet();
		await bridge.client.agent.beat.mutate();
		await viewer.next('agent');
		await viewer.next('snapshot');
		const state = folded(viewer.events);
		const shown = [...state.agents.values()].map((agent) => [agent.agentId, freshness(state, agent, state.at)]);
		expect(Object.fromEntries(shown)).toEqual({ [agentIdOf(1)]: 'live', [agentIdOf(7)]: 'offline' });
		viewer.close();
		bridge.close();
	});

	test('[F3] a bridge that goes while the room sleeps is told to be offline', async ({ expect }) => {
		const jake = await openRoom(relay.url, 'Jake');
		const andrew = await joinAs(jake, relay.url, 'Andrew');
		const viewer = await jake.open('viewer');
		const bridge = await andrew.open('bridge');
		await bridge.client.agent.report.mutate(report([reportOf(7)]));
		await viewer.next('agent');
		await quiet();
		bridge.close();
		expect((await viewer.next('reporter-gone')).deviceId).toBe(andrew.deviceId);
		expect((await viewer.next('operator')).operator).toMatchObject({ operatorId: 'andrew', online: false });
		viewer.close();
	});

	test('[F7] the keepalive of a browser that is looked at wakes the room, and nobody else', async ({ expect }) => {
		const jake = await openRoom(relay.url, 'Jake');
		const andrew = await joinAs(jake, relay.url, 'Andrew');
		const bridge = await bridging(andrew, () => [reportOf(1)]);
		const viewer = await jake.open('viewer');
		await quiet();
		const known = [viewer.events.length, bridge.events.length];
		viewer.ping();
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		expect([viewer.events.length, bridge.events.length]).toEqual(known);
		expect(viewer.states.at(-1)).toEqual(['open', undefined]);
		viewer.close();
		bridge.close();
	});

	test('[R10] a socket of a member who was removed meanwhile is of no use', async ({ expect }) => {
		const jake = await openRoom(relay.url, 'Jake');
		const andrew = await joinAs(jake, relay.url, 'Andrew');
		const bridge = await andrew.open('bridge');
		await quiet();
		await jake.call.operator.remove.mutate({ operatorId: andrew.operatorId });
		expect(await bridge.ended()).toBe('removed');
	});
});

describe('a relay that is killed', () => {
	test('[F6] everybody comes back by themselves, and nobody is lost', async () => {
		const jake = await openRoom(relay.url, 'Jake');
		const andrew = await joinAs(jake, relay.url, 'Andrew');
		const viewer = await jake.open('viewer');
		const bridge = await andrew.open('bridge');
		await bridge.client.agent.report.mutate(report([reportOf(1, ['a.ts'])]));
		await viewer.next('agent');
		await relay.crash();
		// The subscription came back by itself; a real bridge reports everything on its first event.
		await expect.poll(() => bridge.events.length).toBeGreaterThan(1);
		await expect.poll(() => viewer.events.filter((event) => event.type === 'snapshot').length).toBeGreaterThan(1);
		const between = folded(viewer.events);
		expect([...between.agents.values()].map((agent) => freshness(between, agent, between.at))).toEqual(['offline']);
		await bridge.client.agent.report.mutate({ ...report([reportOf(1, ['a.ts'])]), more: false });
		await viewer.next('agent');
		const state = folded(viewer.events);
		expect([...state.agents.values()].map((agent) => freshness(state, agent, state.at))).toEqual(['live']);
		expect(viewer.states.map(([name]) => name)).toEqual(expect.arrayContaining(['connecting', 'open']));
		viewer.close();
		bridge.close();
	});
});
