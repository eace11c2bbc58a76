import { expect, test } from 'vitest';
import { agentOf, MIN, modelOf, NOW, REPO } from '../../testing/sample-room.ts';
import type { AlertRecord } from '../contract/alert-record.ts';
import { dueAlerts, fileKey, isMuted, judged, noAlerts, openCollisions, pairKeys, raised, snoozed, toggled } from './alerts.ts';

const model = modelOf([
	agentOf('jake', { edits: { 'a.ts': 1, 'read.ts': 1 } }),
	agentOf('andrew', { edits: { 'a.ts': 1, 'theirs.ts': 1 }, reads: { 'read.ts': 1 } }),
	agentOf('ada', { edits: { 'theirs.ts': 2 } }),
]);
const open = (record: AlertRecord, now = NOW) => openCollisions(model.collisions(NOW), record, 'jake', now);
const [collision] = open(noAlerts());
if (collision === undefined) throw new Error('Jake and Andrew do not collide.');
const keys = pairKeys(collision, 'jake');
const due = (record: AlertRecord, now = NOW) => dueAlerts(open(record, now), record, 'jake', now).length;

test('open are the collisions that involve me: no notes, no others’', () => {
	expect(open(noAlerts()).map((each) => each.path)).toEqual(['a.ts']);
});

test('[C8] muted per file and per person', () => {
	expect(open({ ...noAlerts(), mutedFiles: [fileKey({ repo: REPO, path: 'a.ts' })] })).toEqual([]);
	expect(open({ ...noAlerts(), mutedPeople: ['andrew'] })).toEqual([]);
	expect(open({ ...noAlerts(), mutedPeople: ['ada'] })).toHaveLength(1);
});

test('[C8] a muted person does not hide a third one in the same file', () => {
	const three = modelOf(['jake', 'andrew', 'ada'].map((operatorId) => agentOf(operatorId, { edits: { 'a.ts': 1 } }))).collisions(NOW)[0];
	if (three === undefined) throw new Error('Three people do not collide.');
	expect(isMuted(three, { ...noAlerts(), mutedPeople: ['andrew'] }, 'jake')).toBe(false);
	expect(isMuted(three, { ...noAlerts(), mutedPeople: ['andrew', 'ada'] }, 'jake')).toBe(true);
});

test('[C8] snoozed for 30 minutes, then raised again', () => {
	const record = snoozed(raised(noAlerts(), keys, NOW), keys, NOW);
	expect(open(record, NOW + 30 * MIN - 1)).toEqual([]);
	expect(due(record, NOW + 30 * MIN)).toBe(1);
	expect(due(raised(record, keys, NOW + 30 * MIN), NOW + 31 * MIN)).toBe(0);
});

test('[C8] raised once for a file and pair, again only when it went away and came back after the snooze', () => {
	expect(due(noAlerts())).toBe(1);
	const record = { ...raised(noAlerts(), keys, NOW), open: keys };
	expect(due(record, NOW + 120 * MIN)).toBe(0);
	expect(due({ ...record, open: [] }, NOW + 10 * MIN)).toBe(0);
	expect(due({ ...record, open: [] }, NOW + 31 * MIN)).toBe(1);
});

test('a second opinion replaces the first', () => {
	const twice = judged(judged(noAlerts(), keys, true), keys, false);
	expect([twice.useful, twice.useless]).toEqual([0, 1]);
	expect(judged(twice, keys, false).useless).toBe(1);
});

test('toggled in, toggled out', () => {
	expect(toggled(toggled([], 'a'), 'a')).toEqual([]);
});
