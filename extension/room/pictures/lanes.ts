/** A lane for each person: since when each of their agents is what it is, and when lines met. From what is known now; nothing is counted. Pure. */
import type { PairGroup } from '../../../shared/room/collision-pairs.ts';
import type { Operator } from '../../../shared/room/events.ts';
import type { Row } from '../board.ts';

/** Part of a lane, as shares of its time from 0, the oldest, to 1, now. */
export interface Bar {
	key: string;
	from: number;
	to: number;
	/** `past`: it was at work then; as what is not known. */
	status: Row['status'] | 'past';
	/** From the lane's top: agents of one person lie below each other. */
	level: number;
}

export interface Lane {
	operator: Operator;
	rows: Row[];
	bars: Bar[];
}

/** Lines of two people's agents met: between their lanes. */
export interface Tie {
	id: string;
	one: number;
	other: number;
	at: number;
}

export const LANES_SPAN_MS = 2 * 60 * 60_000;
/** More do not fit a lane. */
export const LEVELS = 6;
const LANES_MAX = 20;
const TIES_MAX = 40;

/** People come in their order, those without agents left out. `now` by the relay's clock. */
export function lanesOf(
	people: readonly Operator[],
	rows: readonly Row[],
	groups: readonly PairGroup[],
	now: number,
): { lanes: Lane[]; ties: Tie[] } {
	const lanes = people
		.map((operator) => ({ operator, rows: rows.filter(({ agent }) => agent.operatorId === operator.operatorId) }))
		.filter((lane) => lane.rows.length > 0)
		.slice(0, LANES_MAX)
		.map((lane) => ({ ...lane, bars: lane.rows.slice(0, LEVELS).flatMap((row, level) => barsOf(row, level, now)) }));
	return { lanes, ties: tiesOf(lanes, groups, now) };
}

const shareAt = (at: number, now: number): number => Math.min(1, Math.max(0, 1 - (now - at) / LANES_SPAN_MS));

function barsOf({ key, agent, status, since }: Row, level: number, now: number): Bar[] {
	const begin = Math.min(since, ...agent.touches.map(({ at }) => at), ...(agent.activity ?? []).map(({ at }) => at));
	const [first, turn] = [shareAt(begin, now), shareAt(since, now)];
	const present = { key: `${key} now`, from: turn, to: 1, status, level };
	return first < turn ? [{ key: `${key} past`, from: first, to: turn, status: 'past', level }, present] : [present];
}

function tiesOf(lanes: readonly Lane[], groups: readonly PairGroup[], now: number): Tie[] {
	const laneOf = new Map(lanes.map(({ operator }, index) => [operator.operatorId, index]));
	return groups
		.flatMap(({ pairs }) => pairs)
		.flatMap(({ repo, path, level, isOwn, one, other }) => {
			const [first, second] = [laneOf.get(one.operatorId), laneOf.get(other.operatorId)];
			const at = shareAt(Math.max(one.at, other.at), now);
			if (level !== 'conflict' || isOwn || first === undefined || second === undefined || at === 0) return [];
			return [{ id: [repo, path, one.operatorId, other.operatorId].join('\0'), one: first, other: second, at }];
		})
		.slice(0, TIES_MAX);
}
