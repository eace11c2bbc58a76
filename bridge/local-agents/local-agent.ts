/**
 * What this machine knows of one agent. Times are the machine's clock, in ms. A local agent is plain text and stays on the machine: a room
 * gets what the table of facts names, of those whose repository is shared.
 */
import { ROWS } from '../../shared/report/clock.ts';
import type { Kept } from '../../shared/report/facts.ts';

export type LocalTouch = Kept<string>['touches'][number];

/** Every fact of the table: a new one does not compile before it is said where it comes from. */
type Known = { [Name in keyof Required<Kept<string>>]: Kept<string>[Name] };

type Absent = { [Name in keyof Known as undefined extends Known[Name] ? Name : never]: undefined };
/** Every fact that may be absent, absent: of an agent of which little is known, what is not said otherwise. */
export const NOTHING_KNOWN = Object.fromEntries(ROWS.filter(({ fact }) => fact.mayBeAbsent).map(({ kept }) => [kept, undefined])) as Absent;

/** By what is told of each, the real names of those that differ: of two that are told alike, the later one. */
export function realNamesOf(told: readonly (readonly [told: string | undefined, real: string | undefined])[]): ReadonlyMap<string, string> {
	const others = told.filter(([name, real]) => name !== real);
	return new Map(others.flatMap(([name, real]) => (name === undefined || real === undefined ? [] : [[name, real]])));
}

/** Paths of touches are relative to the root of the repository, or to `cwd` where there is no repository. */
export interface LocalAgent extends Omit<Known, 'repo' | 'tokens' | 'lastActive'> {
	/** undefined: `cwd` is in no repository, or no longer exists. Such an agent is never shared. */
	repo: string | undefined;
	tokens: NonNullable<Known['tokens']>;

	/** Absolute, as the agent last named it. Never leaves the machine. */
	cwd: string;
	/** Absolute root of the repository's main worktree: what `sharedPaths` decide by. Never leaves the machine. */
	root: string | undefined;
	/** Absolute top of the worktree that it works in. Never leaves the machine. */
	top: string | undefined;
	/** What git knows its branch and paths by, of those that are told otherwise: masked, or cut. Never leaves the machine. */
	realNames: ReadonlyMap<string, string>;
	/** What it works on as far as files that it only reads say nothing of it, where that is another. Told in its place alone. */
	taskWithoutReads?: string;
	/** The time of the latest record in its session files. */
	lastActive: number;
}
