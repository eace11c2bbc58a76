/** Where a repository's branches and worktrees stand now, and so where its edits may live. */
import { join } from 'node:path';
import { defaultBranch, remotesOf } from '../git/objects/default-branch.ts';
import { headOf } from '../git/objects/head.ts';
import type { KnownTexts } from '../git/objects/known-texts.ts';
import { logEntries, stashesIn } from '../git/objects/ref-log.ts';
import { isOid, Refs } from '../git/objects/refs.ts';
import type { Worktree } from '../git/worktree.ts';
import type { Edit } from './edit.ts';
import { type HeadLog, headLog } from './homes.ts';
import type { Main } from './judge.ts';
import { type Place, placesOf, type Site } from './places.ts';

/** What HEADs went through, worked out again only where more happened. */
export class HeadLogs {
	readonly #known = new Map<string, { text: string; branch: string | undefined; log: HeadLog }>();

	of(gitFolder: string, text: string, branch: string | undefined): HeadLog {
		const known = this.#known.get(gitFolder);
		if (known?.text === text && known.branch === branch) return known.log;
		const log = headLog(logEntries(text), branch);
		this.#known.set(gitFolder, { text, branch, log });
		return log;
	}
}

export class Standing {
	readonly #texts: KnownTexts;
	readonly #logs: HeadLogs;
	readonly #now: number;
	readonly #folder: string;
	readonly #refs: Refs;
	readonly #remotes: readonly string[];
	readonly #stashes;
	readonly #sites = new Map<Worktree, Site | undefined>();
	/** The default branch; undefined where nobody can tell which that is. */
	readonly main: Main | undefined;

	constructor({ commonFolder }: Worktree, texts: KnownTexts, logs: HeadLogs, now: number) {
		this.#texts = texts;
		this.#logs = logs;
		this.#now = now;
		this.#folder = commonFolder;
		this.#refs = new Refs(commonFolder, texts, now);
		this.#remotes = remotesOf(this.#refs);
		this.#stashes = stashesIn(this.#text('logs/refs/stash'));
		this.main = this.#main();
	}

	/** `worktree`: where the edit was made, if that is there. */
	placesOf(edit: Edit, worktree: Worktree | undefined): Place[] {
		return placesOf(edit, worktree && this.#siteOf(worktree), this.#stashes, (branch) => this.#tipOf(branch));
	}

	#main(): Main | undefined {
		if (!this.#refs.isReadable) return undefined;
		const found = defaultBranch(this.#refs, () => this.#firstBranch());
		if (!found) return undefined;
		const isShallow = this.#text('shallow') !== '';
		const before = isShallow ? logEntries(this.#text(join('logs', found.ref))).map(({ from }) => from) : [];
		return { commit: found.commit, before: before.filter((commit) => isOid(commit) && !/^0+$/.test(commit)) };
	}

	/** The branch that the repository began with here; a clone begins with whichever it was told to. */
	#firstBranch(): string | undefined {
		const entries = logEntries(this.#text('logs/HEAD'));
		const now = /^ref: refs\/heads\/(.+)$/m.exec(this.#text('HEAD'))?.[1];
		if (this.#refs.hasFetched && entries[0]?.what.startsWith('clone:')) return undefined;
		return entries.length === 0 ? now : headLog(entries, now)[0]?.on;
	}

	#siteOf(worktree: Worktree): Site | undefined {
		if (this.#sites.has(worktree)) return this.#sites.get(worktree);
		const head = headOf(worktree, this.#refs, this.#texts, this.#now);
		const { gitFolder } = worktree;
		const text = this.#texts.of(join(gitFolder, 'logs/HEAD'), this.#now) ?? '';
		const site = head && { worktree, head, log: this.#logs.of(gitFolder, text, head.branch) };
		this.#sites.set(worktree, site);
		return site;
	}

	/** Here, else as it was last heard of. */
	#tipOf(branch: string): string | undefined {
		for (const folder of ['refs/heads', ...this.#remotes.map((remote) => `refs/remotes/${remote}`)]) {
			const commit = this.#refs.commitOf(`${folder}/${branch}`);
			if (commit !== undefined) return commit;
		}
		return undefined;
	}

	#text(name: string): string {
		return this.#texts.of(join(this.#folder, name), this.#now) ?? '';
	}
}
