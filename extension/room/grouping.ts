/** How agents are put together in a list: by what they share, in which order, and which of them rest. Pure; `held` is what is under the pointer. */
import { byName } from '../../shared/order.ts';
import type { Operator } from '../../shared/room/events.ts';
import type { Row } from './board.ts';

export const GROUPINGS = ['branch', 'person', 'repo', 'status', 'pull', 'none'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export const SORTS = ['attention', 'recent', 'title'] as const;
export type Sort = (typeof SORTS)[number];

/** What the agents of a group have in common. `quiet` are those that rest: idle, and some with nothing but unmerged changes. */
export type Common =
	| { type: 'branch'; repo: string; branch: string | undefined; head: string | undefined }
	| { type: 'person'; operator: Operator }
	| { type: 'repo'; repo: string }
	| { type: 'status'; status: Row['status'] }
	| { type: 'pull'; url: string | undefined }
	| { type: 'quiet'; are: 'idle' | 'unmerged' }
	| { type: 'none' };

export interface Place {
	id: string;
	of: Common;
}

export interface AgentGroup extends Place {
	rows: Row[];
	/** Alone, an agent needs nothing above it that says what its row says too. */
	hasHeader: boolean;
}

/** What no row says, or what would pass for one of the group before it. */
const UNSAID: readonly Common['type'][] = ['quiet', 'repo', 'status'];

/** Idle for so long, an agent is listed for nothing but the changes that it left unmerged. */
const LONG_IDLE_MS = 30 * 60_000;

export interface Look {
	grouping: Grouping;
	/** Those that rest go to the end, by themselves. */
	foldsQuiet: boolean;
	pullOf: (row: Row) => string | undefined;
	/** The relay's clock. */
	now: number;
}

/** `held`: in which order and place what is shown was shown, by key, where it is to stay there. What is new comes last. */
function groupsOf(rows: readonly Row[], look: Look, held?: ReadonlyMap<string, Place>): AgentGroup[] {
	const groups = new Map<string, AgentGroup>();
	for (const row of held === undefined ? rows : inHeldOrder(rows, held)) {
		const place = held?.get(row.key) ?? placeOf(row, look);
		const group = groups.get(place.id) ?? { ...place, rows: [], hasHeader: false };
		group.rows.push(row);
		group.hasHeader = UNSAID.includes(place.of.type) || (place.of.type !== 'none' && group.rows.length > 1);
		groups.set(place.id, group);
	}
	return held === undefined ? [...groups.values()].sort((one, other) => rankOf(one.of) - rankOf(other.of)) : [...groups.values()];
}

export interface Grouped {
	groups: AgentGroup[];
	/** Where each is now, for the time in which nothing is to move. */
	places: ReadonlyMap<string, Place>;
}

export function grouped(...asked: Parameters<typeof groupsOf>): Grouped {
	const groups = groupsOf(...asked);
	return { groups, places: placesIn(groups) };
}

const placesIn = (groups: readonly AgentGroup[]): Map<string, Place> =>
	new Map(groups.flatMap(({ id, of, rows }) => rows.map((row) => [row.key, { id, of }])));

function inHeldOrder(rows: readonly Row[], held: ReadonlyMap<string, Place>): Row[] {
	const order = new Map([...held.keys()].map((key, index) => [key, index]));
	const indexOf = (row: Row) => order.get(row.key) ?? Number.MAX_SAFE_INTEGER;
	return [...rows].sort((one, other) => indexOf(one) - indexOf(other));
}

/** Otherwise in the order of their first agent. */
function rankOf(of: Common): number {
	if (of.type === 'quiet') return of.are === 'idle' ? 2 : 3;
	return of.type === 'pull' && of.url === undefined ? 1 : 0;
}

function placeOf(row: Row, look: Look): Place {
	const are = look.foldsQuiet && look.grouping !== 'status' ? restOf(row, look.now) : undefined;
	const of = are === undefined ? commonOf(row, look) : { type: 'quiet' as const, are };
	return { id: idOf(of), of };
}

function restOf({ status, since, agent }: Row, now: number): 'idle' | 'unmerged' | undefined {
	if (status !== 'idle') return undefined;
	return now - since > LONG_IDLE_MS && agent.touches.some(({ mode }) => mode === 'alive') ? 'unmerged' : 'idle';
}

function commonOf(row: Row, { grouping, pullOf }: Look): Common {
	const { repo, branch, head } = row.agent;
	switch (grouping) {
		case 'branch':
			return { type: 'branch', repo, branch, head };
		case 'person':
			return { type: 'person', operator: row.operator };
		case 'repo':
			return { type: 'repo', repo };
		case 'status':
			return { type: 'status', status: row.status };
		case 'pull':
			return { type: 'pull', url: pullOf(row) };
		case 'none':
			return { type: 'none' };
	}
}

function idOf(of: Common): string {
	switch (of.type) {
		case 'branch':
			return ['branch', of.repo, of.branch, of.head].join('\0');
		case 'person':
			return `person\0${of.operator.operatorId}`;
		case 'repo':
			return `repo\0${of.repo}`;
		case 'status':
			return `status\0${of.status}`;
		case 'pull':
			return `pull\0${of.url}`;
		case 'quiet':
			return `quiet\0${of.are}`;
		case 'none':
			return 'none';
	}
}

/** Rows come with what needs a person first. */
export function sorted(rows: readonly Row[], sort: Sort): Row[] {
	if (sort === 'recent') return [...rows].sort((one, other) => lastOf(other) - lastOf(one));
	if (sort === 'title') return [...rows].sort((one, other) => byName(nameOf(one), nameOf(other)));
	return [...rows];
}

const lastOf = ({ agent }: Row): number => agent.lastActive ?? agent.statusSince;
const nameOf = ({ agent }: Row): string => agent.title ?? agent.task ?? '';

/** Workstreams are branches of repositories, a fork's apart. */
export const workstreamsIn = (rows: readonly Row[]): number =>
	new Set(rows.map(({ agent: { repo, branch, head } }) => [repo, branch, head].join('\0'))).size;
