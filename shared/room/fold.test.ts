import { describe, expect, test } from 'vitest';
import { COLLISION_WINDOW_MS, OFFLINE_VISIBLE_MS, STALE_MS, TOUCHES_MAX } from '../limits.ts';
import { OPEN_POLICY } from '../report/policy.ts';
import type { Report } from '../report/report.ts';
import type { Agent, Operator, Reporter, RoomEvent } from './events.ts';
import { agentKey, emptyRoom, fold, forgetOffline, type RoomState } from './fold.ts';
import { freshness, shownStatus } from './freshness.ts';

const START = 1_000_000;
const jake: Operator = { operatorId: 'jake', name: 'Jake', color: '#3B82F6', role: 'admin', online: true, paused: false, lastSeen: START };
const andrew: Operator = { ...jake, operatorId: 'andrew', name: 'Andrew', color: '#F59E0B', role: 'member' };
const device = { jake: 'aaaaaaaaaaaaaaaa', andrew: 'bbbbbbbbbbbbbbbb' };
const report = (changes: Partial<Report> = {}): Report => ({
	agentId: '0000000000000001',
	kind: 'codex',
	status: 'working',
	statusAge: 500,
	repo: 'github.com/acme/api',
	touches: [{ path: 'a.ts', mode: 'edit', age: 100 }],
	errors: 0,
	...changes,
});

const snapshot = (at: number, changes: Partial<Extract<RoomEvent, { type: 'snapshot' }>> = {}): RoomEvent => ({
	type: 'snapshot',
	at,
	room: 'acme',
	you: 'jake',
	policy: OPEN_POLICY,
	operators: [jake, andrew],
	reporters: [],
	agents: [],
	settled: true,
	...changes,
});
const reported = (at: number, whole = report()): RoomEvent => ({
	type: 'agent',
	at,
	operatorId: 'andrew',
	deviceId: device.andrew,
	report: whole,
});

function room(...events: RoomEvent[]): RoomState {
	const state = emptyRoom('acme');
	for (const event of events) fold(state, event);
	return state;
}
const only = (state: RoomState): Agent => {
	expect(state.agents.size).toBe(1);
	return [...state.agents.values()][0] as Agent;
};

describe('the fold', () => {
	test('[P6] ages become times of the relay’s clock', () => {
		expect(only(room(reported(START)))).toMatchObject({
			statusSince: START - 500,
			touches: [{ path: 'a.ts', mode: 'edit', at: START - 100 }],
		});
	});

	test('[F5] a patch changes what it names, takes away what is null, and leaves the rest', () => {
		const whole = report({
			task: 'Fix',
			branch: 'main',
			plan: [{ subject: 'One', state: 'pending' }],
			tokens: { input: 1, cached: 2, output: 3 },
		});
		const patch = { agentId: whole.agentId, status: 'idle' as const, statusAge: 10, task: null, branch: 'next', errors: 2 };
		const agent = only(
			room(reported(START, whole), { type: 'agent-changed', at: START + 1_000, operatorId: 'andrew', deviceId: device.andrew, patch }),
		);
		expect(agent).toMatchObject({
			status: 'idle',
			statusSince: START + 990,
			branch: 'next',
			errors: 2,
			plan: whole.plan,
			tokens: whole.tokens,
		});
		expect('task' in agent).toBe(false);
		expect(Object.values(agent)).not.toContain(undefined);
	});

	test('[F5] touches are merged by path, newest first, a hundred at the most', () => {
		const many = Array.from({ length: TOUCHES_MAX }, (_, index) => ({ path: `f${index}.ts`, mode: 'edit' as const, age: index }));
		const touches = [
			{ path: 'new.ts', mode: 'read' as const, age: 0 },
			{ path: 'f99.ts', mode: 'read' as const, age: 5 },
		];
		const agent = only(
			room(reported(START, report({ touches: many })), {
				type: 'agent-changed',
				at: START + 1_000,
				operatorId: 'andrew',
				deviceId: device.andrew,
				patch: { agentId: report().agentId, touches },
			}),
		);
		expect(agent.touches).toHaveLength(TOUCHES_MAX);
		expect(agent.touches.slice(0, 3)).toEqual([
			{ path: 'new.ts', mode: 'read', at: START + 1_000 },
			{ path: 'f99.ts', mode: 'read', at: START + 995 },
			{ path: 'f0.ts', mode: 'edit', at: START },
		]);
		expect(agent.touches.some((touch) => touch.path === 'f98.ts')).toBe(false);
	});

	test('a patch of an agent that is not known changes nothing', () => {
		const state = room();
		expect(
			fold(state, {
				type: 'agent-changed',
				at: START,
				operatorId: 'andrew',
				deviceId: device.andrew,
				patch: { agentId: report().agentId, status: 'idle' },
			}),
		).toEqual([]);
		expect(state.agents.size).toBe(0);
	});

	test('what fold returns tells every agent as it was and as it is', () => {
		const state = room(reported(START));
		const before = only(state);
		const [change] = fold(state, {
			type: 'agent-changed',
			at: START,
			operatorId: 'andrew',
			deviceId: device.andrew,
			patch: { agentId: before.agentId, errors: 1 },
		});
		expect(change).toEqual({ key: agentKey(before), before, after: { ...before, errors: 1 } });
		expect(before.errors, 'what was handed out before is not changed in place').toBe(0);
		expect(fold(state, { type: 'agent-gone', at: START, operatorId: 'andrew', agentId: before.agentId })).toHaveLength(1);
		expect(fold(state, { type: 'agent-gone', at: START, operatorId: 'andrew', agentId: before.agentId })).toEqual([]);
	});

	test('an operator who is gone takes agents and machines along', () => {
		const state = room(snapshot(START), reported(START), { type: 'operator-gone', at: START, operatorId: 'andrew' });
		expect([state.agents.size, state.reporters.size, [...state.operators.keys()]]).toEqual([0, 0, ['jake']]);
	});

	test('a room that was deleted holds no agents', () => {
		const state = room(snapshot(START), reported(START), { type: 'deleted', at: START });
		expect([state.deleted, state.agents.size]).toEqual([true, 0]);
	});

	test('two people may run agents of the same id', () => {
		const state = room(reported(START), { ...reported(START), operatorId: 'jake', deviceId: device.jake } as RoomEvent);
		expect([...state.agents.keys()]).toEqual(['andrew/0000000000000001', 'jake/0000000000000001']);
	});

	test('the snapshot of a room folds to the same as the events that made it', () => {
		const grown = room(snapshot(START), reported(START), {
			type: 'reporter-gone',
			at: START + 5,
			operatorId: 'andrew',
			deviceId: device.andrew,
		});
		const copied = room(snapshot(START + 5, { agents: [...grown.agents.values()], reporters: [...grown.reporters.values()] }));
		expect(copied).toEqual(grown);
	});
});

