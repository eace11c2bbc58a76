/** Which paths git ignores (gitignore(5)). */
import { git } from './git.ts';
import { IgnoreRules } from './ignore-rules.ts';
import { settingsOf } from './settings.ts';
import type { Worktree } from './worktree.ts';

type Answers = ReadonlyMap<string, boolean>;

/**
 * What git says of each path (relative to the top); of those that it fails at, nothing. It is asked about those that some rule nearby
 * speaks of, and about all where the rules are not all known.
 */
export async function ignoredOf(worktree: Worktree, paths: readonly string[]): Promise<Answers> {
	const settings = await settingsOf(worktree);
	const rules = settings && new IgnoreRules(worktree, settings, process.env);
	const doubtful = new Set(rules ? paths.filter((path) => rules.mayBeIgnored(path)) : paths);
	const plain = paths.filter((path) => !doubtful.has(path)).map((path) => [path, false] as const);
	return new Map([...plain, ...(doubtful.size === 0 ? [] : await askedIgnored(worktree, [...doubtful]))]);
}

async function askedIgnored(worktree: Worktree, paths: string[]): Promise<Answers> {
	const output = await git(worktree, 'ignored', `${paths.join('\0')}\0`);
	if (output !== undefined) {
		const ignored = new Set(output.split('\0'));
		return new Map(paths.map((path) => [path, ignored.has(path)]));
	}
	if ((await git(worktree, 'isWorktree')) === undefined) return new Map();
	// One path that git refuses (beyond a symbolic link, say) spoils its whole answer, and is not worth telling.
	if (paths.length === 1) return new Map(paths.map((path) => [path, true]));
	const middle = Math.ceil(paths.length / 2);
	const halves = await Promise.all([askedIgnored(worktree, paths.slice(0, middle)), askedIgnored(worktree, paths.slice(middle))]);
	return new Map(halves.flatMap((half) => [...half]));
}
