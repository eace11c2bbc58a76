/**
 * On which branches an edit may have come to live: the one that it was made on, and where it was taken along. Agents edit first and make a
 * branch for it then; what their worktree's HEAD went through tells.
 */
import type { Head } from '../git/objects/head.ts';
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

/** `log`: of the worktree's HEAD, oldest first. */
export function homesOf({ branch, at }: Edit, head: Head, log: readonly LogEntry[]): Home[] {
	const branches = branchesOf(log, head.branch);
	// Git keeps seconds.
	const since = log.findIndex((entry) => entry.at >= Math.floor(at / 1000) * 1000);
	const began = branch ?? (since === -1 ? head.branch : branches[since]);
	const homes = new Map<string | undefined, Step[] | undefined>([[began, undefined]]);
	if (since === -1) return [{ branch: began, through: undefined }];
	for (let index = since; index < log.length; index++) follow(homes, log[index] as LogEntry, branches[index]);
	return [...homes].map(([home, through]) => ({ branch: home, through }));
}

function follow(homes: Map<string | undefined, Step[] | undefined>, { from, to, what }: LogEntry, on: string | undefined): void {
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

/** On which branch HEAD was before each entry: told from the end, since an entry says for certain only what it left. */
function branchesOf(log: readonly LogEntry[], now: string | undefined): (string | undefined)[] {
	const branches: (string | undefined)[] = [];
	let on = now;
	for (let index = log.length - 1; index >= 0; index--) {
		const { what } = log[index] as LogEntry;
		const left = MOVED.exec(what)?.[1];
		if (left !== undefined) on = DETACHED.test(left) ? undefined : left;
		on = RENAMED.exec(what)?.[1] ?? on;
		branches[index] = on;
	}
	return branches;
}
