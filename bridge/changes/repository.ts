/** One repository in which agents edited: where its branches and worktrees stand, and what has become of each edit since it was last asked. */
import type { KnownTexts } from '../git/objects/known-texts.ts';
import type { Worktree } from '../git/worktree.ts';
import type { Edit, Fate } from './edit.ts';
import type { Case } from './findings.ts';
import { Judge } from './judge.ts';
import type { Place } from './places.ts';
import { HeadLogs, Standing } from './standing.ts';

/** An edit, and its worktree where that is there. */
export interface Placed {
	edit: Edit;
	worktree: Worktree | undefined;
}

/** How long it is believed that git cannot tell. */
const UNKNOWN_MS = 5 * 60_000;

interface Told {
	fate: Fate;
	at: number;
}

export class Repository {
	readonly #texts: KnownTexts;
	readonly #judge: Judge;
	readonly #logs = new HeadLogs();
	/** By an edit and all that its fate follows from. */
	#told = new Map<string, Told>();

	constructor(texts: KnownTexts) {
		this.#texts = texts;
		this.#judge = new Judge(texts);
	}

	/** Asks `asked`, a worktree of it, and that only of edits of which something is not as it was. */
	async fates(asked: Worktree, all: readonly Placed[], now: number): Promise<Map<Edit, Fate>> {
		const { unreadable } = this.#texts;
		const standing = new Standing(asked, this.#texts, this.#logs, now);
		const { main } = standing;
		const places = new Map(all.map(({ edit, worktree }) => [edit, standing.placesOf(edit, worktree)]));
		// What cannot be read now is not gone.
		if (!main || this.#texts.unreadable > unreadable) return new Map(all.map(({ edit }) => [edit, { is: 'unknown' }]));
		const told = new Map<string, Told>();
		const keys = new Map<Edit, string>();
		const fresh = new Map<Case, string>();
		for (const [edit, its] of places) {
			const key = [edit.worktreeTop, edit.path, main.commit, main.before.length, ...this.#statesOf(edit, its, now)].join('\0');
			const known = told.get(key) ?? this.#told.get(key);
			keys.set(edit, key);
			if (known && (known.fate.is !== 'unknown' || now - known.at < UNKNOWN_MS)) told.set(key, known);
			else fresh.set({ path: edit.path, places: its }, key);
		}
		if (fresh.size > 0) {
			const fates = await this.#judge.fates(asked, main, [...fresh.keys()], now);
			for (const [each, fate] of fates) told.set(fresh.get(each) as string, { fate, at: now });
		}
		this.#told = told;
		return new Map([...keys].map(([edit, key]) => [edit, (told.get(key) as Told).fate]));
	}

	#statesOf({ path }: Edit, places: readonly Place[], now: number): string[] {
		return places.map(({ head, holder, through }) => {
			const held = 'top' in holder ? this.#judge.fileState(holder, path, now) : holder[0];
			return `${head} ${held} ${through?.map(([, to]) => to).join('+')}`;
		});
	}
}
