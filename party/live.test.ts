/** What the room knows while it is awake, on a clock of the test. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { OFFLINE_VISIBLE_MS } from '../shared/limits.ts';
import { OPEN_POLICY } from '../shared/report/policy.ts';
import type { SealedEvent } from '../shared/room/events.ts';
import { agentIdOf, reportOf } from '../testing/try-relay.ts';
import { Live } from './live.ts';

const START = 1_000_000;
const DEVICE = { jake: 'a'.repeat(16), andrew: 'b'.repeat(16) };
type Name = keyof typeof DEVICE;

let now: number;
let bridges: Set<string>;
let told: SealedEvent['type'][];
let asked: number;
let settled: number;
let live: Live;
beforeEach(() => {
	vi.useFakeTimers();
	now = START;
	bridges = new Set();
	told = [];
	asked = 0;
	settled = 0;
	live = new Live({
		bridges: () => bridges,
		askBridges: () => asked++,
		tell: (event) => told.push(event.type),
		tellNeighbours: () => undefined,
		onSettled: () => settled++,
		now: () => now,
	});
});
afterEach(() => vi.useRealTimers());

const by = (name: Name) => ({ at: now, operatorId: name, deviceId: DEVICE[name] });
const report = (name: Name, number: number, paths: string[] = []) =>
	live.apply({ type: 'agent', ...by(name), report: reportOf(number, paths) });
const ids = () => live.agents().map((agent) => agent.agentId);

describe('waking', () => {
	test('a room without bridges is settled at once', () => {
		live.need();
		expect([live.isSettled, asked, settled]).toEqual([true, 0, 1]);
	});

	test('[F6] bridges are asked once, and when all have answered those who watch get everything anew', () => {
		bridges = new Set([DEVICE.jake, DEVICE.andrew]);
		live.need();
		live.need();
		report('jake', 1);
		live.paid(by('jake'), [agentIdOf(1)], false);
		expect([asked, live.isSettled, told]).toEqual([1, false, []]);
		live.paid(by('andrew'), [], false);
		expect([live.isSettled, settled]).toEqual([true, 1]);
		report('andrew', 2);
		expect(told).toEqual(['agent']);
	});

	test('[F6] a bridge that takes several messages is waited for to the last', () => {
		bridges = new Set([DEVICE.jake]);
		live.need();
		live.paid(by('jake'), [], true);
		expect(live.isSettled).toBe(false);
		live.paid(by('jake'), [], false);
		expect(live.isSettled).toBe(true);
	});

	test('[F6] five seconds are enough, and a bridge that goes owes nothing', async () => {
		bridges = new Set([DEVICE.jake, DEVICE.andrew]);
		live.need();
		const waited = live.whenSettled();
		live.forgive(DEVICE.jake);
		vi.advanceTimersByTime(4_999);
		expect(live.isSettled).toBe(false);
		vi.advanceTimersByTime(1);
		expect(live.isSettled).toBe(true);
		await waited;
	});

	test('[F3] that a machine went is told also while others are asked', () => {
		bridges = new Set([DEVICE.jake, DEVICE.andrew]);
		live.need();
		live.apply({ type: 'reporter-gone', ...by('andrew') });
		expect(told).toEqual(['reporter-gone']);
	});
});

describe('knowing', () => {
	beforeEach(() => live.need());

	test('[F5] what a bridge leaves out of a report of everything is gone', () => {
		for (const number of [1, 2, 3]) report('jake', number);
		report('andrew', 4);
		live.owes(DEVICE.jake);
		live.paid(by('jake'), [agentIdOf(2)], true);
		live.paid(by('jake'), [agentIdOf(3)], false);
		expect(ids()).toEqual([2, 3, 4].map(agentIdOf));
		expect(told.filter((type) => type === 'agent-gone')).toHaveLength(1);
	});

	test('[F5] a bridge that breaks off and is new on its connection begins its report of everything anew', () => {
		for (const number of [1, 2]) report('jake', number);
		live.paid(by('jake'), [agentIdOf(1)], true);
		live.owes(DEVICE.jake);
		live.paid(by('jake'), [agentIdOf(2)], false);
		expect(ids()).toEqual([agentIdOf(2)]);
	});

	test('[F3] [C9] what is offline is known, and collides, for 15 minutes', () => {
		report('jake', 1, ['a.ts']);
		report('andrew', 2, ['a.ts']);
		live.apply({ type: 'reporter-gone', ...by('andrew') });
		now = START + OFFLINE_VISIBLE_MS;
		report('jake', 1, ['a.ts']);
		expect([ids().length, live.collisions().length, live.heldOf('andrew').agents]).toEqual([2, 1, 1]);
		now++;
		expect([ids(), live.collisions(), live.heldOf('andrew').agents]).toEqual([[agentIdOf(1)], [], 0]);
		expect(live.reporters().map((reporter) => reporter.operatorId)).toEqual(['jake']);
	});

	test('[F3] each machine has its own time to vanish', () => {
		for (const name of ['jake', 'andrew'] as const) {
			report(name, 1);
			live.apply({ type: 'reporter-gone', ...by(name) });
			now += 60_000;
		}
		now = START + OFFLINE_VISIBLE_MS + 1;
		expect(live.reporters().map((reporter) => reporter.operatorId)).toEqual(['andrew']);
		now += 60_000;
		expect(live.reporters()).toEqual([]);
	});

	test('[F3] one that comes back in time does not vanish', () => {
		report('jake', 1);
		live.apply({ type: 'reporter-gone', ...by('jake') });
		now += 60_000;
		report('jake', 1);
		now = START + 2 * OFFLINE_VISIBLE_MS;
		expect(ids()).toEqual([agentIdOf(1)]);
	});

	test('the JSON of all agents is that of the agents, also after changes', () => {
		const agree = () => expect(JSON.parse(live.serialisedAgents().text)).toEqual(live.agents());
		agree();
		report('jake', 1, ['a.ts']);
		report('andrew', 2);
		agree();
		live.apply({ type: 'agent-changed', ...by('jake'), patch: { agentId: agentIdOf(1), errors: 3 } });
		agree();
		live.strip({ ...OPEN_POLICY, reads: false });
		agree();
		live.apply({ type: 'agent-gone', at: now, operatorId: 'jake', agentId: agentIdOf(1) });
		agree();
	});

	test('agents are counted by operator, whatever happens to them', () => {
		report('jake', 1);
		report('jake', 1);
		report('jake', 2);
		live.apply({ type: 'agent-gone', at: now, operatorId: 'jake', agentId: agentIdOf(9) });
		expect([live.heldOf('jake').agents, live.size]).toEqual([2, 2]);
		live.apply({ type: 'operator-gone', at: now, operatorId: 'jake' });
		expect([live.heldOf('jake').agents, live.size]).toEqual([0, 0]);
	});
});
