/**
 * On which branches an edit may have come to live: the one that it was made on, and where it was taken along. Agents edit first and make a
 * branch for it then; what their worktree's HEAD went through tells.
 */
import type { LogEntry } from '../git/objects/ref-log.ts';
import type { Edit } from './edit.ts';

/** So many commits say whether a branch took an edit along. */
const COMMITS_MAX = 20;

/** Commits before and after. */
export type Step = readonly [from: string, to: string];

export interface Home {
	/** None: detached. */
	branch: string | undefined;
	/** It counts where one of these changed the file; undefined: it counts. */
	through: readonly Step[] | undefined;
}

const MOVED = /^checkout: moving from (\S+) to (\S+)$/;
const RENAMED = /^Branch: renamed refs\/heads\/(\S+) to refs\/heads\/(\S+)$/;
const DETACHED = /^[0-9a-f]{40,64}$/;

/** What a worktree's HEAD went through, oldest first; `on`: the branch that it was on before. */
export type HeadLog = readonly (LogEntry & { on: string | undefined })[];

/** Told from the end, since an entry says for certain only what it left. `now`: the branch that HEAD is on. */
export function headLog(entries: readonly LogEntry[], now: string | undefined): HeadLog {
	let on = now;
	const log = entries.toReversed().map((entry) => {
		const left = MOVED.exec(entry.what)?.[1];
		if (left !== undefined) on = DETACHED.test(left) ? undefined : left;
		on = RENAMED.exec(entry.what)?.[1] ?? on;
		return { ...entry, on };
	});
	return log.reverse();
}

export function homesOf({ branch, at }: Edit, now: string | undefined, log: HeadLog): Home[] {
	// Git keeps seconds.
	const second = Math.floor(at / 1000) * 1000;
	const since = log.findLastIndex((entry) => entry.at < second) + 1;
	const began = branch ?? (log[since] ? log[since].on : now);
	const homes = new Map<string | undefined, Step[] | undefined>([[began, undefined]]);
	for (const entry of log.slice(since)) follow(homes, entry);
	return [...homes].map(([home, through]) => ({ branch: home, through }));
}

function follow(homes: Map<string | undefined, Step[] | undefined>, { from, to, what, on }: HeadLog[number]): void {
	if (what.startsWith('commit')) addStep(homes, on, [from, to]);
	const [, before = '', after = ''] = MOVED.exec(what) ?? [];
	// What was committed on no branch lives on the one that is made there.
	if (from === to && DETACHED.test(before) && homes.has(undefined) && !homes.has(after)) homes.set(after, homes.get(undefined));
	const [, old = '', renamed = ''] = RENAMED.exec(what) ?? [];
	if (homes.has(old)) homes.set(renamed, homes.get(old));
}

function addStep(homes: Map<string | undefined, Step[] | undefined>, branch: string | undefined, step: Step): void {
	if (homes.has(branch) && homes.get(branch) === undefined) return;
	const steps = homes.get(branch) ?? [];
	if (steps.length < COMMITS_MAX) homes.set(branch, [...steps, step]);
}
