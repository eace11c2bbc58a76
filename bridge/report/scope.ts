/** Which agents may be shared: those in a repository that one of the member's `sharedPaths` names. */
import { isAbsolute, relative } from 'node:path';
import { untilde } from '../base/home.ts';
import { resolved, Worktrees } from '../git/worktree.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';

export interface SharedRoots {
	/** Roots of repositories (main worktrees), absolute and resolved. */
	repositories: ReadonlySet<string>;
	/** Folders that are no repository themselves: they share the repositories below them. */
	folders: readonly string[];
}

/**
 * A path shares the repository that it is the top of (of any worktree), or else the repositories below it; never one above it, which a
 * clone that was deleted or moved would otherwise uncover. `~` is the home folder. The home folder itself and what is above it share
 * nothing below them: that would be everything.
 */
export async function resolveSharedPaths(sharedPaths: readonly string[], home: string): Promise<SharedRoots> {
	const repositories = new Set<string>();
	const folders: string[] = [];
	for (const sharedPath of sharedPaths) {
		const path = resolved(untilde(sharedPath, home, home));
		const worktree = new Worktrees().at(path);
		if (worktree?.top === path) repositories.add(resolved(worktree.root));
		else if (!isWithin(path, resolved(home))) folders.push(path);
	}
	return { repositories, folders };
}

/** The top of the worktree that a path lies in: what shares that repository. Where that is all of the home folder, it has to be named itself. */
export function topAbove(path: string, home: string): string | undefined {
	const top = new Worktrees().at(resolved(path))?.top;
	return top === undefined || isWithin(top, resolved(home)) ? undefined : top;
}

/** An agent without a repository is never shared. */
export function isShared({ root, repo }: Pick<LocalAgent, 'root' | 'repo'>, { repositories, folders }: SharedRoots): boolean {
	if (root === undefined || repo === undefined) return false;
	return repositories.has(root) || folders.some((folder) => isWithin(folder, root));
}

function isWithin(folder: string, path: string): boolean {
	const way = relative(folder, path);
	return way === '' || (!isAbsolute(way) && way.split(/[\\/]/)[0] !== '..');
}
