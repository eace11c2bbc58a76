import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callRelay } from '../shared/relay.ts';
import { OPEN_POLICY } from '../shared/report/policy.ts';
import {
	agentIdOf,
	CREATE_KEY,
	joinAs,
	newSlug,
	openRoom,
	type Person,
	refusalFrom,
	report,
	reportOf,
	sealedText,
	type TriedRelay,
	tryRelay,
} from '../testing/try-relay.ts';

let relay: TriedRelay;
let jake: Person;
let andrew: Person;
beforeAll(async () => {
	relay = await tryRelay();
	jake = await openRoom(relay.url, 'Jake');
	andrew = await joinAs(jake, relay.url, 'Andrew');
});
afterAll(() => relay.stop());

describe('opening a room', () => {
	test('its first operator is its admin, with the first colour', async () => {
		const { you, room, operators } = await jake.call.room.get.query();
		expect({ you, room, operators }).toMatchObject({
			you: { operatorId: 'jake', role: 'admin', color: '#3B82F6' },
			room: jake.room,
			operators: 2,
		});
	});

	test('[R11] only a holder of the create key opens one', async () => {
		const { room } = callRelay({ server: relay.url, room: newSlug() });
		expect(await refusalFrom(room.create.mutate({ name: 'Eve', device: 'laptop' }))).toBe('create-key-wrong');
		expect(await refusalFrom(room.create.mutate({ name: 'Eve', device: 'laptop', createKey: `${CREATE_KEY}x` }))).toBe('create-key-wrong');
	});

	test('a name is given once', async () => {
		const { room } = callRelay({ server: relay.url, room: jake.room });
		expect(await refusalFrom(room.create.mutate({ name: 'Eve', device: 'laptop', createKey: CREATE_KEY }))).toBe('room-exists');
	});

	test('[R11] whether a room exists is not told to those without the key', async () => {
		const { room } = callRelay({ server: relay.url, room: jake.room });
		expect(await refusalFrom(room.create.mutate({ name: 'Eve', device: 'laptop' }))).toBe('create-key-wrong');
	});

	test('[R1] what is no slug is no room', async () => {
		const response = await fetch(`${relay.url}/parties/main/Not%20A%20Slug/trpc/room.get`);
		expect(response.status).toBe(404);
	});
});

