/** A `.git` that is a file and says where the git folder is: that of a linked worktree, a submodule, or one kept apart (gitrepository-layout(5)). */
import { basename, dirname, join, resolve } from 'node:path';
import { statOf, textIn } from '../../base/missing-file.ts';

export function firstLine(path: string): string | undefined {
	return textIn(path)?.split('\n', 1)[0]?.trim();
}

/** The git folder that the `.git` file of a worktree names. */
export function linkedFolder(top: string): string | undefined {
	const text = textIn(join(top, '.git')) ?? '';
	if (!text.startsWith(NAMES_FOLDER)) return undefined;
	let end = text.length;
	while (text[end - 1] === '\n' || text[end - 1] === '\r') end--;
	const target = text.slice(NAMES_FOLDER.length, end);
	return target === '' ? undefined : resolve(top, target);
}

const NAMES_FOLDER = 'gitdir: ';

/** Whether git finds a repository there. */
export const isGitFolder = (folder: string): boolean => statOf(join(folder, 'HEAD')) !== undefined;

/**
 * The main worktree's top by the git folder that all share. A bare repository has worktrees too, but no main one: the folder that names it
 * stands for that, else its own.
 */
export function mainTop(commonFolder: string): string {
	const above = dirname(commonFolder);
	if (basename(commonFolder) === '.git' || linkedFolder(above) === commonFolder) return above;
	return submoduleTop(commonFolder) ?? commonFolder;
}

/** A submodule's git folder lies in that of the repository around it, and names its worktree; which is believed where that names it back. */
function submoduleTop(gitFolder: string): string | undefined {
	const named = /^[ \t]*worktree[ \t]*=(.+)$/m.exec(textIn(join(gitFolder, 'config')) ?? '')?.[1]?.trim();
	const top = named === undefined ? undefined : resolve(gitFolder, named);
	return top !== undefined && linkedFolder(top) === gitFolder ? top : undefined;
}
