import { describe, expect, test } from 'vitest';
import { PULSE_MS, TOUCHES_MAX } from '../../shared/limits.ts';
import { reportOf } from '../../shared/report/clock.ts';
import { emptyRoom, fold } from '../../shared/room/fold.ts';
import { difference } from './difference.ts';
import type { SharedAgent } from './shared-agent.ts';

const NOW = 1_000_000;
const agent: SharedAgent = {
	agentId: '0123456789abcdef',
	kind: 'codex',
	status: 'working',
	statusSince: NOW - 5_000,
	task: 'Editing login.ts',
	plan: [{ subject: 'Mend the login', state: 'in_progress' }],
	repo: 'github.com/acme/api',
	branch: 'main',
	head: undefined,
	touches: [{ path: 'src/login.ts', mode: 'edit', at: NOW - 1_000 }],
	errors: 0,
	tokens: { input: 1, cached: 2, output: 3 },
};

/** What a watcher holds after the whole report and then whatever the difference says. */
function seen(before: SharedAgent, after: SharedAgent) {
	const state = emptyRoom('acme');
	const from = { operatorId: 'jake', deviceId: 'd', at: NOW } as const;
	fold(state, { type: 'agent', ...from, report: reportOf(before, NOW) });
	const news = difference(before, after, NOW);
	if (news === 'whole') fold(state, { type: 'agent', ...from, report: reportOf(after, NOW) });
	else if (news !== 'none') fold(state, { type: 'agent-changed', ...from, patch: news });
	return [...state.agents.values()];
}
function told(after: SharedAgent) {
	const state = emptyRoom('acme');
	fold(state, { type: 'agent', operatorId: 'jake', deviceId: 'd', at: NOW, report: reportOf(after, NOW) });
	return [...state.agents.values()];
}

describe('[F5] only what changed', () => {
	test('nothing is nothing', () => expect(difference(agent, { ...agent, touches: [...agent.touches] }, NOW)).toBe('none'));

	test('one more edit is one touch, with its age', () => {
		const after = { ...agent, touches: [{ path: 'src/new.ts', mode: 'edit' as const, at: NOW - 10 }, ...agent.touches] };
		expect(difference(agent, after, NOW)).toEqual({ agentId: agent.agentId, touches: [{ path: 'src/new.ts', mode: 'edit', age: 10 }] });
	});

	test('that it is at work is told with anything else, and by itself once a minute', () => {
		const before = { ...agent, lastActive: NOW - PULSE_MS, activity: [{ at: NOW - PULSE_MS, actions: 1 }] };
		const after = { ...before, lastActive: NOW - 1, activity: [{ at: NOW - PULSE_MS, actions: 2 }] };
		expect(difference(before, after, NOW)).toBe('none');
		const pulse = { lastActive: 1, activity: [{ age: PULSE_MS, actions: 2 }] };
		expect(difference(before, { ...after, errors: 1 }, NOW)).toEqual({ agentId: agent.agentId, errors: 1, ...pulse });
		expect(difference(before, { ...after, lastActive: NOW }, NOW)).toEqual({ agentId: agent.agentId, ...pulse, lastActive: 0 });
		expect(difference(agent, after, NOW), 'from the first').toEqual({ agentId: agent.agentId, ...pulse });
	});

	test.each<[string, Partial<SharedAgent>]>([
		['a status', { status: 'waiting', statusSince: NOW - 3 }],
		['a task that is gone', { task: undefined }],
		['a plan', { plan: [{ subject: 'Mend the login', state: 'completed' }] }],
		['a branch that is gone', { branch: undefined }],
		['a fork', { head: 'github.com/jake/api' }],
		['errors', { errors: 2 }],
		['tokens that are no longer shared', { tokens: undefined }],
		['a touch again', { touches: [{ path: 'src/login.ts', mode: 'edit', at: NOW }] }],
		['a read that became an edit', { touches: [{ path: 'src/login.ts', mode: 'read', at: NOW - 1_000 }] }],
		['another repository', { repo: 'github.com/acme/web' }],
		['touches that are no longer shared', { touches: [] }],
	])('%s: a watcher ends with what the bridge has', (_, change) => {
		const after = { ...agent, ...change };
		expect(difference(agent, after, NOW)).not.toBe('none');
		expect(seen(agent, after)).toEqual(told(after));
	});

	test('touches that newer ones crowded out need no whole report', () => {
		const touch = (number: number) => ({ path: `src/${number}.ts`, mode: 'edit' as const, at: NOW - 1_000 + number });
		const all = Array.from({ length: TOUCHES_MAX + 1 }, (_, index) => touch(index)).reverse();
		const before = { ...agent, touches: all.slice(1) };
		const after = { ...agent, touches: all.slice(0, TOUCHES_MAX) };
		expect(difference(before, after, NOW)).toMatchObject({ touches: [{ path: `src/${TOUCHES_MAX}.ts` }] });
		expect(seen(before, after)).toEqual(told(after));
	});
});
