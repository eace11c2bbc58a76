/** What a file of a worktree holds now, by the names that its blob may have: hashed again only when its state is another. */
import { lstatSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { forgetFirst } from '../../base/forget-first.ts';
import { isMissing, isUnreadable, statOf } from '../../base/missing-file.ts';
import { blobNames, bytesOf } from '../content.ts';
import { linkFinder } from '../edited.ts';
import { plainBytes } from '../plain-file.ts';
import type { Worktree } from '../worktree.ts';
import { isSettled, stateOf } from './known-texts.ts';

const KNOWN_MAX = 10_000;
const SMALL_BYTES = 256 * 1024;
/** So many small files at once; then whoever else waits has a turn. */
const AT_ONCE = 50;

/** The names that a file's blob may have, by what git would make of its line ends; a blob's own name. */
export type Held = readonly string[];

/** `absent`: there is none, or a folder. `left out`: a sparse checkout may have left it out. Undefined: it cannot be told. */
export type WorkingFile = Held | 'absent' | 'left out' | undefined;

export class WorkingFiles {
	#count = 0;
	/** Of one time. */
	#links: { now: number; finders: Map<Worktree, (path: string) => boolean> } = { now: 0, finders: new Map() };
	readonly #known = new Map<string, { state: string; held: Held }>();

	/**
	 * What tells two states of the file apart; where it has just changed, the next state is another in any case. Where there is none the index
	 * may come to know where it was moved.
	 */
	state({ top, gitFolder }: Worktree, path: string, now: number): string {
		const found = foundAt(`${top}/${path}`);
		if (found === 'absent') return `absent ${statOf(join(gitFolder, 'index'))?.mtimeMs}`;
		if (found === 'unreadable') return found;
		return isSettled(found, now) ? stateOf(found) : `${stateOf(found)} ${now}`;
	}

	/** `like`: the name of some object, whose length says by which hash. */
	async held(worktree: Worktree, path: string, like: string, now: number): Promise<WorkingFile> {
		const file = join(worktree.top, path);
		const found = foundAt(file);
		if (found === 'unreadable') return undefined;
		if (found === 'absent') return statOf(join(worktree.gitFolder, 'info/sparse-checkout')) ? 'left out' : 'absent';
		const state = stateOf(found);
		const known = this.#known.get(file);
		if (known?.state === state) return known.held;
		if (this.#isBeyondLink(worktree, path, now)) return undefined;
		if (++this.#count % AT_ONCE === 0) await setImmediate();
		const isSmall = found.isFile() && found.size <= SMALL_BYTES;
		const bytes = isSmall ? plainBytes(file, SMALL_BYTES) : await bytesOf(file, found);
		if (bytes === undefined) return undefined;
		const held = blobNames(bytes, like);
		if (isSettled(found, now)) this.#known.set(file, { state, held });
		if (this.#known.size > KNOWN_MAX) forgetFirst(this.#known);
		return held;
	}

	#isBeyondLink(worktree: Worktree, path: string, now: number): boolean {
		if (this.#links.now !== now) this.#links = { now, finders: new Map() };
		const finder = this.#links.finders.get(worktree) ?? linkFinder(worktree);
		this.#links.finders.set(worktree, finder);
		return finder(path);
	}
}

/** What cannot be looked at now is not gone. */
function foundAt(file: string): Stats | 'absent' | 'unreadable' {
	try {
		const found = lstatSync(file, { throwIfNoEntry: false });
		return found?.isFile() || found?.isSymbolicLink() ? found : 'absent';
	} catch (error) {
		if (isMissing(error)) return 'absent';
		if (isUnreadable(error)) return 'unreadable';
		throw error;
	}
}
