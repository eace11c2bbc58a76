import { expect, test } from 'vitest';
import { agentOf, NOW, snapshotOf } from '../../../testing/sample-room.ts';
import { type SurfaceView, surfaceView } from '../../contract/surface-view.ts';
import { noAlerts } from '../../room/alerts.ts';
import { TRIMS } from './view-trims.ts';

const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`src/${index}.ts`, 1]));
const plan = [{ subject: 'Think', state: 'in_progress' as const }];
const agents = [
	agentOf('jake', { edits: { 'a.ts': 1, 'b.ts': 1 }, plan }),
	agentOf('andrew', { edits: { 'a.ts': 1, 'c.ts': 1 }, plan }),
	agentOf('ada', { edits: many, plan }),
];
const view: SurfaceView = {
	machine: { host: 'none', consent: 'unasked', offered: [] },
	theme: 'system',
	rooms: [],
	connection: { type: 'live' },
	snapshot: snapshotOf(agents),
	heardAt: NOW,
	feed: [],
	lookedAt: 1,
	alerts: noAlerts(),
	pulls: { 1: { repo: 'github.com/acme/api', number: 7, files: ['a'.repeat(64)], isUnmarked: false } },
	seen: [],
	github: { hasToken: false, faults: {} },
	isGithubAllowed: true,
};
const stored = TRIMS.map((trim) => surfaceView.parse(JSON.parse(JSON.stringify(trim(view)))));
const touchesOf = ({ snapshot }: SurfaceView) => snapshot?.agents.map(({ operatorId, touches }) => `${operatorId} ${touches.length}`);

test('[L12] each trim of a view is less than the one before, and says that it is a part', () => {
	const sizes = stored.map((each) => JSON.stringify(each).length);
	expect(sizes).toEqual([...sizes].sort((one, other) => other - one));
	expect(stored.map((each) => each.isPart === true)).toEqual([false, true, true, true]);
});

test('[L12] my agents, and those that they collide with, stay whole the longest', () => {
	expect(stored.map(touchesOf)).toEqual([
		['jake 2', 'andrew 2', 'ada 50'],
		['jake 2', 'andrew 2', 'ada 5'],
		['jake 2', 'andrew 2'],
		undefined,
	]);
});

test('[L12] the people, what a person said, and which pull request a tab shows are kept as long as there is a room', () => {
	for (const each of stored.slice(0, 3)) expect(each.snapshot?.operators).toHaveLength(3);
	const files = stored.map(({ lookedAt, pulls }) => [lookedAt, pulls['1']?.number, pulls['1']?.files.length]);
	expect(files).toEqual([
		[1, 7, 1],
		[1, 7, 0],
		[1, 7, 0],
		[1, 7, 0],
	]);
});
