import { expect, test } from 'vitest';
import type { SealedAgent } from '../../../shared/room/events.ts';
import { agentOf, deviceOf, MIN, meeting, NOW } from '../../../testing/sample-room.ts';
import { isPersonNeeded } from './needs-person.ts';

const reporters = ['jake', 'andrew'].map((operatorId) => ({ operatorId, deviceId: deviceOf(operatorId), heardAt: NOW }));
const isNeeded = (agents: ReturnType<typeof agentOf>[], there = reporters) =>
	isPersonNeeded('jake', { at: NOW, reporters: there, agents: agents as SealedAgent[] });

test('a room needs its person where an agent of theirs waits, or where their lines meet another’s', () => {
	expect(isNeeded([agentOf('jake'), agentOf('andrew', { status: 'waiting' })])).toBe(false);
	expect(isNeeded([agentOf('jake', { status: 'waiting' })])).toBe(true);
	const edits = { 'a.ts': 1 };
	expect(isNeeded([agentOf('jake', { edits }), agentOf('andrew', { edits })])).toBe(false);
	expect(isNeeded(meeting([agentOf('jake', { edits }), agentOf('andrew', { edits })]))).toBe(true);
});

test('one that waits on a machine that went away does not', () => {
	const away = reporters.map((each) => ({ ...each, offlineSince: NOW - MIN }));
	expect(isNeeded([agentOf('jake', { status: 'waiting' })], away)).toBe(false);
});
