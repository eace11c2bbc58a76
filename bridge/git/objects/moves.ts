/** Where files were moved, as git itself finds it when it merges: in the commits of a branch, and in the index. */
import { forgetFirst } from '../../base/forget-first.ts';
import { git } from '../git.ts';
import type { Worktree } from '../worktree.ts';

/** Its path now, and the blob that it was there. */
export interface Moved {
	path: string;
	oid: string;
}

/** By the path before. */
export type Moves = ReadonlyMap<string, Moved>;

const KNOWN_MAX = 200;
const RECORD = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) R\d*$/;

export class CommittedMoves {
	/** By both commits. */
	readonly #known = new Map<string, Moves>();

	/** From one commit to another that follows it. None where git fails. */
	async between(worktree: Worktree, from: string, to: string): Promise<Moves> {
		const key = `${to} ${from}`;
		const known = this.#known.get(key);
		if (known) return known;
		const answer = await git(worktree, 'moves', `${key}\n`);
		const moves = movesIn(answer ?? '');
		if (answer !== undefined) this.#known.set(key, moves);
		if (this.#known.size > KNOWN_MAX) forgetFirst(this.#known);
		return moves;
	}
}

/** From HEAD to the index. None where git fails. */
export async function stagedMoves(worktree: Worktree): Promise<Moves> {
	return movesIn((await git(worktree, 'stagedMoves')) ?? '');
}

function movesIn(answer: string): Moves {
	const moves = new Map<string, Moved>();
	const fields = answer.split('\0');
	for (let at = 0; at + 2 < fields.length; at += 3) {
		const [record = '', before = '', path = ''] = fields.slice(at, at + 3);
		const oid = RECORD.exec(record)?.[1];
		if (oid !== undefined) moves.set(before, { path, oid });
	}
	return moves;
}
