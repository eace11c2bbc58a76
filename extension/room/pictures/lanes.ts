/**
 * A lane for each person: what each of their agents was when, and when lines met. From what bridges tell of living agents, hours ago too, and
 * from what this browser saw; nothing is counted. Pure.
 */
import type { PairGroup } from '../../../shared/room/collision-pairs.ts';
import type { Operator } from '../../../shared/room/events.ts';
import type { PastRun } from '../../contract/past-run.ts';
import { type Row, rowsByPerson } from '../board.ts';
import { keptList } from '../kept-list.ts';

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
	rows: readonly Row[];
	bars: Bar[];
}

/** Lines of two people's agents met: between their lanes. */
export interface Tie {
	id: string;
	one: number;
	other: number;
	at: number;
}

/** So many bars fit a low lane one below the other, and so many are told apart in one as high as it takes. */
export const LEVELS = 6;
export const LEVELS_MAX = 20;
const LANES_MAX = 20;
const TIES_MAX = 40;

/** What is told of a past moment stands for so long. */
const MOMENT_MS = 5 * 60_000;

export interface LaneTime {
	/** The relay's clock. */
	now: number;
	/** How long before that the lanes begin. */
	spanMs: number;
	/** Of an agent, or of one that is gone, a bar lies on each. */
	levels: number;
}

/** The picture, and of which time and which past it is. */
export interface Lanes {
	lanes: Lane[];
	ties: Tie[];
	time: LaneTime;
	past: readonly PastRun[];
}

const NO_PAST: readonly PastRun[] = [];

/**
 * People come in their order, those of whom nothing is known left out. The times of `past` are of the relay's clock too. Of the picture
 * `before`, lanes of which nothing is told anew are the very same.
 */
export function lanesOf(
	people: readonly Operator[],
	rows: readonly Row[],
	groups: readonly PairGroup[],
	time: LaneTime,
	past: readonly PastRun[] = NO_PAST,
	before?: Lanes,
): Lanes {
	const isSame = before !== undefined && before.past === past && hasSameTime(before.time, time);
	const known = isSame ? new Map(before.lanes.map((lane) => [lane.operator, lane])) : undefined;
	const byPerson = rowsByPerson(rows);
	const lanes = people
		.map((operator) => {
			const lane = known?.get(operator);
			const own = keptList(lane?.rows ?? [], byPerson.get(operator.operatorId) ?? []);
			return lane?.rows === own ? lane : laneOf(operator, own, past, time);
		})
		.filter(({ rows: own, bars }) => own.length > 0 || bars.length > 0)
		.slice(0, LANES_MAX);
	return { lanes, ties: tiesOf(lanes, groups, time), time, past };
}

const hasSameTime = (one: LaneTime, other: LaneTime): boolean =>
	one.now === other.now && one.spanMs === other.spanMs && one.levels === other.levels;

const shareAt = (at: number, { now, spanMs }: LaneTime): number => Math.min(1, Math.max(0, 1 - (now - at) / spanMs));

function laneOf(operator: Operator, own: readonly Row[], past: readonly PastRun[], time: LaneTime): Lane {
	const seen = new Map<string, PastRun[]>();
	for (const run of past) {
		if (run.operatorId === operator.operatorId && shareAt(run.to, time) > 0) seen.set(run.agent, [...(seen.get(run.agent) ?? []), run]);
	}
	const living = new Set(own.map(({ key }) => key));
	const gone = [...seen].filter(([agent]) => !living.has(agent)).map(([, runs]) => runs);
	const bars = [
		...own.map((row) => [...barsSeen(row, seen.get(row.key) ?? [], time)]),
		...gone.map((runs) => runs.map((run) => seenBar(run, time))),
	];
	return { operator, rows: own, bars: bars.slice(0, time.levels).flatMap((each, level) => each.map((bar) => ({ ...bar, level }))) };
}

type Unplaced = Omit<Bar, 'level'>;

/** Before this browser saw it, what its bridge tells; then what was seen; then what it is: to be idle is no work. */
function* barsSeen({ key, agent, status, since }: Row, seen: readonly PastRun[], time: LaneTime): Iterable<Unplaced> {
	const runs = seen.filter(({ from }) => from < since);
	const told = [...agent.touches.map(({ at }) => at), ...(agent.activity ?? []).map(({ at }) => at)];
	for (const { from, to } of stretches(told, Math.min(since, ...runs.map(({ from }) => from)))) {
		if (shareAt(to, time) > 0) yield { key: `${key} past ${from}`, from: shareAt(from, time), to: shareAt(to, time), status: 'past' };
	}
	for (const run of runs) yield seenBar({ ...run, to: Math.min(run.to, since) }, time);
	if (status !== 'idle') yield { key: `${key} now`, from: shareAt(since, time), to: 1, status };
}

const seenBar = ({ agent, status, from, to }: PastRun, time: LaneTime): Unplaced => ({
	key: `${agent} ${from}`,
	from: shareAt(from, time),
	to: shareAt(to, time),
	status,
});

/** Moments that lie near each other are one stretch; what happened from `end` on is known better. */
function stretches(moments: readonly number[], end: number): { from: number; to: number }[] {
	const all: { from: number; to: number }[] = [];
	for (const at of moments.filter((moment) => moment < end).sort((one, other) => one - other)) {
		const last = all.at(-1);
		const to = Math.min(end, at + MOMENT_MS);
		if (last !== undefined && at - last.to <= MOMENT_MS) last.to = to;
		else all.push({ from: at, to });
	}
	return all;
}

function tiesOf(lanes: readonly Lane[], groups: readonly PairGroup[], time: LaneTime): Tie[] {
	const laneOf = new Map(lanes.map(({ operator }, index) => [operator.operatorId, index]));
	return groups
		.flatMap(({ pairs }) => pairs)
		.flatMap(({ repo, path, level, isOwn, one, other }) => {
			const [first, second] = [laneOf.get(one.operatorId), laneOf.get(other.operatorId)];
			const at = shareAt(Math.max(one.at, other.at), time);
			if (level !== 'conflict' || isOwn || first === undefined || second === undefined || at === 0) return [];
			return [{ id: [repo, path, one.operatorId, other.operatorId].join('\0'), one: first, other: second, at }];
		})
		.slice(0, TIES_MAX);
}
