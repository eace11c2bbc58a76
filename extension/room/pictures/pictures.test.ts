import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pairGroups } from '../../../shared/room/collision-pairs.ts';
import { agentOf, MIN, meeting, modelOf, NOW } from '../../../testing/sample-room.ts';
import { peopleOf, rowsOf } from '../board.ts';
import { foldersOf, tilesOf } from './folders.ts';
import { LANES_SPAN_MS, lanesOf } from './lanes.ts';
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

test('a lane for each person with agents: since when each is what it is, what it did before, and when lines met', () => {
	const { lanes, ties } = lanesOf(people, rows, groups, NOW);
	expect(lanes.map(({ operator, bars }) => [operator.name, ...bars.map(({ status, from, to }) => [status, from, to])])).toEqual([
		['Jake', ['working', 0.5, 1]],
		['Andrew', ['past', 0.8, 1 - (6 * MIN) / LANES_SPAN_MS], ['waiting', 1 - (6 * MIN) / LANES_SPAN_MS, 1]],
	]);
	expect(ties.map(({ one, other, at }) => [one, other, at].map(Number))).toEqual([[expect.any(Number), expect.any(Number), 0.9]]);
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
	const { lanes } = lanesOf(people, rows, groups, NOW);
	for (const lane of lanes) expect(Object.keys(lane).sort()).toEqual(['bars', 'operator', 'rows']);
	for (const bar of lanes.flatMap(({ bars }) => bars)) expect(Object.keys(bar).sort()).toEqual(['from', 'key', 'level', 'status', 'to']);
	expect(Object.keys(meetingsOf(people, groups)).sort()).toEqual(['levelOf', 'people']);
	const order = (list: typeof rows) => lanesOf(people, list, [], NOW).lanes.map(({ operator }) => operator.name);
	expect(order([...rows].reverse()), 'The order is the room’s, whoever has more').toEqual(order(rows));
});
