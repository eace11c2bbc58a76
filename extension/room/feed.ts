/** What happened in the room, one line each, newest first. Derived from what the fold changed; pure. */
import type { Collision } from '../../shared/room/collisions.ts';
import type { Agent, Operator } from '../../shared/room/events.ts';
import type { AgentChange } from '../../shared/room/fold.ts';
import type { FeedEntry } from '../contract/feed-entry.ts';
import { type Filter, textPasses } from './board.ts';

const FEED_MAX = 100;
/** Of one person: what others do stays to be seen, whatever one does. */
const FEED_OF_ONE_MAX = 40;
/** Others in a file that an entry names. */
const OTHERS_MAX = 20;
/** An agent that is seen for the first time in a state older than this did not start just now. */
const STARTED_WITHIN_MS = 2 * 60_000;

/** The room before and after an event, as far as the feed cares. Collisions are compared only while the room is settled. */
export interface Moment {
	operators: ReadonlyMap<string, Operator>;
	collisions: Collision[];
}

/** What to tell of one event. `at` is this machine's clock, `relayNow` the relay's. */
export function newsOf(before: Moment, after: Moment, changes: AgentChange[], at: number, relayNow: number): FeedEntry[] {
	return [
		...operatorNews(before, after, at),
		...changes.flatMap((change) => agentNews(change, after.operators, at, relayNow) ?? []),
		...collisionNews(before, after, at),
	];
}

export const isAbout = ({ operatorId, others = [] }: FeedEntry, person: string): boolean =>
	operatorId === person || others.some((other) => other.operatorId === person);

/** By words and repository, as agents are: a status is none of what happened. */
export function feedPasses({ name, others = [], kind, repo, branch, path, task }: FeedEntry, filter: Filter): boolean {
	if (filter.repo !== undefined && repo !== filter.repo) return false;
	return filter.text.trim() === '' || textPasses([name, ...others.map((other) => other.name), kind, repo, branch, path, task], filter.text);
}

/** Newest first; no entry comes twice. */
export function withNews(feed: FeedEntry[], news: FeedEntry[]): FeedEntry[] {
	const known = new Set(feed.map((entry) => entry.id));
	const fresh = news.filter((entry) => !known.has(entry.id));
	return fresh.length === 0 ? feed : withinReason([...fresh.reverse(), ...feed]).slice(0, FEED_MAX);
}

function withinReason(feed: FeedEntry[]): FeedEntry[] {
	const entries = new Map<string, number>();
	return feed.filter(({ operatorId }) => {
		const count = (entries.get(operatorId) ?? 0) + 1;
		entries.set(operatorId, count);
		return count <= FEED_OF_ONE_MAX;
	});
}

function agentNews(
	{ key, before, after }: AgentChange,
	operators: Moment['operators'],
	at: number,
	relayNow: number,
): FeedEntry | undefined {
	if (after === undefined || before?.status === after.status) return undefined;
	const type = newsType(before, after, relayNow);
	if (type === undefined) return undefined;
	const { kind, repo, branch, task, operatorId, statusSince } = after;
	return { id: `${type} ${key} ${statusSince}`, at, type, operatorId, name: nameIn(operators, operatorId), kind, repo, branch, task };
}

function newsType(before: Agent | undefined, after: Agent, relayNow: number): FeedEntry['type'] | undefined {
	const isRecent = relayNow - after.statusSince < STARTED_WITHIN_MS;
	if (before === undefined && !isRecent) return undefined;
	if (after.status === 'waiting') return 'waits';
	if (after.status === 'error') return 'failed';
	if (after.status === 'working') return before === undefined || before.status === 'idle' ? 'started' : undefined;
	if (after.status === 'idle' && before !== undefined) return 'finished';
	return undefined;
}

function operatorNews(before: Moment, after: Moment, at: number): FeedEntry[] {
	const joined = [...after.operators.values()].filter(({ operatorId }) => !before.operators.has(operatorId));
	const left = [...before.operators.values()].filter(({ operatorId }) => !after.operators.has(operatorId));
	const entry = (type: 'joined' | 'left') => (operator: Operator) => ({
		id: `${type} ${operator.operatorId} ${at}`,
		at,
		type,
		operatorId: operator.operatorId,
		name: operator.name,
	});
	return [...joined.map(entry('joined')), ...left.map(entry('left'))];
}

function collisionNews(before: Moment, after: Moment, at: number): FeedEntry[] {
	const was = byPeople(before.collisions);
	const is = byPeople(after.collisions);
	// Who left is still named as before.
	const operators = new Map([...before.operators, ...after.operators]);
	const entryOf = (type: 'collided' | 'resolved', [id, collision]: [string, Collision]): FeedEntry => {
		const [first = '', ...others] = peopleIn(collision);
		const names = others.slice(0, OTHERS_MAX).map((operatorId) => ({ operatorId, name: nameIn(operators, operatorId) }));
		const { repo, path } = collision;
		return { id: `${type} ${id} ${at}`, at, type, operatorId: first, name: nameIn(operators, first), repo, path, others: names };
	};
	return [
		...[...is].filter(([id]) => !was.has(id)).map((each) => entryOf('collided', each)),
		...[...was].filter(([id]) => !is.has(id)).map((each) => entryOf('resolved', each)),
	];
}

/** Only conflicts between people are news; all else is seen where one looks. */
function byPeople(collisions: Collision[]): Map<string, Collision> {
	const severe = collisions.filter(({ level, isOwn }) => level === 'conflict' && !isOwn);
	return new Map(severe.map((collision) => [[collision.repo, collision.path, ...peopleIn(collision).sort()].join('\0'), collision]));
}

/** Those whose lines meet. */
const peopleIn = ({ compared }: Collision): string[] => [
	...new Set(compared.flatMap(({ one, other, verdict }) => (verdict === 'meets' ? [one.operatorId, other.operatorId] : []))),
];

const nameIn = (operators: Moment['operators'], operatorId: string): string => operators.get(operatorId)?.name ?? operatorId;