describe('watching', () => {
	test('a viewer gets a snapshot, then what changes, as small as it came', async () => {
		const viewer = await jake.open('viewer');
		expect((await viewer.next('snapshot')).you).toBe('jake');
		await andrew.call.agent.report.mutate(report([reportOf(1, ['a.ts'])]));
		expect((await viewer.next('agent')).report.touches).toHaveLength(1);
		const patch = { agentId: agentIdOf(1), touches: [{ path: sealedText('b.ts'), mode: 'edit' as const, age: 5 }] };
		await andrew.call.agent.report.mutate(report([], [patch]));
		expect((await viewer.next('agent-changed')).patch).toEqual(patch);
		await andrew.call.agent.beat.mutate();
		expect((await viewer.next('beat')).operatorId).toBe('andrew');
		await andrew.call.agent.report.mutate(report([], [], [agentIdOf(1)]));
		expect((await viewer.next('agent-gone')).agentId).toBe(agentIdOf(1));
		viewer.close();
	});

	test('a bridge hears the policy at once, and nothing of the others', async () => {
		const bridge = await andrew.open('bridge');
		const viewer = await jake.open('viewer');
		await jake.call.agent.report.mutate(report([reportOf(2)]));
		await viewer.next('agent');
		await jake.call.agent.report.mutate(report([], [], [agentIdOf(2)]));
		await viewer.next('agent-gone');
		expect(bridge.events.map((event) => event.type)).toEqual(['policy']);
		bridge.close();
		viewer.close();
	});

	test('[F1] an operator is online while a device has a socket, and last seen when it went', async () => {
		const viewer = await jake.open('viewer');
		const first = await andrew.open('viewer');
		const second = await andrew.open('bridge');
		expect((await viewer.next('operator')).operator).toMatchObject({ operatorId: 'andrew', online: true });
		const before = Date.now();
		first.close();
		second.close();
		const { operator } = await viewer.next('operator');
		expect(operator).toMatchObject({ operatorId: 'andrew', online: false });
		expect(operator.lastSeen).toBeGreaterThanOrEqual(before - 1_000);
		expect(viewer.events.filter((event) => event.type === 'operator' && event.operator.operatorId === 'andrew')).toHaveLength(2);
		viewer.close();
	});

	test('[F3] when a bridge goes, its machine is told to be offline, and its agents stay', async () => {
		const viewer = await jake.open('viewer');
		const bridge = await andrew.open('bridge');
		await bridge.client.agent.report.mutate(report([reportOf(3)]));
		await viewer.next('agent');
		bridge.close();
		expect((await viewer.next('reporter-gone')).deviceId).toBe(andrew.deviceId);
		const { agents, reporters } = await jake.call.agent.list.query();
		expect(agents.map((agent) => agent.agentId)).toEqual([agentIdOf(3)]);
		expect(reporters.find((reporter) => reporter.deviceId === andrew.deviceId)?.offlineSince).toBeGreaterThan(0);
		viewer.close();
	});

	test('[F5] a bridge that comes back reports everything, and what it leaves out is gone', async () => {
		const viewer = await jake.open('viewer');
		const bridge = await andrew.open('bridge');
		await bridge.client.agent.report.mutate({ ...report([reportOf(4)]), more: true });
		await bridge.client.agent.report.mutate({ ...report([reportOf(5)]), more: false });
		expect((await viewer.next('agent-gone')).agentId).toBe(agentIdOf(3));
		const { agents } = await jake.call.agent.list.query();
		expect(agents.map((agent) => agent.agentId)).toEqual([agentIdOf(4), agentIdOf(5)]);
		viewer.close();
		bridge.close();
	});

	test('[F5] a report takes away nobody whom it does not name, whether it comes before its device watches as a bridge or after', async () => {
		const bea = await joinAs(jake, relay.url, 'Bea');
		const known = async () => (await bea.call.agent.list.query()).agents.filter((agent) => agent.operatorId === 'bea').length;
		await bea.call.agent.report.mutate(report([reportOf(1)]));
		const bridge = await bea.open('bridge');
		await bridge.client.agent.report.mutate(report([reportOf(2)]));
		expect(await known()).toBe(2);
		await bea.call.agent.report.mutate({ ...report([]), paused: false });
		expect(await known()).toBe(2);
		await bridge.client.agent.report.mutate({ ...report([reportOf(2)]), more: false });
		expect(await known()).toBe(1);
		bridge.close();
	});

	test('[F5] a caller that is asked for one agent whole after the other has both in the end', async () => {
		const cleo = await joinAs(jake, relay.url, 'Cleo');
		for (const number of [1, 2]) {
			const { unknown } = await cleo.call.agent.report.mutate(report([], [{ agentId: agentIdOf(number), status: 'idle' }]));
			expect(unknown).toEqual([agentIdOf(number)]);
			await cleo.call.agent.report.mutate(report([reportOf(number)]));
		}
		const { agents } = await cleo.call.agent.list.query();
		expect(agents.filter((agent) => agent.operatorId === 'cleo').map((agent) => agent.agentId)).toEqual([1, 2].map(agentIdOf));
	});

	test('a patch of an agent that the room does not know makes it ask for everything', async () => {
		const bridge = await andrew.open('bridge');
		const { unknown } = await bridge.client.agent.report.mutate(report([], [{ agentId: agentIdOf(99), status: 'idle' }]));
		expect(unknown).toEqual([agentIdOf(99)]);
		await bridge.next('resync');
		bridge.close();
	});

	test('a device has one bridge: the newest', async () => {
		const first = await andrew.open('bridge');
		const second = await andrew.open('bridge');
		expect(await first.ended()).toBe('replaced');
		await jake.call.room.setPolicy.mutate(OPEN_POLICY);
		await second.next('policy');
		second.close();
	});

	test('pausing is told of the operator, and kept for the device', async () => {
		const viewer = await jake.open('viewer');
		await andrew.call.agent.report.mutate({ ...report([]), paused: true });
		expect((await viewer.next('operator')).operator).toMatchObject({ operatorId: 'andrew', paused: true });
		await andrew.call.agent.report.mutate({ ...report([]), paused: false });
		expect((await viewer.next('operator')).operator).toMatchObject({ operatorId: 'andrew', paused: false });
		viewer.close();
	});
});

describe('collisions', () => {
	test('[C1] two operators in one sealed path are listed, without the relay reading it', async () => {
		await jake.call.agent.report.mutate(report([reportOf(10, ['src/login.ts'])]));
		await andrew.call.agent.report.mutate(report([reportOf(11, ['src/login.ts', 'src/other.ts'])]));
		const { collisions } = await jake.call.collision.list.query();
		expect(collisions).toMatchObject([{ path: sealedText('src/login.ts'), level: 'same file' }]);
		expect(collisions[0]?.contenders.map((contender) => contender.operatorId).sort()).toEqual(['andrew', 'jake']);
		const summary = await jake.call.room.summary.query();
		expect(summary).toMatchObject({ files: { conflict: 0, 'same file': 1, reading: 0 } });
		await jake.call.agent.report.mutate(report([], [], [agentIdOf(10)]));
		expect((await jake.call.collision.list.query()).collisions).toEqual([]);
	});
});

