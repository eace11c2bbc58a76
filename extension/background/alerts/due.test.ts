import { expect, test } from 'vitest';
import { isQuiet } from '../../../shared/alerts/is-quiet.ts';
import { agentOf, MIN, meeting, modelOf, NOW } from '../../../testing/sample-room.ts';
import { noAlerts } from '../../room/alerts.ts';
import { badgeOf } from './badge.ts';
import { dueOf } from './due.ts';

const local = new Date(NOW);
const loud = { isOn: false, from: '18:00', to: '09:00' };
const collide = () => modelOf(meeting([agentOf('jake', { edits: { 'a.ts': 1 } }), agentOf('andrew', { edits: { 'a.ts': 1 } })]));
const wait = (since = 1) =>
	modelOf([agentOf('jake', { agentId: 'a'.repeat(16), status: 'waiting', since }), agentOf('andrew', { status: 'waiting' })]);

test('[C8] a conflict is due once', () => {
	const due = dueOf(collide(), noAlerts(), { notify: 'collisions', quiet: loud }, local);
	expect(due.alone.collisions.map(({ paths }) => paths)).toEqual([['a.ts']]);
	expect(dueOf(collide(), due.record, { notify: 'collisions', quiet: loud }, local).alone.collisions).toEqual([]);
});

test('nothing is due while notifications are off', () => {
	expect(dueOf(collide(), noAlerts(), { notify: 'off', quiet: loud }, local).alone.collisions).toEqual([]);
});

test('what comes in quiet hours is due at their end', () => {
	const quiet = { isOn: true, from: '00:00', to: '23:59' };
	const during = dueOf(collide(), noAlerts(), { notify: 'collisions', quiet }, local);
	expect(during.alone.collisions).toEqual([]);
	expect(dueOf(collide(), during.record, { notify: 'collisions', quiet: loud }, local).alone.collisions).toHaveLength(1);
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
	expect(dueOf(wait(), noAlerts(), { notify: 'collisions', quiet: loud }, local).alone.waits).toEqual([]);
	const first = dueOf(wait(9), noAlerts(), settings, local);
	expect(first.alone.waits.map((agent) => agent.operatorId)).toEqual(['jake']);
	expect(dueOf(wait(9), first.record, settings, local).alone.waits).toEqual([]);
	expect(dueOf(wait(1), first.record, settings, local).alone.waits).toHaveLength(1);
});

const loudly = { notify: 'collisions-and-waiting', quiet: loud } as const;
/** Conflicts of one pair of people, on as many branches. */
const manyAgents = (count: number, first = 0, more: Parameters<typeof agentOf>[1] = {}) =>
	Array.from({ length: count }, (_, index) => {
		const on = { branch: `feat/${first + index}`, edits: { [`src/${first + index}.ts`]: 1 } };
		return meeting([agentOf('jake', { ...on, ...more }), agentOf('andrew', on)]);
	}).flat();
const many = (count: number, first = 0) => modelOf(manyAgents(count, first));
const shownOf = ({ alone, digest }: ReturnType<typeof dueOf>) => [alone.collisions.length, digest.collisions.length];

test('[C8] one person’s conflicts with another on one branch are told as one, however many files', () => {
	const edits = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`src/${index}.ts`, 1]));
	const model = modelOf(meeting([agentOf('jake', { edits }), agentOf('andrew', { edits })]));
	expect(shownOf(dueOf(model, noAlerts(), loudly, local))).toEqual([1, 0]);
	expect(badgeOf(model, noAlerts(), NOW)).toMatchObject({ text: '40', reason: 'conflicts' });
});

test('[C8] two in the same file, and one who reads what another changes, are due for nobody', () => {
	const model = modelOf([
		agentOf('jake', { edits: { 'a.ts': 1, 'b.ts': 1 } }),
		agentOf('andrew', { edits: { 'a.ts': 1 }, reads: { 'b.ts': 1 } }),
	]);
	expect(model.collisions(NOW)).toHaveLength(2);
	expect(shownOf(dueOf(model, noAlerts(), loudly, local))).toEqual([0, 0]);
	expect(badgeOf(model, noAlerts(), NOW)).toMatchObject({ reason: 'nothing' });
});

test('[L12] [C8] three conflicts at once are told alone, and eight hundred as one, once', () => {
	expect(shownOf(dueOf(many(3), noAlerts(), loudly, local))).toEqual([3, 0]);
	const first = dueOf(many(800), noAlerts(), loudly, local);
	expect(shownOf(first)).toEqual([0, 800]);
	for (const minutes of [1, 15, 25]) {
		const later = dueOf(many(800), first.record, loudly, new Date(NOW + minutes * MIN));
		expect(shownOf(later)).toEqual([0, 0]);
	}
});

test('[L12] however many collisions are raised one by one, three in ten minutes are told alone and the others as one', () => {
	let record = noAlerts();
	const shown = { alone: 0, digests: 0 };
	for (let second = 0; second < 1_200; second++) {
		const due = dueOf(many(1, Math.floor(second / 5)), record, loudly, new Date(NOW + second * 1_000));
		record = due.record;
		shown.alone += due.alone.collisions.length;
		shown.digests += Math.sign(due.digest.collisions.length);
	}
	expect(shown).toEqual({ alone: 6, digests: 2 });
});

test('[L12] what is held back is told by the next digest', () => {
	const digest = dueOf(many(4), noAlerts(), loudly, local);
	expect(shownOf(digest)).toEqual([0, 4]);
	const held = dueOf(many(9), digest.record, loudly, new Date(NOW + MIN));
	expect(shownOf(held)).toEqual([0, 0]);
	expect(shownOf(dueOf(many(9), held.record, loudly, new Date(NOW + 10 * MIN)))).toEqual([0, 5]);
});

test('[L12] others’ collisions hold back no wait of mine', () => {
	const digest = dueOf(many(4), noAlerts(), loudly, local);
	const waiting = agentOf('jake', { status: 'waiting' });
	const model = modelOf([...manyAgents(9), waiting]);
	const due = dueOf(model, digest.record, loudly, local);
	expect([due.alone.waits.length, ...shownOf(due)]).toEqual([1, 0, 0]);
});

test('[L12] a clock that was set back holds nothing back for ever', () => {
	const digest = dueOf(many(4), noAlerts(), loudly, local);
	const ahead = { ...digest.record, raised: {}, digestAt: NOW + 24 * 60 * MIN };
	expect(shownOf(dueOf(many(9), ahead, loudly, local))).toEqual([0, 9]);
});

test('the badge counts files in open conflicts of mine, else my agents that wait, else nothing', () => {
	expect(badgeOf(collide(), noAlerts(), NOW)).toMatchObject({ text: '1', reason: 'conflicts' });
	expect(badgeOf(collide(), { ...noAlerts(), mutedPeople: ['andrew'] }, NOW)).toMatchObject({ text: '', reason: 'nothing' });
	expect(badgeOf(wait(), noAlerts(), NOW)).toMatchObject({ text: '1', reason: 'waiting' });
	expect(badgeOf(wait(), noAlerts(), NOW + 5 * MIN)).toMatchObject({ reason: 'nothing' });
});
