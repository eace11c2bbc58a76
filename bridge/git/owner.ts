/** Whose a repository is. */
import { join } from 'node:path';
import { statOf } from '../base/missing-file.ts';

/** Ours or root's. Where users have no numbers, git's own check has to do. */
export function isOurs(top: string): boolean {
	const us = process.getuid?.();
	const owner = statOf(join(top, '.git'))?.uid;
	return owner !== undefined && (us === undefined || owner === us || owner === 0);
}
