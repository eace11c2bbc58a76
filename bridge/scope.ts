/** Which agents may be shared: those in a repository that one of the member's `sharedPaths` names. */
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { LocalAgent } from './local-agent.ts';
import { resolved } from './place.ts';
import { Worktrees } from './repository.ts';

export interface SharedRoots {
	/** Roots of repositories (main worktrees), absolute and resolved. */
	repositories: ReadonlySet<string>;
	/** Folders that are in no repository themselves: they share the repositories below them. */
	folders: readonly string[];
}

/**
 * Finds the repository of each shared path; a path inside a repository, or of one of its worktrees, shares the whole of it. `~` is
 * the home folder. The home folder itself and what is above it share nothing: that would be everything.
 */
export async function resolveSharedPaths(sharedPaths: readonly string[], home: string): Promise<SharedRoots> {
	const worktrees = new Worktrees();
	const repositories = new Set<string>();
	const folders: string[] = [];
	for (const sharedPath of sharedPaths) {
		const path = resolved(expanded(sharedPath, home));
		const root = worktrees.at(path)?.root;
		if (root !== undefined) repositories.add(resolved(root));
		else if (!isWithin(path, resolved(home))) folders.push(path);
	}
	return { repositories, folders };
}

/** An agent without a repository is never shared. */
export function isShared({ root, repo }: Pick<LocalAgent, 'root' | 'repo'>, { repositories, folders }: SharedRoots): boolean {
	if (root === undefined || repo === undefined) return false;
	return repositories.has(root) || folders.some((folder) => isWithin(folder, root));
}

export function expanded(path: string, home: string): string {
	if (path === '~') return home;
	return path.startsWith('~/') || path.startsWith('~\\') ? join(home, path.slice(2)) : resolve(path);
}

function isWithin(folder: string, path: string): boolean {
	const way = relative(folder, path);
	return way === '' || (!isAbsolute(way) && way.split(/[\\/]/)[0] !== '..');
}
