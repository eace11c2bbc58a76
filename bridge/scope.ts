/** Which agents may be shared: those whose repository one of the member's `sharedPaths` lies in. */
import type { LocalAgent } from './local-agent.ts';

/** Root folders of repositories (main worktrees), absolute and resolved, that the member shares. */
export type SharedRoots = ReadonlySet<string>;

/**
 * Finds the repository of each shared path. `~` is the home folder; a path that is in no repository shares every repository
 * below it once agents show up there (it stays in the set as it is).
 */
export async function resolveSharedPaths(_sharedPaths: readonly string[], _home: string): Promise<SharedRoots> {
	return new Set();
}

/** Pure: an agent without a repository is never shared. */
export function isShared(agent: Pick<LocalAgent, 'root' | 'repo'>, roots: SharedRoots): boolean {
	return agent.root !== undefined && agent.repo !== undefined && roots.has(agent.root);
}
