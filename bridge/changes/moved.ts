/**
 * Where a file that is gone from its place was moved to: git's merge follows it there, so that what others change of it is merged line by
 * line, and only a real deletion conflicts with every change.
 */
import { join } from 'node:path';
import { statOf } from '../base/missing-file.ts';
import { CommittedMoves, type Moved, type Moves, stagedMoves } from '../git/objects/moves.ts';
import { untrackedFiles, untrackedMove } from '../git/objects/untracked-move.ts';
import type { Worktree } from '../git/worktree.ts';
import type { Finding } from './findings.ts';
import { isThere } from './version.ts';

export class MovedFiles {
	readonly #committed = new CommittedMoves();

	/** Of those that lack a file which was there: where it is. Asks `asked`, a worktree of the repository, and their own. */
	async of(asked: Worktree, findings: readonly Finding[]): Promise<Map<Finding, Moved>> {
		const moved = new Map<Finding, Moved>();
		const uncommitted = new Map<Worktree, Uncommitted>();
		for (const finding of findings) {
			const { subject, place, versions, committed } = finding;
			if (!isThere(versions.base)) continue;
			const before = { path: subject.path, oid: versions.base[0] as string };
			const last = isThere(committed) ? before : await this.#inCommits(asked, finding);
			if (last === undefined) continue;
			const { holder } = place;
			if (!('top' in holder)) {
				moved.set(finding, last);
				continue;
			}
			const its = uncommitted.get(holder) ?? new Uncommitted(holder);
			uncommitted.set(holder, its);
			const found = await its.where(last);
			if (found) moved.set(finding, found);
		}
		return moved;
	}

	async #inCommits(asked: Worktree, { subject, place, baseCommit }: Finding): Promise<Moved | undefined> {
		if (baseCommit === undefined) return undefined;
		return (await this.#committed.between(asked, baseCommit, place.head)).get(subject.path);
	}
}

/** What a worktree does not have committed, asked once and only where that is needed. */
class Uncommitted {
	readonly #worktree: Worktree;
	#staged: Promise<Moves> | undefined;
	#untracked: Promise<readonly string[]> | undefined;

	constructor(worktree: Worktree) {
		this.#worktree = worktree;
	}

	/** Of a file that its branch has. Undefined where it is deleted. */
	async where(last: Moved): Promise<Moved | undefined> {
		if (statOf(join(this.#worktree.top, last.path))) return last;
		this.#staged ??= stagedMoves(this.#worktree);
		const staged = (await this.#staged).get(last.path);
		if (staged) return staged;
		this.#untracked ??= untrackedFiles(this.#worktree);
		const path = await untrackedMove(this.#worktree, await this.#untracked, last);
		return path === undefined ? undefined : { path, oid: last.oid };
	}
}
