import { expect, test } from 'vitest';
import { dueAlerts, raised } from '../../shared/alerts/due-alerts.ts';
import { fileKey, filesIn, openAlerts } from '../../shared/alerts/open-alerts.ts';
import { alertKey, pairsOf } from '../../shared/room/collision-pairs.ts';
import { agentOf, MIN, meeting, modelOf, NOW, REPO } from '../../testing/sample-room.ts';
import type { AlertRecord } from '../contract/alert-record.ts';
import { answerTo, isMuted, judged, keyOf, noAlerts, snoozed, toggled } from './alerts.ts';

const model = modelOf(
	meeting(
		[
			agentOf('jake', { branch: 'login', edits: { 'a.ts': 1, 'b.ts': 1, 'apart.ts': 1, 'read.ts': 1 } }),
			agentOf('andrew', { branch: 'limits', edits: { 'a.ts': 1, 'b.ts': 1, 'apart.ts': 1, 'theirs.ts': 1 }, reads: { 'read.ts': 1 } }),
			agentOf('ada', { edits: { 'theirs.ts': 2 } }),
		],
		'a.ts',
		'b.ts',
		'theirs.ts',
	),
);
const open = (record: AlertRecord, now = NOW) => openAlerts(model.collisions(NOW), record, 'jake', now);
const keys = open(noAlerts()).map(({ key }) => key);
const due = (record: AlertRecord, now = NOW) => dueAlerts(open(record, now), record, now).length;
const pathsOf = (record: AlertRecord) => open(record).flatMap(({ paths }) => paths.toSorted());

test('[C8] one alert for a pair of people and their branches, however many files; none for others’, lines apart and reading', () => {
	const contender = { agentId: '', worktree: undefined, mode: 'edit', at: NOW } as const;
	const [mine, theirs] = [
		{ ...contender, operatorId: 'jake', branch: 'login' },
		{ ...contender, operatorId: 'andrew', branch: 'limits' },
	];
	expect(keys).toEqual([alertKey(REPO, theirs, mine)]);
	expect(pathsOf(noAlerts())).toEqual(['a.ts', 'b.ts']);
});

test('[C8] counted are files, each once, whoever else is in it', () => {
	const three = ['jake', 'andrew', 'ada'].map((operatorId) => agentOf(operatorId, { edits: { 'a.ts': 1 } }));
	const alerts = openAlerts(modelOf(meeting(three)).collisions(NOW), noAlerts(), 'jake', NOW);
	expect([alerts.length, filesIn(alerts)]).toEqual([2, 1]);
	expect(filesIn(open(noAlerts()))).toBe(2);
});

test('[C8] muted per file and per person', () => {
	expect(pathsOf({ ...noAlerts(), mutedFiles: [fileKey({ repo: REPO, path: 'a.ts' })] })).toEqual(['b.ts']);
	expect(open({ ...noAlerts(), mutedPeople: ['andrew'] })).toEqual([]);
	expect(open({ ...noAlerts(), mutedPeople: ['ada'] })).toHaveLength(1);
});

test('[C8] a muted person does not hide a third one in the same file', () => {
	const three = ['jake', 'andrew', 'ada'].map((operatorId) => agentOf(operatorId, { edits: { 'a.ts': 1 } }));
	const pairs = modelOf(three).collisions(NOW).flatMap(pairsOf);
	const shown = (mutedPeople: string[]) =>
		pairs
			.filter((pair) => !isMuted(pair, { ...noAlerts(), mutedPeople }, 'jake'))
			.map(({ one, other }) => [one.operatorId, other.operatorId].sort().join(' '))
			.sort();
	expect(shown(['andrew'])).toEqual(['ada andrew', 'ada jake']);
	expect(shown(['andrew', 'ada'])).toEqual([]);
});

test('[C8] snoozed for 30 minutes, then raised again', () => {
	const record = snoozed(raised(noAlerts(), keys, NOW), keys, NOW);
	expect(open(record, NOW + 30 * MIN - 1)).toEqual([]);
	expect(due(record, NOW + 30 * MIN)).toBe(1);
	expect(due(raised(record, keys, NOW + 30 * MIN), NOW + 31 * MIN)).toBe(0);
});

test('[C8] raised once for a pair of people, again only when it went away and came back after the snooze', () => {
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

test('what was answered to a pair, as long as it holds', () => {
	const pair = model
		.collisions(NOW)
		.flatMap(pairsOf)
		.find((each) => keys.includes(keyOf(each)));
	if (pair === undefined) throw new Error('No pair is an alert.');
	expect(answerTo(pair, noAlerts(), NOW)).toEqual({ isSnoozed: false, opinion: undefined });
	const record = judged(snoozed(noAlerts(), keys, NOW), keys, false);
	expect(answerTo(pair, record, NOW)).toEqual({ isSnoozed: true, opinion: false });
	expect(answerTo(pair, record, NOW + 30 * MIN)).toEqual({ isSnoozed: false, opinion: false });
});

test('toggled in, toggled out', () => {
	expect(toggled(toggled([], 'a'), 'a')).toEqual([]);
});
