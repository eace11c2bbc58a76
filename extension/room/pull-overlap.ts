/** Where a pull request and the room meet. Pure; paths are compared by their SHA-256, as GitHub names its file blocks. */

import type { Pull } from '../contract/pull.ts';
import type { Row } from './board.ts';
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
export function overlapOf(pull: Pull, rows: Row[], digestOf: (path: string) => string | undefined): PullOverlap {
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
