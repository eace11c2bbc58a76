/** Where a session works: its repository, worktree and branch, and how its paths are told from there. */
import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { absolutePath, localPath } from '../base/agent-path.ts';
import { ifReadable } from '../base/missing-file.ts';
import { isPrintable } from '../base/plain-line.ts';
import { RepositoryNames } from '../git/repository.ts';
import { branchOf, resolved, Worktrees } from '../git/worktree.ts';
import { pathWithin, workplaceOf, worktreeIdOf } from '../local-agents/place.ts';

export interface Place {
	repo: string;
	/** Absolute and resolved: the main worktree's top, which rooms share by. */
	root: string;
	worktree: string;
	branch: string | undefined;
	/** Relative to the repository's root; undefined for what lies elsewhere, or cannot be said. */
	pathOf(path: string): string | undefined;
}

export class Places {
	readonly #names = new RepositoryNames();

	/** Undefined outside of a repository: there nobody can be met. */
	async of(cwd: string): Promise<Place | undefined> {
		const folder = localPath(cwd);
		if (!isAbsolute(folder)) return undefined;
		const worktrees = new Worktrees();
		const worktree = worktrees.at(folder);
		const name = worktree && (await this.#names.of(worktree));
		if (worktree === undefined || name === undefined) return undefined;
		const workplace = workplaceOf(cwd, { worktree });
		return {
			repo: name.repo,
			root: resolved(worktree.root),
			worktree: worktreeIdOf(worktree),
			branch: branchOf(worktree),
			pathOf: (path) => {
				const inside = pathWithin(workplace, whereItLeads(absolutePath(path, cwd)), worktrees);
				return inside !== undefined && isPrintable(inside) ? inside : undefined;
			},
		};
	}
}

/** Without symbolic links, also where the file, or folders above it, are not there yet. */
function whereItLeads(path: string): string {
	const absolute = localPath(path);
	for (let above = absolute; above !== dirname(above); above = dirname(above)) {
		const real = ifReadable(() => realpathSync.native(above));
		if (real !== undefined) return join(real, relative(above, absolute));
	}
	return absolute;
}
