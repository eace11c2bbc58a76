import { expect, test } from 'vitest';
import { agentOf, deviceOf, MIN, modelOf, NOW, operatorOf } from '../../testing/sample-room.ts';
import { inScope, NO_FILTER, passes, peopleOf, rowsOf, summaryOf } from './board.ts';

const tasks = (list: { agent: { task?: string | undefined } }[]) => list.map((row) => row.agent.task);

test('what needs a person comes first: mine that wait, others that wait, working, idle, offline', () => {
	const model = modelOf(
		[
			agentOf('ada', { task: 'idle', status: 'idle' }),
			agentOf('andrew', { task: 'working' }),
			agentOf('andrew', { task: 'waits', status: 'waiting' }),
			agentOf('jake', { task: 'mine waits', status: 'waiting', since: 9 }),
		],
		{ type: 'reporter-gone', at: NOW, operatorId: 'ada', deviceId: deviceOf('ada') },
	);
	const rows = rowsOf(model.state, NOW);
	expect(tasks(rows)).toEqual(['mine waits', 'waits', 'working', 'idle']);
	expect(rows.at(-1)?.status).toBe('offline');
	expect(rows.at(-1)?.since).toBe(NOW);
});

test('[F2] a working agent whose machine was silent for 90 s is stale, since it was last heard', () => {
	const model = modelOf([agentOf('andrew', { since: 30 })]);
	expect(rowsOf(model.state, NOW + 90_000)[0]).toMatchObject({ status: 'working', since: NOW - 30 * MIN });
	expect(rowsOf(model.state, NOW + 90_001)[0]).toMatchObject({ status: 'stale', since: NOW });
});

test('[F3] an agent that went offline vanishes after 15 minutes', () => {
	const model = modelOf([agentOf('andrew')], { type: 'reporter-gone', at: NOW, operatorId: 'andrew', deviceId: deviceOf('andrew') });
	expect(rowsOf(model.state, NOW + 15 * MIN)).toHaveLength(1);
	expect(rowsOf(model.state, NOW + 15 * MIN + 1)).toHaveLength(0);
});

test('of somebody who paused, the agents are shown as paused', () => {
	const model = modelOf([agentOf('andrew')], { type: 'operator', at: NOW, operator: operatorOf('andrew', { paused: true }) });
	expect(rowsOf(model.state, NOW)[0]?.status).toBe('paused');
});

test('a view is mine, everyone’s or one person’s', () => {
	const rows = rowsOf(modelOf([agentOf('jake'), agentOf('andrew'), agentOf('ada')]).state, NOW);
	const seen = (scope: Parameters<typeof inScope>[1]) => rows.filter((row) => inScope(row, scope)).map((row) => row.agent.operatorId);
	expect(seen({ type: 'mine' })).toEqual(['jake']);
	expect(seen({ type: 'all' })).toHaveLength(3);
	expect(seen({ type: 'operator', operatorId: 'ada' })).toEqual(['ada']);
});

test('a filter wants every word, in whatever text of the agent', () => {
	const [row] = rowsOf(modelOf([agentOf('andrew', { task: 'Rate limits', edits: { 'src/http/limits.ts': 1 } })]).state, NOW);
	if (row === undefined) throw new Error('The agent is missing.');
	expect(passes(row, { ...NO_FILTER, text: 'RATE andrew limits.ts' })).toBe(true);
	expect(passes(row, { ...NO_FILTER, text: 'rate jake' })).toBe(false);
	expect(passes(row, { ...NO_FILTER, repo: 'github.com/acme/web' })).toBe(false);
	expect(passes(row, { ...NO_FILTER, status: 'idle' })).toBe(false);
});

test('one that works and has done nothing for five minutes is told apart; one that began just now is not', () => {
	const silent = (more: object) => rowsOf(modelOf([agentOf('jake', { since: 30, ...more })]).state, NOW)[0]?.silentSince;
	expect(silent({ lastActive: NOW - 5 * MIN })).toBe(NOW - 5 * MIN);
	expect(silent({ lastActive: NOW - 4 * MIN })).toBeUndefined();
	expect(silent({ lastActive: NOW - 9 * MIN, since: 1 })).toBeUndefined();
	expect(silent({ lastActive: NOW - 9 * MIN, status: 'waiting' })).toBeUndefined();
	expect(silent({})).toBeUndefined();
});

test('people: me, then who is online, then by name', () => {
	const model = modelOf([], { type: 'operator', at: NOW, operator: operatorOf('ada', { online: false }) });
	expect(peopleOf(model.state).map((operator) => operator.name)).toEqual(['Jake', 'Andrew', 'Ada']);
});

test('a summary counts people, agents and what they do', () => {
	const model = modelOf([agentOf('jake'), agentOf('andrew', { status: 'waiting' })]);
	expect(summaryOf(model.state, rowsOf(model.state, NOW), 1)).toEqual({
		people: 3,
		online: 3,
		agents: 2,
		working: 1,
		waiting: 1,
		conflicts: 1,
	});
});
