/** Whose a repository is, and whether it may be asked. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { statOf } from '../../base/missing-file.ts';
import { isDeclaredSafe } from './safe-folders.ts';

/**
 * Ours, root's, or one that the user declared safe, as one does in containers, where the owner of a mounted checkout is another
 * (git-config(1), `safe.directory`). Where users have no numbers, git's own check has to do.
 */
export function isTrusted(top: string, env: NodeJS.ProcessEnv = process.env): boolean {
	const us = process.getuid?.();
	const owner = (statOf(join(top, '.git')) ?? statOf(join(top, '.jj')))?.uid;
	if (owner === undefined) return false;
	return us === undefined || owner === us || owner === 0 || isDeclaredSafe(top, env, env.HOME ?? homedir());
}
