/** Lengths of time as people type them: `30m`, `2h`, `7d`, `2w`. */
import { UserError } from './user-error.ts';

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

export function parseDuration(text: string, flag: string): number {
	const [, count, unit] = /^(\d{1,6})\s*([smhdw])$/.exec(text.trim()) ?? [];
	if (count === undefined || unit === undefined || Number(count) === 0) {
		throw new UserError(`${text} is no length of time.`, `Write it like 30m, 2h or 7d: ${flag} 2h`);
	}
	return Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS];
}
