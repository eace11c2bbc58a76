/** Worktrees that are gone while their repository is there: what lay in them is no file of the checkout that they lay in, or beside. */
import { dirname, join, relative, resolve, sep } from 'node:path';
import { readableNamesIn, statOf, textIn } from '../../base/missing-file.ts';
import { isGitFolder, linkedFolder, mainTop } from './git-file.ts';

/** Where agents and people make worktrees within a checkout. */
const PLACES = /^(?:\.\w+\/)?\.?worktrees\/[^/]+/;

/** Whether a folder is another one, or lies below it. */
export function isBelow(folder: string, top: string): boolean {
	return folder === top || folder.startsWith(top.endsWith(sep) ? top : top + sep);
}

/** There is none of its own any more. */
export const isRemoved = (top: string): boolean => ['.git', '.jj'].every((name) => statOf(join(top, name)) === undefined);

/**
 * Tops of the removed worktrees that a repository still knows of: git forgets one when it removes it by itself, and of one that was only
 * deleted with the next `git worktree prune` (gitrepository-layout(5), `worktrees/<id>/gitdir`, relative to its folder at times).
 */
export function removedTops(commonFolder: string): string[] {
	const folders = readableNamesIn(join(commonFolder, 'worktrees')).map((name) => join(commonFolder, 'worktrees', name));
	const tops = folders.flatMap((folder) => {
		const file = textIn(join(folder, 'gitdir'))?.trim();
		return file ? [dirname(resolve(folder, file))] : [];
	});
	return tops.filter(isRemoved);
}

/**
 * A folder that was the top of a worktree and is none for git any more: its `.git` file names a git folder that is not there. It is in no repository
 * but that whose worktree it was, if that is there: `from`, its main worktree's top.
 */
export function lostAt(top: string): { from: string | undefined } | undefined {
	const gitFolder = linkedFolder(top);
	if (gitFolder === undefined || isGitFolder(gitFolder)) return undefined;
	const common = dirname(dirname(gitFolder));
	const isLinked = gitFolder.split(sep).at(-2) === 'worktrees' && isGitFolder(common);
	return { from: isLinked ? mainTop(common) : undefined };
}

/** The top of a removed worktree that a folder of a checkout lay in, by where such ones are made. */
export function topByPlace(folder: string, top: string): string | undefined {
	const place = PLACES.exec(relative(top, folder).replaceAll(sep, '/'))?.[0];
	if (place === undefined) return undefined;
	const found = join(top, place);
	// A folder that is there and is no worktree may be any folder of the checkout's, but for those that are made for nothing else.
	return isRemoved(found) && (place.startsWith('.') || statOf(found) === undefined) ? found : undefined;
}
