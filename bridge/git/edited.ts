/** Which files hold something else than what was staged, of those that are not in the state that the index knows. */
import type { Stats } from 'node:fs';
import { join, posix } from 'node:path';
import { isLink } from '../base/missing-file.ts';
import { attributesOf, isKeptPlainly } from './attributes.ts';
import { COMPARED_MAX_BYTES, holdsBlob } from './content.ts';
import type { IndexEntry } from './index-entry.ts';
import type { Worktree } from './worktree.ts';

/** A file of the index, as it is now. */
export interface Doubtful {
	entry: IndexEntry;
	found: Stats;
}

export async function editedOf(worktree: Worktree, files: readonly Doubtful[]): Promise<Doubtful[]> {
	const isBeyondLink = linkFinder(worktree);
	const differing: Doubtful[] = [];
	for (const file of files) if (!isBeyondLink(file.entry.path) && (await mayDiffer(worktree, file))) differing.push(file);
	const opaque = await opaqueOf(worktree, differing);
	return differing.filter((file) => !opaque.has(file.entry.path) || hasOtherSize(file));
}

async function mayDiffer({ top }: Worktree, { entry, found }: Doubtful): Promise<boolean> {
	if (isCertain(entry)) return true;
	return !(await holdsBlob(join(top, entry.path), found, entry.oid));
}

/** Whatever it holds: nothing was staged, or more than one version. */
const isCertain = (entry: IndexEntry): boolean => entry.isToBeAdded || entry.isUnmerged;

/**
 * Paths whose contents cannot be compared: those that only a filter of the repository's own could convert, those in another encoding or
 * with keywords, and those that are too large. Whoever changed such a file has changed its size, or nobody can tell.
 */
async function opaqueOf(worktree: Worktree, files: readonly Doubtful[]): Promise<ReadonlySet<string>> {
	const compared = files.filter(({ entry }) => !isCertain(entry));
	const paths = compared.map(({ entry }) => entry.path);
	const attributes = paths.length === 0 ? new Map() : await attributesOf(worktree, 'converted', paths);
	const isOpaque = ({ entry, found }: Doubtful) => !isKeptPlainly(attributes.get(entry.path)) || found.size > COMPARED_MAX_BYTES;
	return new Set(compared.filter(isOpaque).map(({ entry }) => entry.path));
}

/** Zero may stand for "not known". */
const hasOtherSize = ({ entry, found }: Doubtful): boolean => entry.size !== 0 && entry.size !== found.size % 2 ** 32;

/** Whether a path leads through a symbolic link: what lies there is no file of this repository. */
export function linkFinder({ top }: Worktree): (path: string) => boolean {
	const known = new Map<string, boolean>([['.', false]]);
	const isBeyond = (folder: string): boolean => {
		const found = known.get(folder) ?? (isBeyond(posix.dirname(folder)) || isLink(join(top, folder)));
		known.set(folder, found);
		return found;
	};
	return (path) => isBeyond(posix.dirname(path));
}
