/** Which of the changes that agents made are alive: neither merged nor undone (SPEC C10). Git is asked only where something changed. */
import { join } from 'node:path';
import { statOf } from '../base/missing-file.ts';
import { Semaphore } from '../base/semaphore.ts';
import { KnownTexts, stateOf } from '../git/objects/known-texts.ts';
import { isOurs } from '../git/owner.ts';
import { type Worktree, Worktrees } from '../git/worktree.ts';
import type { Edit, Fate } from './edit.ts';
import { type Placed, Repository } from './repository.ts';

export class ChangeWatch {
	readonly #turn = new Semaphore(1);
	readonly #texts = new KnownTexts();
	/** By the folder that a repository's worktrees share. */
	readonly #repositories = new Map<string, Repository>();
	readonly #worktrees = new Map<string, { state: string; worktree: Worktree | undefined }>();

	/** Of all edits that are to be watched: what is left out is forgotten. `now`: ms. */
	fates(edits: readonly Edit[], now: number): Promise<Map<Edit, Fate>> {
		return this.#turn.take(() => this.#fates(edits, now));
	}

	async #fates(edits: readonly Edit[], now: number): Promise<Map<Edit, Fate>> {
		const fates = new Map<Edit, Fate>(edits.map((edit) => [edit, { is: 'unknown' }]));
		const groups = this.#byRepository(edits);
		for (const folder of this.#repositories.keys()) if (!groups.has(folder)) this.#repositories.delete(folder);
		for (const [folder, { asked, all }] of groups) {
			const repository = this.#repositories.get(folder) ?? new Repository(this.#texts);
			this.#repositories.set(folder, repository);
			for (const [edit, fate] of await repository.fates(asked, all, now)) fates.set(edit, fate);
		}
		return fates;
	}

	#byRepository(edits: readonly Edit[]): Map<string, { asked: Worktree; all: Placed[] }> {
		const groups = new Map<string, { asked: Worktree; all: Placed[] }>();
		const tops = new Map<string, Worktree | undefined>();
		const at = (top: string) => {
			if (!tops.has(top)) tops.set(top, this.#worktreeAt(top));
			return tops.get(top);
		};
		const placed = edits.map((edit) => ({ edit, worktree: at(edit.worktreeTop) }));
		// A repository without a main worktree is found through another one.
		const byRoot = new Map(placed.flatMap(({ edit, worktree }) => (worktree ? [[edit.root, worktree]] : [])));
		for (const each of placed) {
			const asked = at(each.edit.root) ?? each.worktree ?? byRoot.get(each.edit.root);
			if (!asked) continue;
			const group = groups.get(asked.commonFolder) ?? { asked, all: [] };
			group.all.push(each);
			groups.set(asked.commonFolder, group);
		}
		return groups;
	}

	/** The one whose top it is; none of somebody else's. */
	#worktreeAt(top: string): Worktree | undefined {
		const found = statOf(join(top, '.git'));
		const known = this.#worktrees.get(top);
		const state = found === undefined ? 'gone' : stateOf(found);
		if (known?.state === state) return known.worktree;
		const at = found && isOurs(top) ? new Worktrees().at(top) : undefined;
		const worktree = at?.top === top ? at : undefined;
		this.#worktrees.set(top, { state, worktree });
		return worktree;
	}
}
