/** Which files were changed by commits that were made in a worktree during some time, as the log of its HEAD tells. */
import { join } from 'node:path';
import { textIn } from '../base/missing-file.ts';
import { logEntries } from './objects/ref-log.ts';
import { TreeFiles } from './objects/tree-files.ts';
import type { Worktree } from './worktree.ts';

/** `commit: …`, `commit (amend): …`, `commit (initial): …`; what merges, picks and rebases bring has other names, a merge's end its own. */
const COMMITTED = /^commit(?: \((?:amend|initial)\))?: /;
const NOTHING = /^0+$/;
/** The log keeps seconds. */
const SECOND_MS = 1000;
const COMMITS_MAX = 20;

/** Of these paths (relative to the worktree's top, POSIX) those that differ in a commit from what stood there before it. Times in ms. */
export async function committedBetween(
	worktree: Worktree,
	paths: readonly string[],
	{ from, to }: { from: number; to: number },
): Promise<ReadonlySet<string>> {
	const log = logEntries(textIn(join(worktree.gitFolder, 'logs/HEAD')) ?? '');
	const commits = log.filter(({ at, what }) => at > from - SECOND_MS && at <= to && COMMITTED.test(what)).slice(-COMMITS_MAX);
	if (commits.length === 0) return new Set();
	const wanted = commits.flatMap((commit) => [commit.from, commit.to].filter((each) => !NOTHING.test(each)));
	const fileOf = await new TreeFiles().asked(
		worktree,
		wanted.flatMap((commit) => paths.map((path) => ({ commit, path }))),
	);
	const differs = (path: string) =>
		commits.some((commit) => {
			const after = fileOf(commit.to, path);
			const before = NOTHING.test(commit.from) ? 'absent' : fileOf(commit.from, path);
			return after !== undefined && before !== undefined && after !== before;
		});
	return new Set(paths.filter(differs));
}
