/** One repository in which agents edited: where its branches and worktrees stand, and what has become of each edit since it was last asked. */
import { join } from 'node:path';
import { defaultBranch, remotesOf } from '../git/objects/default-branch.ts';
import { type Head, headOf } from '../git/objects/head.ts';
import type { KnownTexts } from '../git/objects/known-texts.ts';
import { type LogEntry, logEntries, stashesIn } from '../git/objects/ref-log.ts';
import { isOid, Refs } from '../git/objects/refs.ts';
import type { Worktree } from '../git/worktree.ts';
import type { Edit, Fate } from './edit.ts';
import type { Case } from './findings.ts';
import { homesOf } from './homes.ts';
import { Judge, type Main } from './judge.ts';
import { type Place, placesOf, type Site } from './places.ts';

/** An edit, and its worktree where that is there. */
export interface Placed {
	edit: Edit;
	worktree: Worktree | undefined;
}

interface Told {
	/** Everything that the fate follows from. */
	from: string;
	fate: Fate;
}

export class Repository {
	readonly #texts: KnownTexts;
	readonly #judge: Judge;
	/** By edit. */
	#known = new Map<string, Told>();

	constructor(texts: KnownTexts) {
		this.#texts = texts;
		this.#judge = new Judge(texts);
	}

	/** Asks `asked`, a worktree of it, and that only of edits of which something is not as it was. */
	async fates(asked: Worktree, all: readonly Placed[], now: number): Promise<Map<Edit, Fate>> {
		const state = new State(asked, this.#texts, now);
		const main = state.main;
		if (!main) return new Map(all.map(({ edit }) => [edit, { is: 'unknown' }]));
		const fates = new Map<Edit, Fate>();
		const known = new Map<string, Told>();
		const fresh = new Map<Case, { edit: Edit; from: string }>();
		for (const placed of all) {
			const { edit } = placed;
			const places = state.placesOf(placed);
			const from = `${main.commit} ${main.before.length} ${places.map((place) => this.#stateOf(place, edit.path)).join()}`;
			const kept = this.#known.get(keyOf(edit));
			if (kept?.from === from) {
				fates.set(edit, kept.fate);
				known.set(keyOf(edit), kept);
			} else fresh.set({ path: edit.path, places }, { edit, from });
		}
		if (fresh.size > 0) {
			for (const [each, fate] of await this.#judge.fates(asked, main, [...fresh.keys()], now)) {
				const { edit, from } = fresh.get(each) as { edit: Edit; from: string };
				fates.set(edit, fate);
				// What git failed at is asked again.
				if (fate.is !== 'unknown') known.set(keyOf(edit), { from, fate });
			}
		}
		this.#known = known;
		return fates;
	}

	#stateOf({ head, holder, through }: Place, path: string): string {
		const held = 'top' in holder ? this.#judge.fileState(holder, path) : holder[0];
		return `${head} ${held} ${through?.map(([, to]) => to).join('+')}`;
	}
}

const keyOf = ({ worktreeTop, branch, path }: Edit): string => [worktreeTop, branch, path].join('\0');

/** A repository's branches and worktrees as they are now. */
class State {
	readonly #texts: KnownTexts;
	readonly #now: number;
	readonly #folder: string;
	readonly #refs: Refs;
	readonly #stashes;
	readonly #sites = new Map<Worktree, Site | undefined>();
	readonly main: Main | undefined;

	constructor({ commonFolder }: Worktree, texts: KnownTexts, now: number) {
		this.#texts = texts;
		this.#now = now;
		this.#folder = commonFolder;
		this.#refs = new Refs(commonFolder, texts, now);
		this.#stashes = stashesIn(this.#text('logs/refs/stash'));
		this.main = this.#main();
	}

	placesOf({ edit, worktree }: Placed): Place[] {
		const site = worktree && this.#siteOf(worktree);
		return placesOf(edit, site, site ? this.#homesOf(edit, site) : [], this.#stashes, (branch) => this.#tipOf(branch));
	}

	#main(): Main | undefined {
		if (!this.#refs.isReadable) return undefined;
		const found = defaultBranch(this.#refs, this.#firstBranch());
		if (!found) return undefined;
		const isShallow = this.#text('shallow') !== '';
		const before = isShallow ? logEntries(this.#text(join('logs', found.ref))).map(({ from }) => from) : [];
		return { commit: found.commit, before: before.filter((commit) => isOid(commit) && !/^0+$/.test(commit)) };
	}

	/** The branch that the main worktree began on, or is on. */
	#firstBranch(): string | undefined {
		const left = /^checkout: moving from (\S+) to /m.exec(
			this.#log(this.#folder)
				.map(({ what }) => what)
				.join('\n'),
		)?.[1];
		return left ?? /^ref: refs\/heads\/(.+)$/m.exec(this.#text('HEAD'))?.[1];
	}

	#siteOf(worktree: Worktree): Site | undefined {
		if (this.#sites.has(worktree)) return this.#sites.get(worktree);
		const head: Head | undefined = headOf(worktree, this.#refs, this.#texts, this.#now);
		const site = head && { worktree, head };
		this.#sites.set(worktree, site);
		return site;
	}

	#homesOf(edit: Edit, { worktree, head }: Site) {
		if (edit.branch !== undefined && edit.branch === head.branch) return [{ branch: edit.branch, through: undefined }];
		return homesOf(edit, head, this.#log(worktree.gitFolder));
	}

	/** Here, else as it was last heard of. */
	#tipOf(branch: string): string | undefined {
		const folders = ['refs/heads', ...remotesOf(this.#refs).map((remote) => `refs/remotes/${remote}`)];
		for (const folder of folders) {
			const commit = this.#refs.commitOf(`${folder}/${branch}`);
			if (commit !== undefined) return commit;
		}
		return undefined;
	}

	#log(gitFolder: string): LogEntry[] {
		return logEntries(this.#texts.of(join(gitFolder, 'logs/HEAD'), this.#now) ?? '');
	}

	#text(name: string): string {
		return this.#texts.of(join(this.#folder, name), this.#now) ?? '';
	}
}
