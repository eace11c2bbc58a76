import { expect, test } from 'vitest';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import { SessionStates } from './session-states.ts';

const agent = (more: Partial<LocalAgent> = {}) =>
	({ agentId: 'a', status: 'working', statusSince: 100, lastActive: 200, ...more }) as LocalAgent;

test('[A14] counts until its files say something later', () => {
	const states = new SessionStates();
	expect(states.of(agent())).toBeUndefined();
	states.tell('a', 'waiting', 300);
	expect(states.of(agent())).toEqual({ status: 'waiting', statusSince: 300 });
	expect(states.of(agent({ lastActive: 301 }))).toBeUndefined();
	expect(states.of(agent({ statusSince: 301 }))).toBeUndefined();
	// What its files leave open when they have been silent for a while is no word of theirs.
	expect(states.of(agent({ status: 'unknown', statusSince: 301 }))).toEqual({ status: 'waiting', statusSince: 300 });
	expect(states.of(agent({ status: 'unknown', statusSince: 301, lastActive: 301 }))).toBeUndefined();
	expect([states.goesOn('a'), states.goesOn('a'), states.of(agent())]).toEqual([true, false, undefined]);
	states.tell('a', 'gone', 400);
	expect(states.of(agent())).toEqual({ status: 'idle', statusSince: 400 });
	expect(states.of(agent({ status: 'error' }))).toBeUndefined();
});
