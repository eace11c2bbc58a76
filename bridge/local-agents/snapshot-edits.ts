/**
 * What differs from before a step in which an agent ran a command, where the agent itself compares its worktree before and after
 * (OpenCode): the command changed it, or git did for the command, and then it is the work of whoever made the commit. It counts as edited where git
 * finds the file changed once the step has ended, or changed by a commit that was made during the step; where there is no repository, nobody can ask.
 */
import { dirname, relative } from 'node:path';
import { localPath } from '../base/agent-path.ts';
import { committedBetween } from '../git/committed.ts';
import type { Worktree, Worktrees } from '../git/worktree.ts';
import type { Session } from '../sessions/session.ts';
import { changedSince, topOf } from './shell-edits.ts';

interface Candidate {
	key: string;
	path: string;
	since: number;
	at: number;
}

export class SnapshotEdits {
	readonly #asked = new Map<string, Map<string, number>>();
	readonly #found = new Map<string, Map<string, number>>();

	/** What is known of a session's, absolute paths with times. */
	of(key: string): ReadonlyMap<string, number> {
		return this.#found.get(key) ?? new Map();
	}

	/** Asks git of each file once after each step, since later somebody else may change it; answers the sessions of which something new is known. */
	async look(sessions: readonly Session[], worktrees: Worktrees): Promise<Set<string>> {
		const fresh = sessions.flatMap((session) => this.#fresh(session));
		const places = Map.groupBy(fresh, ({ path }) => topOf(dirname(localPath(path)), worktrees));
		const looks = [...places].map(async ([top, candidates]) => {
			const worktree = top === undefined ? undefined : worktrees.at(top);
			return worktree ? await ownOf(candidates, worktree) : candidates;
		});
		const found = (await Promise.all(looks)).flat();
		for (const { key, path, at } of found) this.#found.set(key, (this.#found.get(key) ?? new Map<string, number>()).set(path, at));
		return new Set(found.map(({ key }) => key));
	}

	#fresh({ key, all }: Session): Candidate[] {
		const asked = this.#asked.get(key) ?? new Map<string, number>();
		const fresh = all.flatMap(({ snapshots }) => [...snapshots]).filter(([path, { at }]) => asked.get(path) !== at);
		for (const [path, { at }] of fresh) asked.set(path, at);
		if (fresh.length > 0) this.#asked.set(key, asked);
		return fresh.map(([path, when]) => ({ key, path, ...when }));
	}
}

async function ownOf(candidates: readonly Candidate[], worktree: Worktree): Promise<Candidate[]> {
	const changed = new Set((await changedSince(worktree, 0)).map(({ path }) => path));
	const [own, clean] = [[] as Candidate[], [] as Candidate[]];
	for (const each of candidates) (changed.has(localPath(each.path)) ? own : clean).push(each);
	const steps = Map.groupBy(clean, ({ since, at }) => `${since} ${at}`);
	const committed = [...steps.values()].map(async (step) => {
		const { since: from, at: to } = step[0] as Candidate;
		const pathOf = ({ path }: Candidate) => relative(worktree.top, localPath(path)).replaceAll('\\', '/');
		const found = await committedBetween(worktree, step.map(pathOf), { from, to });
		return step.filter((each) => found.has(pathOf(each)));
	});
	return [...own, ...(await Promise.all(committed)).flat()];
}
