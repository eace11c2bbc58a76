import { expect, test } from 'vitest';
import { FEED_FILES_NAMED } from '../../shared/limits.ts';
import { MIN, NOW } from '../../testing/sample-room.ts';
import type { FeedEntry } from '../contract/feed-entry.ts';
import { NO_FILTER } from './board.ts';
import { feedPasses, kindOf, settled, withEntries } from './feed.ts';

const entry = (id: string, at: number, more: Partial<FeedEntry> = {}): FeedEntry => ({
	id,
	at,
	type: 'joined',
	operatorId: 'ada',
	name: 'Ada',
	...more,
});
const edited = (at: number, files: string[], agent = 'ada/1') => entry(`edited ${agent} ${at}`, at, { type: 'edited', agent, files });
const told = (feed: FeedEntry[], news: FeedEntry[], now = NOW) => withEntries(feed, settled(feed, news), now);

test('newest first, the same thing once', () => {
	const feed = told([entry('1', NOW - 3)], [entry('1', NOW - 2), entry('2', NOW - 1), entry('3', NOW - 1)]);
	expect(feed.map(({ id }) => id)).toEqual(['3', '2', '1']);
	expect(settled(feed, [entry('1', NOW)])).toEqual([]);
});

test('holds the last day, and four hundred entries of it at most', () => {
	const old = entry('old', NOW - 24 * 60 * MIN);
	const many = Array.from({ length: 500 }, (_, index) => entry(`n${index}`, NOW - index, { operatorId: `person-${index % 10}` }));
	const feed = withEntries([old], many, NOW);
	expect(feed).toHaveLength(400);
	expect(withEntries([old, entry('recent', NOW - 1)], [], NOW).map(({ id }) => id)).toEqual(['recent']);
});

test('one person’s news, however many, leave room for what others did', () => {
	const others = Array.from({ length: 30 }, (_, index) => entry(`ada ${index}`, NOW));
	const flood = Array.from({ length: 1_000 }, (_, index) => entry(`mallory ${index}`, NOW, { operatorId: 'mallory' }));
	const feed = told(others, flood);
	expect(['mallory', 'ada'].map((person) => feed.filter(({ operatorId }) => operatorId === person).length)).toEqual([100, 30]);
});

test('what an agent edits within a quarter of an hour is one entry, with each file once', () => {
	const first = told([], [edited(NOW - 20 * MIN, ['a.ts']), edited(NOW - 15 * MIN, ['b.ts']), edited(NOW - 15 * MIN, ['z.ts'], 'ada/2')]);
	const later = told(first, [edited(NOW - 10 * MIN, ['a.ts', 'c.ts'])]);
	const [newest] = later;
	expect(newest).toMatchObject({ id: `edited ada/1 ${NOW - 20 * MIN}`, at: NOW - 10 * MIN, files: ['a.ts', 'c.ts', 'b.ts'] });
	expect(later).toHaveLength(2);
	expect(told(later, [edited(NOW, ['d.ts'])])[0]?.files).toEqual(['d.ts']);
});

test('of very many files an entry names some, and says that there are more', () => {
	const news = Array.from({ length: 50 }, (_, index) => edited(NOW - 50 + index, [`file-${index}.ts`]));
	expect(told([], news)[0]?.files).toHaveLength(FEED_FILES_NAMED + 1);
});

test('news are of a kind', () => {
	expect((['edited', 'waits', 'collided', 'left'] as const).map((type) => kindOf(entry('1', NOW, { type })))).toEqual([
		'edits',
		'agents',
		'conflicts',
		'people',
	]);
});

test('what happened is filtered by the same words and repository as agents', () => {
	const waits = entry('1', NOW, { type: 'waits', repo: 'github.com/acme/api', task: 'Rate limits', files: ['src/login.ts'] });
	expect(feedPasses(waits, { ...NO_FILTER, text: 'ada LIMITS' })).toBe(true);
	expect(feedPasses(waits, { ...NO_FILTER, text: 'login.ts' })).toBe(true);
	expect(feedPasses(waits, { ...NO_FILTER, text: 'jake' })).toBe(false);
	expect(feedPasses(waits, { ...NO_FILTER, repo: 'github.com/acme/web' })).toBe(false);
	expect(feedPasses(waits, { ...NO_FILTER, status: 'idle' })).toBe(true);
});
