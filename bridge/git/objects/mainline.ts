/** What a branch itself was, commit by commit, latest first: without what was merged into it, and at most 500 of them. */
import { git } from '../git.ts';
import type { Worktree } from '../worktree.ts';

/** Until `base`, which may be on it or have been merged into it. Undefined where git fails. */
export async function mainlineSince(
	worktree: Worktree,
	commit: string,
	bases: Iterable<string>,
): Promise<Map<string, string[]> | undefined> {
	const all = await commitsOf(worktree, commit, '');
	if (!all) return undefined;
	const since = new Map<string, string[]>();
	for (const base of bases) {
		const at = all.indexOf(base);
		const commits = at === -1 ? await commitsOf(worktree, commit, `^${base}\n`) : all.slice(0, at);
		if (commits) since.set(base, commits);
	}
	return since;
}

async function commitsOf(worktree: Worktree, commit: string, without: string): Promise<string[] | undefined> {
	const answer = await git(worktree, 'mainline', `${commit}\n${without}`);
	return answer?.split('\n').filter((line) => line !== '');
}