describe('policy', () => {
	const open = OPEN_POLICY;

	test('[P5] a report that breaks it is refused, each field by itself', async () => {
		const tokens = { input: 1, cached: 1, output: 1 };
		const read = [{ path: sealedText('r.ts'), mode: 'read' as const, age: 0 }];
		const cases = [
			[{ ...open, tasks: false }, { task: sealedText('Fixing') }],
			[{ ...open, plans: false }, { plan: [{ subject: sealedText('Step'), state: 'pending' as const }] }],
			[{ ...open, tokens: false }, { tokens }],
			[{ ...open, reads: false }, { touches: read }],
			[{ ...open, lines: false }, { touches: [{ ...read[0], mode: 'alive' as const, lines: sealedText('lines') }] }],
			[{ ...open, lines: false }, { touches: [{ ...read[0], mode: 'alive' as const, meets: [agentIdOf(21)] }] }],
			[{ ...open, lines: false }, { touches: [{ ...read[0], mode: 'alive' as const, apart: [] }] }],
		] as const;
		for (const [policy, fields] of cases) {
			await jake.call.room.setPolicy.mutate(policy);
			expect(await refusalFrom(andrew.call.agent.report.mutate(report([{ ...reportOf(20), ...fields } as never])))).toBe('against-policy');
			expect(await refusalFrom(andrew.call.agent.report.mutate(report([], [{ agentId: agentIdOf(11), ...fields } as never])))).toBe(
				'against-policy',
			);
			await andrew.call.agent.report.mutate(report([reportOf(11, ['kept.ts'])]));
		}
		await jake.call.room.setPolicy.mutate(open);
	});

	test('[P5] a stricter one is told to bridges and viewers, and takes from memory what it keeps out', async () => {
		const bridge = await andrew.open('bridge');
		const viewer = await jake.open('viewer');
		await bridge.client.agent.report.mutate(report([reportOf(21, ['e.ts'], { task: sealedText('Secret plan') })]));
		await viewer.next('agent');
		await jake.call.room.setPolicy.mutate({ ...open, tasks: false });
		expect((await viewer.next('policy')).policy.tasks).toBe(false);
		expect((await viewer.next('snapshot')).agents.find((agent) => agent.agentId === agentIdOf(21))).not.toHaveProperty('task');
		await bridge.next('policy');
		await expect.poll(() => bridge.events.at(-1)).toMatchObject({ policy: { tasks: false } });
		await jake.call.room.setPolicy.mutate(open);
		bridge.close();
		viewer.close();
	});

	test('[W11] what an admin recommends every member is told, until it is taken back; no member may say it', async () => {
		expect((await andrew.call.room.get.query()).manner).toBe(null);
		expect(await jake.call.room.recommend.mutate({ manner: 'deny' })).toEqual({ manner: 'deny' });
		await jake.call.room.setPolicy.mutate(open);
		expect((await andrew.call.room.get.query()).manner).toBe('deny');
		expect(await refusalFrom(andrew.call.room.recommend.mutate({ manner: 'tell' }))).toBe('admin-only');
		await jake.call.room.recommend.mutate({ manner: null });
		expect((await andrew.call.room.get.query()).manner).toBe(null);
	});
});

describe('the end of a room', () => {
	test('watchers are told, sockets are closed, and nothing is left', async () => {
		const owner = await openRoom(relay.url, 'Owner');
		const guest = await joinAs(owner, relay.url, 'Guest');
		const viewer = await guest.open('viewer');
		const bridge = await owner.open('bridge');
		for (const someone of [owner, guest]) await someone.call.agent.report.mutate(report([reportOf(1, ['same.ts'])]));
		expect((await owner.call.collision.list.query()).collisions).toHaveLength(1);
		await owner.call.room.delete.mutate();
		await viewer.next('deleted');
		expect(await viewer.ended()).toBe('room-unknown');
		expect(await bridge.ended()).toBe('room-unknown');
		expect(await refusalFrom(guest.call.room.get.query())).toBe('room-unknown');
		const again = await callRelay({ server: relay.url, room: owner.room }).room.create.mutate({
			name: 'Other',
			device: 'x',
			createKey: CREATE_KEY,
		});
		expect(again.operator.color).toBe('#3B82F6');
		const anew = callRelay({ server: relay.url, room: owner.room, credential: again.credential });
		expect((await anew.collision.list.query()).collisions).toEqual([]);
		expect(await refusalFrom(guest.call.room.get.query())).toBe('signed-out');
	});
});

describe('what is kept', () => {
	test('[P10] members survive the loss of power; agents do not, and secrets are stored as hashes only', async () => {
		const { secret } = await jake.call.invite.create.mutate({ uses: 'unlimited' });
		const eve = await joinAs(jake, relay.url, 'Eve');
		await relay.crash();
		expect((await eve.call.room.get.query()).you.operatorId).toBe('eve');
		expect((await eve.call.agent.list.query()).agents).toEqual([]);
		expect((await callRelay({ server: relay.url, room: jake.room }).invite.preview.query({ secret })).invitedBy).toBe('Jake');
	});
});
