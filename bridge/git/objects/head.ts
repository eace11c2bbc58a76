/** Where a worktree's HEAD stands, read from git's own files. */
import { join } from 'node:path';
import type { Worktree } from '../worktree.ts';
import type { KnownTexts } from './known-texts.ts';
import { isOid, type Refs } from './refs.ts';

export interface Head {
	/** The branch that is checked out or being rebased; undefined where none is (detached). */
	branch: string | undefined;
	/** None while nothing is committed. */
	commit: string | undefined;
	/** The worktree is on its way to what the branch will be, which still is what it was. */
	isRebasing: boolean;
}

const BRANCH = /^(?:ref: )?refs\/heads\/(.+)$/;

/** Undefined where there is no worktree any more. */
export function headOf({ gitFolder }: Worktree, refs: Refs, texts: KnownTexts, now: number): Head | undefined {
	const read = (name: string) => texts.of(join(gitFolder, name), now)?.trim();
	const text = read('HEAD');
	if (text === undefined) return undefined;
	const branch = BRANCH.exec(text)?.[1];
	if (branch !== undefined) return { branch, commit: refs.commitOf(`refs/heads/${branch}`), isRebasing: false };
	const rebased = BRANCH.exec(read('rebase-merge/head-name') ?? read('rebase-apply/head-name') ?? '')?.[1];
	return { branch: rebased, commit: isOid(text) ? text : undefined, isRebasing: rebased !== undefined };
}
