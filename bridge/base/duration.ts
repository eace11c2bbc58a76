/** Lengths of time as people type them: `30m`, `2h`, `7d`, `2w`. */
import { counted } from '../../shared/words.ts';
import { UserError } from './user-error.ts';

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

export function parseDuration(text: string, flag: string): number {
	const [, count, unit] = /^(\d{1,6})\s*([smhdw])$/.exec(text.trim()) ?? [];
	if (count === undefined || unit === undefined || Number(count) === 0) {
		throw new UserError(`${text} is no length of time.`, `Write it like 30m, 2h or 7d: ${flag} 2h`);
	}
	return Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS];
}

const NAMED = [
	['day', UNITS_MS.d],
	['hour', UNITS_MS.h],
	['minute', UNITS_MS.m],
	['second', UNITS_MS.s],
] as const;

/** `7 days`, `90 minutes`: rounded to the largest unit that fits twice, or exactly. */
export function durationWords(ms: number): string {
	const [name, unit] = NAMED.find(([, each]) => ms >= 2 * each - each / 60 || Math.abs(ms - each) < each / 60) ?? ['second', UNITS_MS.s];
	return counted(Math.max(1, Math.round(ms / unit)), name);
}
