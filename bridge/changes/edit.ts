/** An agent's edit, and what has become of it (SPEC C10). */
import { CHANGE_MAX_MS, COLLISION_WINDOW_MS } from '../../shared/limits.ts';

/** A file that an agent edited. */
export interface Edit {
	/** Absolute: the top of the worktree that it was edited in, and the root of its repository's main one, in case the worktree goes. */
	worktreeTop: string;
	root: string;
	/** The branch that was checked out then; undefined where none was, or nobody knows. */
	branch: string | undefined;
	/** POSIX, relative to the worktree's top. */
	path: string;
	/** When it was edited last, ms. */
	at: number;
}

/**
 * Where the contents of a change are. `areEndsConverted`: git would store it with LF for CRLF. `nowhere`: the file is deleted. `unknown`:
 * only a filter of the repository's own could tell.
 */
export type ContentRef =
	| { in: 'blob'; oid: string }
	| { in: 'file'; file: string; areEndsConverted: boolean }
	| { in: 'nowhere' }
	| { in: 'unknown' };

export type Fate =
	/**
	 * `base`: its blob where the branch left the default branch; undefined where the file is new. `branch`: where the change is now. `movedTo`:
	 * the path that the file has there, where that is another one; its contents are that file's.
	 */
	| { is: 'alive'; base: string | undefined; content: ContentRef; branch: string | undefined; movedTo?: string | undefined }
	/** Merged, reverted or discarded, or the branch is gone. */
	| { is: 'over' }
	/** Git cannot tell. */
	| { is: 'unknown' };

/** Whether a path is that of a file inside of its worktree: sessions may name any, and git keeps no `.git`. */
export function isWithin(path: string): boolean {
	return path.split('/').every((name) => name !== '' && name !== '.' && name !== '..' && name.toLowerCase() !== '.git');
}

/** What cannot be told lives by the clock. */
export function counts({ at }: Edit, { is }: Fate, now: number): boolean {
	if (is === 'over') return false;
	return now - at <= (is === 'alive' ? CHANGE_MAX_MS : COLLISION_WINDOW_MS);
}
