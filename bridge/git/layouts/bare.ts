/** Bare repositories, in or beside which their worktrees lie: nobody's files are in one, and whoever works around its worktrees works in them. */
import { join } from 'node:path';
import { statOf, textIn } from '../../base/missing-file.ts';

/** Whether a git folder has no worktree of its own; only the index of one tells a repository that is merely set to be bare. */
export function isBare(gitFolder: string): boolean {
	if (statOf(join(gitFolder, 'index')) !== undefined) return false;
	return ['config', 'config.worktree'].some((name) =>
		/^[ \t]*bare[ \t]*(?:=[ \t]*true[ \t]*)?$/im.test(textIn(join(gitFolder, name)) ?? ''),
	);
}

/** Whether a folder is a bare repository with worktrees. */
export const isBareWithWorktrees = (folder: string): boolean =>
	['HEAD', 'objects', 'worktrees'].every((name) => statOf(join(folder, name)) !== undefined);
