/** Where sessions work: in a worktree that is there, or in one that was removed under them, of a repository that is there. */
import { dirname } from 'node:path';
import { localPath } from '../base/agent-path.ts';
import { statOf } from '../base/missing-file.ts';
import { wasNeverOn } from '../git/layouts/head-log.ts';
import { isBelow, isRemoved } from '../git/layouts/removed-worktree.ts';
import { branchOf, type Worktree, type Worktrees } from '../git/worktree.ts';
import type { Session } from '../sessions/session.ts';
import type { Whereabouts } from './place.ts';
import { mainOf } from './project.ts';

export class KnownWorktrees {
	/** The linked worktree that each session was in when it was last looked at: once it is gone, nothing on the disk may tell. */
	readonly #known = new Map<string, Worktree>();

	whereaboutsOf(session: Session, worktrees: Worktrees): Whereabouts {
		const { cwd = '/', madeWorktree } = mainOf(session);
		// Where a link leads to it, it is another one's only by its name.
		const folder = worktrees.resolved(localPath(cwd));
		const worktree = worktrees.at(folder);
		const known = this.#known.get(session.key);
		const gone = [known && { top: known.top, from: known.root }, madeWorktree].find(
			(each) => each && isBelow(folder, each.top) && isRemoved(each.top),
		);
		const repository = gone && worktrees.at(localPath(gone.from));
		if (gone && repository) return { worktree: repository, removed: gone.top };
		const removed = worktrees.removedTop(folder);
		if (removed !== undefined) return { worktree, removed };
		const unlogged = worktree && topByLog(session, folder, worktree);
		if (unlogged !== undefined) return { worktree, removed: unlogged };
		if (worktree && worktree.gitFolder !== worktree.commonFolder) this.#known.set(session.key, worktree);
		return { worktree: besideBare(session, folder, worktree, worktrees) ?? worktree };
	}
}

/** In a folder that is gone, on a branch that the checkout around it was not on meanwhile: that was a worktree, as far as nothing of it is left. */
function topByLog(session: Session, folder: string, worktree: Worktree): string | undefined {
	const { top, gitFolder, commonFolder } = worktree;
	const { branch, firstAt, lastAt } = mainOf(session);
	if (branch === undefined || gitFolder !== commonFolder || statOf(folder) !== undefined) return undefined;
	const now = branchOf(worktree);
	if (!wasNeverOn(branch, { gitFolder, now, since: firstAt, until: lastAt })) return undefined;
	let gone = folder;
	while (isBelow(dirname(gone), top) && statOf(dirname(gone)) === undefined) gone = dirname(gone);
	return gone;
}

/** Of a session in or beside a bare repository: the worktree of its latest edit in one. */
function besideBare(session: Session, folder: string, worktree: Worktree | undefined, worktrees: Worktrees): Worktree | undefined {
	if (worktree && !worktree.isBare) return undefined;
	const bare = worktree?.commonFolder ?? worktrees.bareAt(folder);
	if (bare === undefined) return undefined;
	const edits = session.all.flatMap(({ edited }) => [...edited]).sort(([, one], [, other]) => other - one);
	for (const [path] of edits) {
		const each = worktrees.at(dirname(localPath(path)));
		if (each && !each.isBare && worktrees.resolved(each.commonFolder) === worktrees.resolved(bare)) return each;
	}
	return undefined;
}
