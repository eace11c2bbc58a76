/** What happened in the room, one line each, newest first, the last day of it. Pure. */

import { FEED_FILES_NAMED } from '../../shared/limits.ts';
import type { FeedEntry } from '../contract/feed-entry.ts';
import { type Filter, textPasses } from './board.ts';

const FEED_MAX = 400;
/** Of one person: what others do stays to be seen, whatever one does. */
const FEED_OF_ONE_MAX = 100;
const DAY_MS = 24 * 60 * 60_000;
/** What an agent edits is one entry for as long. */
const GROWS_FOR_MS = 15 * 60_000;

/** What kinds of news there are to choose from. */
const KINDS = {
	edits: ['edited'],
	agents: ['started', 'waits', 'failed', 'finished'],
	conflicts: ['collided', 'resolved'],
	people: ['joined', 'left'],
} as const satisfies Record<string, readonly FeedEntry['type'][]>;
export type FeedKind = keyof typeof KINDS;

export const kindOf = ({ type }: FeedEntry): FeedKind =>
	(Object.keys(KINDS) as FeedKind[]).find((kind) => (KINDS[kind] as readonly string[]).includes(type)) ?? 'agents';

export const isAbout = ({ operatorId, others = [] }: FeedEntry, person: string): boolean =>
	operatorId === person || others.some((other) => other.operatorId === person);

/** By words and repository, as agents are: a status is none of what happened. */
export function feedPasses({ name, others = [], kind, repo, branch, path, task, files = [] }: FeedEntry, filter: Filter): boolean {
	if (filter.repo !== undefined && repo !== filter.repo) return false;
	return (
		filter.text.trim() === '' ||
		textPasses([name, ...others.map((other) => other.name), kind, repo, branch, path, task, ...files], filter.text)
	);
}

/**
 * What news make of a feed: entries that it does not have yet, and those of it that grow. An agent's edits of a quarter of an hour are one
 * entry, with each file once.
 */
export function settled(feed: readonly FeedEntry[], news: readonly FeedEntry[]): FeedEntry[] {
	const known = new Set(feed.map((entry) => entry.id));
	const made = new Map<string, FeedEntry>();
	for (const entry of news) {
		if (known.has(entry.id)) continue;
		const before = entry.type === 'edited' ? growing([...made.values(), ...feed], entry) : undefined;
		const after = before === undefined ? entry : grown(before, entry);
		made.set(after.id, after);
	}
	return [...made.values()];
}

const growing = (feed: readonly FeedEntry[], { agent, branch, at }: FeedEntry): FeedEntry | undefined =>
	feed.find(
		(entry) => entry.type === 'edited' && entry.agent === agent && entry.branch === branch && at - (entry.since ?? entry.at) < GROWS_FOR_MS,
	);

const grown = (before: FeedEntry, news: FeedEntry): FeedEntry => ({
	...before,
	since: before.since ?? before.at,
	at: Math.max(before.at, news.at),
	files: [...new Set([...(news.files ?? []), ...(before.files ?? [])])].slice(0, FEED_FILES_NAMED + 1),
});

/** Newest first, of the last day; an entry that is there already is replaced. */
export function withEntries(feed: readonly FeedEntry[], entries: readonly FeedEntry[], now: number): FeedEntry[] {
	const fresh = new Set(entries.map((entry) => entry.id));
	const all = [...entries.toReversed(), ...feed.filter((entry) => !fresh.has(entry.id))].filter(({ at }) => now - at < DAY_MS);
	return withinReason(all.sort((one, other) => other.at - one.at)).slice(0, FEED_MAX);
}

function withinReason(feed: FeedEntry[]): FeedEntry[] {
	const entries = new Map<string, number>();
	return feed.filter(({ operatorId }) => {
		const count = (entries.get(operatorId) ?? 0) + 1;
		entries.set(operatorId, count);
		return count <= FEED_OF_ONE_MAX;
	});
}
