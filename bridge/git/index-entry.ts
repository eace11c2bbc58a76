/** What git's index keeps of a file: what was staged, and the state that the file had when it was last known to hold just that. */

export interface IndexEntry {
	/** Relative to the top, POSIX. */
	path: string;
	/** The blob: 40 hex digits of SHA-1, or 64 of SHA-256. */
	oid: string;
	/** Of one file there are up to three (base, ours, theirs) while a merge is unfinished. */
	isUnmerged: boolean;
	/** `git add --intent-to-add`. */
	isToBeAdded: boolean;
	/** A submodule, what a sparse checkout leaves out, or what `update-index --assume-unchanged` named. */
	isNotLookedAt: boolean;
	/** Of the file then. Zero where that is not known. */
	mtimeMs: number;
	/** Of size and inode, the lower 32 bits. */
	size: number;
	inode: number;
}

const GITLINK = 0o160000;
const FOLDER = 0o040000;
const UNMERGED = 0x3000;
const ASSUMED_UNCHANGED = 0x8000;
const TO_BE_ADDED = 0x2000_0000;
const SKIPPED = 0x4000_0000;

/** `flags`: the first 16 bits of gitformat-index(5), and those of version 3 above them. */
export function kindOf(mode: number, flags: number): Pick<IndexEntry, 'isUnmerged' | 'isToBeAdded' | 'isNotLookedAt'> {
	const has = (flag: number) => (flags & flag) !== 0;
	return {
		isUnmerged: has(UNMERGED),
		isToBeAdded: has(TO_BE_ADDED),
		isNotLookedAt: mode === GITLINK || mode === FOLDER || has(ASSUMED_UNCHANGED) || has(SKIPPED),
	};
}

/** As Node counts (`Stats.mtimeMs`), so that equal times are equal numbers. */
export function msOf(seconds: number, nanoseconds: number): number {
	return seconds * 1000 + nanoseconds / 1_000_000;
}
