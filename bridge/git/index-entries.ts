/** All that a worktree's index holds. */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { statOf } from '../base/missing-file.ts';
import { gitRecords } from './git.ts';
import type { IndexEntry } from './index-entry.ts';
import { plainEntries } from './index-file.ts';
import { IndexListing } from './index-listing.ts';
import { plainFile } from './plain-file.ts';
import type { Worktree } from './worktree.ts';

const FILE_MAX_BYTES = 256 * 1024 * 1024;
/** So many at once; then whoever else waits has a turn. */
const AT_ONCE = 500;

/** Tells each entry, and when the index was written (ms; where it is written meanwhile, before that). False where git failed. */
export async function eachEntry(worktree: Worktree, tell: (entry: IndexEntry, indexAt: number) => void): Promise<boolean> {
	const path = join(worktree.gitFolder, 'index');
	const before = statOf(path);
	if (before === undefined) return true;
	const file = await plainFile(path, FILE_MAX_BYTES);
	const entries = file && plainEntries(file.bytes);
	if (!entries) return await eachListed(worktree, (entry) => tell(entry, before.mtimeMs));
	let count = 0;
	for (const entry of entries) {
		tell(entry, file.found.mtimeMs);
		if (++count % AT_ONCE === 0) await setImmediate();
	}
	return true;
}

async function eachListed(worktree: Worktree, tell: (entry: IndexEntry) => void): Promise<boolean> {
	const listing = new IndexListing(tell);
	const isAnswered = await gitRecords(worktree, 'entries', (record) => listing.read(record));
	return isAnswered && !listing.isLost;
}
