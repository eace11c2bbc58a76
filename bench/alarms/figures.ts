/** What a rule's alarms are worth, against what really conflicted. */
import type { Merges } from './merges.ts';
import type { Alarm } from './replay.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;
const WEEK_MS = 7 * 24 * HOUR_MS;

export interface Figures {
	alarms: number;
	/** The share of alarms that are of real conflicts, and the share of real conflicts that there is an alarm of. */
	precision: number;
	recall: number;
	/** From a true alarm until the first of the two was merged, in hours. */
	headStart: { median: number; firstQuartile: number };
	/** How many people see in a week in which a branch of theirs is open. */
	perPersonWeek: number;
	/** The share of branches that there is any alarm of. */
	branches: number;
}

export function figuresOf(merges: Merges, alarms: readonly Alarm[]): Figures {
	const real = alarms.filter(({ pair }) => pair.conflicts);
	const ahead = real.map(({ pair, at }) => (pair.merged * SECOND_MS - at) / HOUR_MS).sort((one, other) => one - other);
	const alerts = new Set(alarms.map(({ alert }) => alert));
	const alerted = new Set(alarms.flatMap(({ pair }) => pair.branches));
	return {
		alarms: alarms.length,
		precision: real.length / alarms.length,
		recall: real.length / merges.pairs.filter((pair) => pair.conflicts).length,
		headStart: { median: quantile(ahead, 1 / 2), firstQuartile: quantile(ahead, 1 / 4) },
		perPersonWeek: (2 * alerts.size) / personWeeks(merges),
		branches: alerted.size / merges.branches.length,
	};
}

const quantile = (sorted: readonly number[], share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;

function personWeeks({ branches }: Merges): number {
	const weeks = new Set<string>();
	for (const { author, start, merged } of branches) {
		const last = Math.floor((merged * SECOND_MS) / WEEK_MS);
		for (let week = Math.floor((start * SECOND_MS) / WEEK_MS); week <= last; week++) weeks.add(`${author} ${week}`);
	}
	return weeks.size;
}
