import { expect, test } from 'vitest';
import { noAlerts } from '../live/alerts.ts';
import { agentOf, MIN, modelOf, NOW } from '../live/sample-room.ts';
import { badgeOf } from './badge.ts';
import { dueOf, isQuiet } from './due.ts';

const local = new Date(NOW);
const loud = { isOn: false, from: '18:00', to: '09:00' };
const collide = () => modelOf([agentOf('jake', { edits: { 'a.ts': 1 } }), agentOf('andrew', { edits: { 'a.ts': 1 } })]);
const wait = (since = 1) =>
	modelOf([agentOf('jake', { agentId: 'a'.repeat(16), status: 'waiting', since }), agentOf('andrew', { status: 'waiting' })]);

test('[C8] a collision is due once', () => {
	const due = dueOf(collide(), noAlerts(), { notify: 'collisions', quiet: loud }, local);
	expect(due.collisions.map((collision) => collision.path)).toEqual(['a.ts']);
	expect(dueOf(collide(), due.record, { notify: 'collisions', quiet: loud }, local).collisions).toEqual([]);
});

test('nothing is due while notifications are off', () => {
	expect(dueOf(collide(), noAlerts(), { notify: 'off', quiet: loud }, local).collisions).toEqual([]);
});

test('what comes in quiet hours is due at their end', () => {
	const quiet = { isOn: true, from: '00:00', to: '23:59' };
	const during = dueOf(collide(), noAlerts(), { notify: 'collisions', quiet }, local);
	expect(during.collisions).toEqual([]);
	expect(dueOf(collide(), during.record, { notify: 'collisions', quiet: loud }, local).collisions).toHaveLength(1);
});

test('quiet hours may go over midnight', () => {
	const at = (clock: string) => new Date(`2026-11-23T${clock}:00`);
	const night = { isOn: true, from: '18:00', to: '09:00' };
	expect(['17:59', '18:00', '23:59', '00:00', '08:59', '09:00'].map((clock) => isQuiet(night, at(clock)))).toEqual([
		false,
		true,
		true,
		true,
		true,
		false,
	]);
	const noon = { isOn: true, from: '12:00', to: '13:00' };
	expect(['11:59', '12:00', '13:00'].map((clock) => isQuiet(noon, at(clock)))).toEqual([false, true, false]);
	expect(isQuiet({ ...night, isOn: false }, at('23:00'))).toBe(false);
});

test('a wait of mine is due where it was asked for, once, and again when the agent waits anew', () => {
	const settings = { notify: 'collisions-and-waiting', quiet: loud } as const;
	expect(dueOf(wait(), noAlerts(), { notify: 'collisions', quiet: loud }, local).waits).toEqual([]);
	const first = dueOf(wait(9), noAlerts(), settings, local);
	expect(first.waits.map((agent) => agent.operatorId)).toEqual(['jake']);
	expect(dueOf(wait(9), first.record, settings, local).waits).toEqual([]);
	expect(dueOf(wait(1), first.record, settings, local).waits).toHaveLength(1);
});

test('the badge counts open collisions of mine, else my agents that wait, else nothing', () => {
	expect(badgeOf(collide(), noAlerts(), NOW)).toMatchObject({ text: '1', reason: 'collisions' });
	expect(badgeOf(collide(), { ...noAlerts(), mutedPeople: ['andrew'] }, NOW)).toMatchObject({ text: '', reason: 'nothing' });
	expect(badgeOf(wait(), noAlerts(), NOW)).toMatchObject({ text: '1', reason: 'waiting' });
	expect(badgeOf(wait(), noAlerts(), NOW + 5 * MIN)).toMatchObject({ reason: 'nothing' });
});
