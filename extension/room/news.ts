/** What an event tells that is news. Derived from what the fold changed; pure. */

import { FEED_FILES_NAMED } from '../../shared/limits.ts';
import { isEdit } from '../../shared/report/facts.ts';
import type { Collision } from '../../shared/room/collisions.ts';
import type { Agent, Operator } from '../../shared/room/events.ts';
import type { AgentChange } from '../../shared/room/fold.ts';
import type { FeedEntry } from '../contract/feed-entry.ts';

/** Others in a file that an entry names. */
const OTHERS_MAX = 20;
/** An agent that is seen for the first time in a state older than this did not start just now. */
const STARTED_WITHIN_MS = 2 * 60_000;
/** What is told again is told as an age, and comes out some ms off. */
const SAME_TIME_MS = 1_000;

/** The room before and after an event, as far as the feed cares. Collisions are compared only while the room is settled. */
export interface Moment {
	operators: ReadonlyMap<string, Operator>;
	collisions: readonly Collision[];
}

/** What to tell of one event. `at` is this machine's clock, `relayNow` the relay's. */
export function newsOf(before: Moment, after: Moment, changes: AgentChange[], at: number, relayNow: number): FeedEntry[] {
	return [
		...operatorNews(before, after, at),
		...changes.flatMap((change) => agentNews(change, after.operators, at, relayNow)),
		...collisionNews(before, after, at),
	];
}

/** This machine's clock and the relay's, which an agent's times are of. */
interface Clocks {
	at: number;
	relayNow: number;
}

function agentNews({ key, before, after }: AgentChange, operators: Moment['operators'], at: number, relayNow: number): FeedEntry[] {
	if (after === undefined) return [];
	const { kind, repo, branch, task, operatorId, statusSince } = after;
	const about = { operatorId, agent: key, name: nameIn(operators, operatorId), kind, repo, branch };
	const type = before?.status === after.status ? undefined : newsType(before, after, relayNow);
	const edited = editsOf(before, after, { at, relayNow });
	return [
		...(edited === undefined ? [] : [{ ...about, ...edited, id: `edited ${key} ${edited.at}`, type: 'edited' as const }]),
		...(type === undefined ? [] : [{ ...about, id: `${type} ${key} ${statusSince}`, at, type, task }]),
	];
}

/** Files that were not known to be edited at that time. Of an agent that is new here, those of just now. */
function editsOf(before: Agent | undefined, after: Agent, { at, relayNow }: Clocks): Pick<FeedEntry, 'at' | 'files'> | undefined {
	if (before?.touches === after.touches) return undefined;
	const known = new Map(before?.touches.flatMap((touch) => (isEdit(touch.mode) ? [[touch.path, touch.at]] : [])));
	const from = before === undefined ? relayNow - STARTED_WITHIN_MS : 0;
	const fresh = after.touches
		.filter(({ mode }) => mode === 'alive' || mode === 'edit')
		.filter((touch) => touch.at >= from && touch.at - (known.get(touch.path) ?? 0) > SAME_TIME_MS);
	if (fresh.length === 0) return undefined;
	const newest = Math.max(...fresh.map((touch) => touch.at));
	return { at: at - Math.max(0, relayNow - newest), files: fresh.slice(0, FEED_FILES_NAMED + 1).map(({ path }) => path) };
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
	if (before.collisions === after.collisions) return [];
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
function byPeople(collisions: readonly Collision[]): Map<string, Collision> {
	const severe = collisions.filter(({ level, isOwn }) => level === 'conflict' && !isOwn);
	return new Map(severe.map((collision) => [[collision.repo, collision.path, ...peopleIn(collision).sort()].join('\0'), collision]));
}

/** Those whose lines meet. */
const peopleIn = ({ compared }: Collision): string[] => [
	...new Set(compared.flatMap(({ one, other, verdict }) => (verdict === 'meets' ? [one.operatorId, other.operatorId] : []))),
];

const nameIn = (operators: Moment['operators'], operatorId: string): string => operators.get(operatorId)?.name ?? operatorId;
