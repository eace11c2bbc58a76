import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pairGroups } from '../../../shared/room/collision-pairs.ts';
import { agentOf, MIN, meeting, modelOf, NOW } from '../../../testing/sample-room.ts';
import type { PastRun } from '../../contract/past-run.ts';
import { peopleOf, rowsOf } from '../board.ts';
import { foldersOf, tilesOf } from './folders.ts';
import { type LaneTime, LEVELS, lanesOf } from './lanes.ts';
import { meetingsOf } from './meetings.ts';

const model = modelOf(
	meeting([
		agentOf('jake', { task: 'one', since: 60, edits: { 'src/auth/a.ts': 12, 'src/http/b.ts': 1 } }),
		agentOf('andrew', { task: 'two', since: 6, status: 'waiting', edits: { 'src/auth/a.ts': 24 } }),
	]),
);
const rows = rowsOf(model.state, NOW);
const groups = pairGroups(model.collisions(NOW), 'jake');
const people = peopleOf(model.state);
const SPAN_MS = 120 * MIN;
const TIME: LaneTime = { now: NOW, spanMs: SPAN_MS, levels: LEVELS };

test('a lane for each person with agents: since when each is what it is, what it did before, and when lines met', () => {
	const { lanes, ties } = lanesOf(people, rows, groups, TIME);
	expect(lanes.map(({ operator, bars }) => [operator.name, ...bars.map(({ status, from, to }) => [status, from, to])])).toEqual([
		['Jake', ['working', 0.5, 1]],
		['Andrew', ['past', 0.8, 0.8 + (5 * MIN) / SPAN_MS], ['waiting', 1 - (6 * MIN) / SPAN_MS, 1]],
	]);
	expect(ties.map(({ one, other, at }) => [one, other, at].map(Number))).toEqual([[expect.any(Number), expect.any(Number), 0.9]]);
});

const share = (minutes: number) => 1 - (minutes * MIN) / SPAN_MS;
const run = (agent: string, operatorId: string, from: number, to: number, status: PastRun['status'] = 'working'): PastRun => ({
	agent,
	operatorId,
	status,
	from: NOW - from * MIN,
	to: NOW - to * MIN,
});
const barsOf = (past: PastRun[], list = rows) =>
	lanesOf(people, list, [], TIME, past).lanes.map(({ bars }) => bars.map(({ status, from, to, level }) => [status, from, to, level]));

test('the past is what a bridge tells of it, hours ago too: moments that lie near each other are one bar, and between them nothing is claimed', () => {
	const busy = agentOf('jake', {
		since: 2,
		edits: { 'a.ts': 100, 'b.ts': 96 },
		activity: [{ at: NOW - 20 * MIN, actions: 4 }],
	});
	const [bars] = barsOf([], rowsOf(modelOf([busy]).state, NOW));
	expect(bars).toEqual([
		['past', share(100), share(91), 0],
		['past', share(20), share(15), 0],
		['working', share(2), 1, 0],
	]);
});

test('what this browser saw of it is said as what it was, and outlives the agent', () => {
	const [andrews] = rows.filter(({ isMine }) => !isMine);
	const [, bars] = barsOf([
		run(andrews?.key ?? '', 'andrew', 40, 10),
		run('andrew/gone', 'andrew', 90, 70, 'error'),
		run('andrew/gone', 'andrew', 300, 200),
		run('stranger/1', 'stranger', 30, 20),
	]);
	expect(bars).toEqual([
		['working', share(40), share(10), 0],
		['waiting', share(6), 1, 0],
		['error', share(90), share(70), 1],
	]);
});

test('lanes of which nothing is told anew are the very same, and none are once time has passed', () => {
	const before = lanesOf(people, rows, groups, TIME);
	const told = rows.map((row) => (row.isMine ? row : { ...row, agent: { ...row.agent, errors: 7 } }));
	const after = lanesOf(people, told, groups, TIME, before.past, before);
	expect(after.lanes.map((lane, at) => lane === before.lanes[at])).toEqual([true, false]);
	expect(after.lanes).toEqual(lanesOf(people, told, groups, TIME).lanes);
	const later = { ...TIME, now: NOW + MIN };
	expect(lanesOf(people, told, groups, later, before.past, after)).toEqual(lanesOf(people, told, groups, later));
});

test('as far back as somebody chose; who is idle is at work no longer; what does not fit a lane is left out', () => {
	const idle = agentOf('jake', { since: 150, status: 'idle', edits: { 'a.ts': 200 } });
	const list = rowsOf(modelOf([idle, agentOf('jake', { since: 240 })]).state, NOW);
	const barsIn = (time: Partial<LaneTime>) =>
		lanesOf(people, list, [], { ...TIME, ...time }).lanes.map(({ bars }) => bars.map(({ status }) => status));
	expect(barsIn({})).toEqual([['working']]);
	expect(barsIn({ spanMs: 240 * MIN })).toEqual([['working', 'past']]);
	expect(barsIn({ spanMs: 240 * MIN, levels: 1 })).toEqual([['working']]);
	const [lane] = lanesOf(people, list, [], { ...TIME, spanMs: 480 * MIN }).lanes;
	expect(lane?.bars[0]?.from).toBe(0.5);
});

test('who meets whom says the worst level of each two, both ways, and leaves out who meets nobody', () => {
	const { people: met, levelOf } = meetingsOf(people, groups);
	expect(met.map(({ name }) => name)).toEqual(['Jake', 'Andrew']);
	expect([levelOf('jake', 'andrew'), levelOf('andrew', 'jake'), levelOf('jake', 'ada')]).toEqual(['conflict', 'conflict', undefined]);
});

test('where it is busy: folders by files with living changes, one that two change counts once; tiles fill the picture', () => {
	const colliding = new Map(rows.map(({ key }) => [key, new Set(['src/auth/a.ts'])]));
	const folders = foldersOf([...rows, ...rows], colliding);
	expect(folders.map(({ path, files, hasConflict }) => [path, files, hasConflict])).toEqual([
		['src/auth', 1, true],
		['src/http', 1, false],
	]);
	const tiles = tilesOf([...folders, ...folders, ...folders]);
	expect(tiles).toHaveLength(6);
	expect(tiles.reduce((sum, { width, height }) => sum + width * height, 0)).toBeCloseTo(1);
});

/** What would make of these pictures a ranking of people. */
const RANKING = /\b(rank|ranking|score|leader ?board|top|best|most|fastest|slowest|productiv\w*|performance|total|velocity|per person)\b/i;

test('nothing ranks people: no such word is said, nothing of a person is summed up', () => {
	const messages = JSON.parse(readFileSync(join(import.meta.dirname, '../../public/_locales/en/messages.json'), 'utf8'));
	const said = Object.entries(messages as Record<string, { message: string }>).filter(([, { message }]) => RANKING.test(message));
	expect(said).toEqual([]);
	const { lanes } = lanesOf(people, rows, groups, TIME);
	for (const lane of lanes) expect(Object.keys(lane).sort()).toEqual(['bars', 'operator', 'rows']);
	for (const bar of lanes.flatMap(({ bars }) => bars)) expect(Object.keys(bar).sort()).toEqual(['from', 'key', 'level', 'status', 'to']);
	expect(Object.keys(meetingsOf(people, groups)).sort()).toEqual(['levelOf', 'people']);
	const order = (list: typeof rows) => lanesOf(people, list, [], TIME).lanes.map(({ operator }) => operator.name);
	expect(order([...rows].reverse()), 'The order is the room’s, whoever has more').toEqual(order(rows));
});
