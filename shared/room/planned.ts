/** What agents say they will edit: when it ends, and what it stands for. Pure. */
import type { Kept } from '../report/facts.ts';

type Planned = NonNullable<Kept<string>['planned']>[number];

export const MINUTE_MS = 60_000;

/** By the clock that its time is of. */
export const planEnd = ({ at, minutes }: Pick<Planned, 'at' | 'minutes'>): number => at + minutes * MINUTE_MS;

/** Those that have not ended at `now`. */
export const openPlans = <Each extends Pick<Planned, 'at' | 'minutes'>>(planned: readonly Each[] | undefined, now: number): Each[] =>
	(planned ?? []).filter((each) => now < planEnd(each));

/** A folder stands for all in it. */
export const covers = (planned: string, path: string): boolean => planned === path || path.startsWith(`${planned}/`);
