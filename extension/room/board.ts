/** What a view shows of the room, in which order. Pure: state in, lists out. */

import { byAttention, byName } from '../../shared/order.ts';
import type { Agent, Operator } from '../../shared/room/events.ts';
import type { RoomState } from '../../shared/room/fold.ts';
import { freshness, type ShownStatus, shownSince, shownStatus, silentSince } from '../../shared/room/freshness.ts';

/** An agent as a row shows it. */
export interface Row {
	key: string;
	agent: Agent;
	operator: Operator;
	status: ShownStatus | 'paused';
	isMine: boolean;
	/** Of this machine, and not heard of by the room. */
	isPrivate: boolean;
	/** Since when it is shown as that, the relay's clock. */
	since: number;
	/** It works, and has done nothing for minutes: since then. It may be stuck, or run something that takes long. */
	silentSince: number | undefined;
}

export const STATUSES = ['waiting', 'error', 'working', 'unknown', 'idle', 'stale', 'offline', 'paused'] as const satisfies Row['status'][];

/** `mine`, `all`, or an operator's id. */
export type Scope = { type: 'mine' } | { type: 'all' } | { type: 'operator'; operatorId: string };

export interface Filter {
	text: string;
	repo: string | undefined;
	status: Row['status'] | undefined;
}

export const NO_FILTER: Filter = { text: '', repo: undefined, status: undefined };

/**
 * Everyone's agents, what needs a person first. `now` is the relay's clock. A row of `known` that still holds is taken as it
 * is, so that whoever draws it sees that nothing changed.
 */
export function rowsOf(state: RoomState, now: number, known: ReadonlyMap<string, Row> = new Map()): Row[] {
	const rows = [...state.agents].flatMap(([key, agent]) => {
		const row = rowOf(state, key, agent, now);
		if (row === undefined) return [];
		const before = known.get(key);
		return [before !== undefined && isSameRow(before, row) ? before : row];
	});
	return sorted(rows);
}

/** What needs a person first. */
export const sorted = (rows: Row[]): Row[] => rows.sort((one, other) => byAttention(ranked(one), ranked(other)));

function rowOf(state: RoomState, key: string, agent: Agent, now: number): Row | undefined {
	const operator = state.operators.get(agent.operatorId);
	if (operator === undefined || freshness(state, agent, now) === 'vanished') return undefined;
	const status = operator.paused ? 'paused' : shownStatus(state, agent, now);
	const since = shownSince(state, agent, now);
	return {
		key,
		agent,
		operator,
		status,
		isMine: agent.operatorId === state.you,
		isPrivate: false,
		since,
		silentSince: silentSince(status, agent, now),
	};
}

/** The fold puts a new agent and a new operator in place of the old one where anything of them changes. */
export const isSameRow = (one: Row, other: Row): boolean =>
	one.agent === other.agent &&
	one.operator === other.operator &&
	one.status === other.status &&
	one.since === other.since &&
	one.silentSince === other.silentSince;

const ranked = ({ status, isMine, agent }: Row) => ({
	status: status === 'paused' ? ('offline' as const) : status,
	isMine,
	statusSince: agent.statusSince,
});

export function inScope(row: Row, scope: Scope): boolean {
	if (scope.type === 'all') return !row.isPrivate;
	return scope.type === 'mine' ? row.isMine : row.agent.operatorId === scope.operatorId;
}

/** By operatorId, each person's in their order. */
export function rowsByPerson(rows: readonly Row[]): Map<string, Row[]> {
	const byPerson = new Map<string, Row[]>();
	for (const row of rows) {
		const known = byPerson.get(row.agent.operatorId);
		if (known === undefined) byPerson.set(row.agent.operatorId, [row]);
		else known.push(row);
	}
	return byPerson;
}

/** Every word must be somewhere in the agent's texts, its operator's name or its files. */
export function passes({ agent, operator, status }: Row, filter: Filter): boolean {
	if (filter.repo !== undefined && agent.repo !== filter.repo) return false;
	if (filter.status !== undefined && status !== filter.status) return false;
	if (filter.text.trim() === '') return true;
	return textPasses(
		[operator.name, agent.kind, agent.title, agent.task, agent.repo, agent.branch, ...agent.touches.map((touch) => touch.path)],
		filter.text,
	);
}

export function textPasses(texts: readonly (string | undefined)[], filter: string): boolean {
	const haystack = texts.join('\n').toLowerCase();
	return filter
		.toLowerCase()
		.split(/\s+/)
		.every((word) => haystack.includes(word));
}

export interface Summary {
	people: number;
	online: number;
	agents: number;
	working: number;
	waiting: number;
	/** Files in which I am in an open conflict, as on the badge. */
	conflicts: number;
}

export function summaryOf(state: RoomState, rows: readonly Row[], conflicts: number): Summary {
	const count = (status: Row['status']) => rows.filter((row) => row.status === status).length;
	return {
		people: state.operators.size,
		online: [...state.operators.values()].filter((operator) => operator.online).length,
		agents: rows.length,
		working: count('working'),
		waiting: count('waiting'),
		conflicts,
	};
}

/** Online first, then by name; the one who looks leads. */
export function peopleOf(state: RoomState): Operator[] {
	const rank = (operator: Operator) => (operator.operatorId === state.you ? 0 : 1 + Number(!operator.online));
	return [...state.operators.values()].sort((one, other) => rank(one) - rank(other) || byName(one.name, other.name));
}
