/** What a file of a worktree holds now, by the names that its blob may have: hashed again only when its state is another. */
import { lstatSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { forgetFirst } from '../../base/forget-first.ts';
import { ifReadable, statOf } from '../../base/missing-file.ts';
import { blobNames, bytesOf } from '../content.ts';
import { linkFinder } from '../edited.ts';
import type { Worktree } from '../worktree.ts';
import { isSettled, stateOf } from './known-texts.ts';

const KNOWN_MAX = 10_000;

/** What is held in a file or a blob; of a file its blob has one of several names, by what git would make of its line ends. */
export interface Held {
	names: readonly string[];
	size: number;
}

/** `absent`: there is none, or a folder. `left out`: a sparse checkout may have left it out. Undefined: it cannot be told. */
export type WorkingFile = Held | 'absent' | 'left out' | undefined;

export class WorkingFiles {
	readonly #known = new Map<string, { state: string; held: Held }>();

	/** What tells two states of the file apart; where it has just changed, the next state is another in any case. */
	state({ top }: Worktree, path: string, now: number): string {
		const found = foundAt(`${top}/${path}`);
		if (found === undefined) return 'absent';
		return isSettled(found, now) ? stateOf(found) : `${stateOf(found)} ${now}`;
	}

	/** `like`: the name of some object, whose length says by which hash. */
	async held(worktree: Worktree, path: string, like: string, now: number): Promise<WorkingFile> {
		const file = join(worktree.top, path);
		const found = foundAt(file);
		if (found === undefined) return statOf(join(worktree.gitFolder, 'info/sparse-checkout')) ? 'left out' : 'absent';
		const state = stateOf(found);
		const known = this.#known.get(file);
		if (known?.state === state) return known.held;
		const bytes = linkFinder(worktree)(path) ? undefined : await bytesOf(file, found);
		if (bytes === undefined) return undefined;
		const held = { names: blobNames(bytes, like), size: bytes.length };
		if (isSettled(found, now)) this.#known.set(file, { state, held });
		if (this.#known.size > KNOWN_MAX) forgetFirst(this.#known);
		return held;
	}
}

function foundAt(file: string): Stats | undefined {
	const found = ifReadable(() => lstatSync(file, { throwIfNoEntry: false }));
	return found?.isFile() || found?.isSymbolicLink() ? found : undefined;
}
