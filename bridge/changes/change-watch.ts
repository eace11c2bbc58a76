/** Which of the changes that agents made are alive: neither merged nor undone (SPEC C10). Git is asked only where something changed. */
import { join } from 'node:path';
import { findFile, statOf } from '../base/missing-file.ts';
import { Semaphore } from '../base/semaphore.ts';
import { KnownTexts, stateOf } from '../git/objects/known-texts.ts';
import { isTrusted } from '../git/trust/owner.ts';
import { type Worktree, Worktrees } from '../git/worktree.ts';
import type { LivingChange } from './agent-edits.ts';
import { type Contents, readContents, textBlob } from './contents.ts';
import { type Edit, type Fate, isWithin } from './edit.ts';
import { type Placed, Repository } from './repository.ts';

/** What lies at a top, and the state of its `.git` by which that was told. */
interface FoundWorktree {
	state: string;
	worktree: Worktree | undefined;
}

export class ChangeWatch {
	readonly #turn = new Semaphore(1);
	readonly #texts = new KnownTexts();
	/** By the folder that a repository's worktrees share. */
	readonly #repositories = new Map<string, Repository>();
	#worktrees = new Map<string, FoundWorktree>();

	/** Of all edits that are to be watched: what is left out is forgotten. `now`: ms. */
	fates(edits: readonly Edit[], now: number): Promise<Map<Edit, Fate>> {
		return this.#turn.take(() => this.#fates(edits, now));
	}

	/** Tells what lies before each living change and after it, where that is to be compared line by line and still there. */
	async contents(changes: readonly LivingChange[], tell: (change: LivingChange, contents: Contents) => void): Promise<void> {
		for (const [root, group] of Map.groupBy(changes, ({ edit }) => edit.root)) {
			const [asked] = [root, ...group.map(({ edit }) => edit.worktreeTop)].flatMap((top) => foundWorktree(top, undefined).worktree ?? []);
			if (asked) await readContents(asked, group, tell);
		}
	}

	/** A blob that another member's change is told from, if it is there: at most 2 MiB of text. */
	async blob(edit: Edit, oid: string): Promise<Buffer | undefined> {
		const asked = this.#askedFor(edit);
		return asked && textBlob(asked, oid);
	}

	#askedFor({ root, worktreeTop }: Edit): Worktree | undefined {
		return [root, worktreeTop].map((top) => foundWorktree(top, undefined).worktree).find((worktree) => worktree !== undefined);
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
		const found = new Map<string, FoundWorktree>();
		const at = (top: string) => {
			const known = found.get(top) ?? foundWorktree(top, this.#worktrees.get(top));
			found.set(top, known);
			return known.worktree;
		};
		const placed = edits.filter(isToBeFound).map((edit) => ({ edit, worktree: at(edit.worktreeTop) }));
		// A repository without a main worktree is found through another one.
		const byRoot = new Map(placed.flatMap(({ edit, worktree }) => (worktree ? [[edit.root, worktree]] : [])));
		for (const each of placed) {
			const asked = at(each.edit.root) ?? each.worktree ?? byRoot.get(each.edit.root);
			if (!asked) continue;
			const group = groups.get(asked.commonFolder) ?? { asked, all: [] };
			group.all.push(each);
			groups.set(asked.commonFolder, group);
		}
		this.#worktrees = found;
		return groups;
	}
}

/** What cannot be looked at now is not gone: nothing is told. */
function isToBeFound({ path, worktreeTop }: Edit): boolean {
	return isWithin(path) && findFile(join(worktreeTop, '.git')) !== 'unreadable';
}

/** The one whose top it is; none of somebody else's. */
function foundWorktree(top: string, known: FoundWorktree | undefined): FoundWorktree {
	const found = statOf(join(top, '.git'));
	const state = found === undefined ? 'gone' : stateOf(found);
	if (known?.state === state) return known;
	const worktree = found && isTrusted(top) ? new Worktrees().at(top) : undefined;
	return { state, worktree: worktree?.top === top ? worktree : undefined };
}
