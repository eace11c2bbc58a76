/** The folders that a member shares: checked where they are named, kept with `~`. */
import { existsSync } from 'node:fs';
import { tilde, untilde } from '../base/home.ts';
import { UserError } from '../base/user-error.ts';
import { resolved } from '../git/worktree.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import { resolveSharedPaths, topAbove } from '../report/scope.ts';

interface Place {
	home: string;
	cwd: string;
}

/** As they are kept in `room.json`, a path inside a repository as its top. A folder that shares nothing is the user's to hear of. */
export async function normalizeSharedPaths(paths: readonly string[], { home, cwd }: Place): Promise<string[]> {
	const kept: string[] = [];
	for (const path of paths) {
		const named = untilde(path, home, cwd);
		if (!existsSync(named))
			throw new UserError(`There is no folder ${tilde(named, home)}.`, 'Name a clone of a repository, like ~/work/api.');
		const top = topAbove(named, home);
		const absolute = top === undefined || top === resolved(named) ? named : top;
		const { repositories, folders } = await resolveSharedPaths([absolute], home);
		if (repositories.size === 0 && folders.length === 0) {
			throw new UserError(
				`${tilde(absolute, home)} is too much to share.`,
				'Name a clone of a repository, or a folder of clones inside your home folder.',
			);
		}
		const short = tilde(absolute, home);
		if (!kept.includes(short)) kept.push(short);
	}
	return kept;
}

/** A repository that agents worked in lately. */
export interface RecentRepository {
	path: string;
	sessions: number;
	lastActive: number;
}

/** Most recent first. */
export function recentRepositories(agents: readonly LocalAgent[], home: string): RecentRepository[] {
	const found = new Map<string, RecentRepository>();
	for (const { root, repo, lastActive } of agents) {
		if (root === undefined || repo === undefined) continue;
		const path = tilde(root, home);
		const known = found.get(path) ?? { path, sessions: 0, lastActive: 0 };
		found.set(path, { path, sessions: known.sessions + 1, lastActive: Math.max(known.lastActive, lastActive) });
	}
	return [...found.values()].sort((one, other) => other.lastActive - one.lastActive);
}
