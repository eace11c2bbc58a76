/** Where a pull request and the room meet. Pure; paths are compared by their SHA-256, as GitHub names its file blocks. */

import type { PairGroup } from '../../../shared/room/collision-pairs.ts';
import type { Contender } from '../../../shared/room/collisions.ts';
import type { Pull } from '../../contract/pull.ts';
import type { Row } from '../board.ts';
import { isOnPull } from './pull-branch.ts';

export interface PullOverlap {
	pull: Pull;
	/** Agents on its branch. */
	onBranch: Row[];
	/** Agents elsewhere that touch its files: work that will meet it. */
	inFiles: { row: Row; paths: string[] }[];
	/** Everyone else. */
	rest: Row[];
}

/** `digestOf`: SHA-256 hex of a path, as far as it is known yet. */
export function overlapOf(pull: Pull, rows: readonly Row[], digestOf: (path: string) => string | undefined): PullOverlap {
	const files = new Set(pull.files);
	const overlap: PullOverlap = { pull, onBranch: [], inFiles: [], rest: [] };
	for (const row of rows) {
		const paths = row.agent.repo.toLowerCase() === pull.repo.toLowerCase() ? row.agent.touches.map((touch) => touch.path) : [];
		const met = paths.filter((path) => files.has(digestOf(path) ?? ''));
		if (isOnPull(row.agent, pull)) overlap.onBranch.push(row);
		else if (met.length > 0) overlap.inFiles.push({ row, paths: met });
		else overlap.rest.push(row);
	}
	return overlap;
}

/**
 * Of these, what is about the pull request: in a file of its, with a change on its branch. And the rest. `headOf`: the fork that an agent
 * works in.
 */
export function splitByPull(
	groups: readonly PairGroup[],
	pull: Pull,
	digestOf: (path: string) => string | undefined,
	headOf: (contender: Contender) => string | undefined,
): { onPull: PairGroup[]; others: PairGroup[] } {
	const files = new Set(pull.files);
	const isOn = (pair: PairGroup['pairs'][number]) =>
		pair.repo.toLowerCase() === pull.repo.toLowerCase() &&
		files.has(digestOf(pair.path) ?? '') &&
		[pair.one, pair.other].some((each) => isOnPull({ repo: pair.repo, branch: each.branch, head: headOf(each) }, pull));
	const those = (wanted: boolean) =>
		groups.flatMap((group) => {
			const pairs = group.pairs.filter((pair) => isOn(pair) === wanted);
			const [first] = pairs;
			return first === undefined ? [] : [{ ...group, level: first.level, pairs }];
		});
	return { onPull: those(true), others: those(false) };
}
