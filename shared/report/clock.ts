/** Ages and times: a report tells how long ago something was; whoever keeps it knows when, by a clock of their own. SPEC P6. */
import { FACTS, type Fact, type Kept, type Patch, type Whole } from './facts.ts';
import { partsOf, type Value } from './value.ts';

/** A year. */
export const AGE_MAX_MS = 31_536_000_000;

/** A clock that was set back makes an age of 0, not a negative one. */
export function ageAt(at: number, now: number): number {
	return Math.min(Math.max(0, Math.round(now - at)), AGE_MAX_MS);
}

/** A fact, or a part of a list's item, under both its names. */
export interface Field {
	told: string;
	kept: string;
	isAge: boolean;
	/** The parts of a list's items, where one of them is an age. */
	item: readonly Field[] | undefined;
}

function fieldOf(told: string, value: Value): Field {
	const item = value.is === 'list' ? partsOf(value.of).map((part) => fieldOf(part.name, part.value)) : [];
	const isAge = value.is === 'age';
	return { told, kept: value.is === 'age' ? value.keptAs : told, isAge, item: item.some((part) => part.isAge) ? item : undefined };
}

export interface Row extends Field {
	fact: Fact;
}

export const ROWS: readonly Row[] = Object.entries(FACTS).map(([name, fact]) => ({ ...fieldOf(name, fact.value), fact }));

type Values = Record<string, unknown>;

/** The facts of a report, as of `at`. By the table: what has no row is left behind. */
export const keptFrom = <Text>(report: Whole<Text>, at: number): Kept<Text> =>
	({ agentId: report.agentId, ...toTimes(ROWS, report, at) }) as Kept<Text>;

/** The facts of a patch, as of `at`. Null stays: it says that a fact is gone. */
export const changesFrom = <Text>(patch: Patch<Text>, at: number): { [Name in keyof Kept<Text>]?: Kept<Text>[Name] | null } =>
	toTimes(ROWS, patch, at) as ReturnType<typeof changesFrom<Text>>;

/** The whole report of what is kept, with ages as of `now`. By the table: what has no row stays. */
export const reportOf = <Text>(kept: Kept<Text>, now: number): Whole<Text> =>
	({ agentId: kept.agentId, ...toAges(ROWS, kept, now) }) as Whole<Text>;

/** One kept fact as a report tells it. */
export function toldValue({ kept, isAge, item }: Field, from: object, now: number): unknown {
	const value = (from as Values)[kept];
	if (isAge && typeof value === 'number') return ageAt(value, now);
	return item === undefined || !Array.isArray(value) ? value : value.map((each: object) => toAges(item, each, now));
}

function toAges(fields: readonly Field[], from: object, now: number): Values {
	const to: Values = {};
	for (const field of fields) {
		const value = toldValue(field, from, now);
		if (value !== undefined) to[field.told] = value;
	}
	return to;
}

function toTimes(fields: readonly Field[], from: object, at: number): Values {
	const to: Values = {};
	for (const { told, kept, isAge, item } of fields) {
		const value = (from as Values)[told];
		if (value === undefined) continue;
		if (isAge && typeof value === 'number') to[kept] = at - value;
		else to[kept] = item === undefined || !Array.isArray(value) ? value : value.map((each: object) => toTimes(item, each, at));
	}
	return to;
}