describe('a snapshot for those who watched before', () => {
	const reporter: Reporter = { operatorId: 'andrew', deviceId: device.andrew, heardAt: START };

	test('[F6] a machine that it does not name is offline since they last heard from the relay', () => {
		const state = room(
			snapshot(START),
			reported(START),
			{ type: 'beat', at: START + 60_000, operatorId: 'jake', deviceId: device.jake },
			snapshot(START + 90_000),
		);
		expect(state.reporters.get(device.andrew)?.offlineSince).toBe(START + 60_000);
		expect(freshness(state, only(state), START + 90_000)).toBe('offline');
	});

	test('[F6] one that was offline keeps its time, and vanishes when it is due', () => {
		const gone: RoomEvent = { type: 'reporter-gone', at: START, operatorId: 'andrew', deviceId: device.andrew };
		const state = room(snapshot(START), reported(START), gone, snapshot(START + OFFLINE_VISIBLE_MS));
		expect(state.reporters.get(device.andrew)?.offlineSince).toBe(START);
		fold(state, snapshot(START + OFFLINE_VISIBLE_MS + 1));
		expect([state.agents.size, state.reporters.size]).toEqual([0, 0]);
	});

	test('[F6] when it reports again it is live, with what it now has', () => {
		const state = room(snapshot(START), reported(START), snapshot(START + 1_000), reported(START + 2_000, report({ status: 'idle' })));
		expect(freshness(state, only(state), START + 2_000)).toBe('live');
		expect(only(state).status).toBe('idle');
	});

	test('what it does name is as it says: an agent that ended meanwhile is gone', () => {
		const state = room(snapshot(START), reported(START), snapshot(START + 1_000, { reporters: [reporter] }));
		expect(state.agents.size).toBe(0);
	});

	test('who is no longer a member has no machines', () => {
		const state = room(snapshot(START), reported(START), snapshot(START + 1_000, { operators: [jake] }));
		expect([state.agents.size, state.reporters.size]).toEqual([0, 0]);
	});

	test('tells of every agent that came, went or changed', () => {
		const state = room(snapshot(START), reported(START));
		const changes = fold(state, snapshot(START + 1_000, { reporters: [reporter] }));
		expect(changes.map(({ after }) => after)).toEqual([undefined]);
	});
});

describe('freshness', () => {
	const live = room(snapshot(START), reported(START));

	test('[F2] who works and is silent for 90 s is stale, not a moment before', () => {
		const agent = only(live);
		expect(shownStatus(live, agent, START + STALE_MS)).toBe('working');
		expect(shownStatus(live, agent, START + STALE_MS + 1)).toBe('stale');
	});

	test('[F2] a beat of its bridge keeps all agents of that machine fresh', () => {
		const state = room(snapshot(START), reported(START), {
			type: 'beat',
			at: START + 80_000,
			operatorId: 'andrew',
			deviceId: device.andrew,
		});
		expect(shownStatus(state, only(state), START + 80_000 + STALE_MS)).toBe('working');
	});

	test.each(['idle', 'error', 'unknown'] as const)('[F2] one that is %s may be silent for as long as it likes', (status) => {
		const state = room(snapshot(START), reported(START, report({ status })));
		expect(shownStatus(state, only(state), START + 10 * COLLISION_WINDOW_MS)).toBe(status);
	});

	test('[F3] offline for 15 minutes, then vanished', () => {
		const state = room(snapshot(START), reported(START), {
			type: 'reporter-gone',
			at: START,
			operatorId: 'andrew',
			deviceId: device.andrew,
		});
		const agent = only(state);
		expect([shownStatus(state, agent, START), freshness(state, agent, START + OFFLINE_VISIBLE_MS)]).toEqual(['offline', 'offline']);
		expect(freshness(state, agent, START + OFFLINE_VISIBLE_MS + 1)).toBe('vanished');
		expect(forgetOffline(state, START + OFFLINE_VISIBLE_MS)).toEqual([]);
		expect(forgetOffline(state, START + OFFLINE_VISIBLE_MS + 1)).toHaveLength(1);
		expect([state.agents.size, state.operators.size]).toEqual([0, 2]);
	});
});
