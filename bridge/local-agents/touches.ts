/** What a session touched, as paths of its repository. */

import type { Worktrees } from '../git/worktree.ts';
import type { Session } from '../sessions/session.ts';
import type { LocalTouch } from './local-agent.ts';
import { pathWithin, type Workplace } from './place.ts';

/** Newest first, one for each path; an edit is not hidden by a later read (SPEC C6). `byCommands`: absolute paths and times. */
export function touchesOf(
	session: Session,
	workplace: Workplace,
	worktrees: Worktrees,
	byCommands: ReadonlyMap<string, number>,
): LocalTouch[] {
	const touches = new Map<string, LocalTouch>();
	const add = (mode: LocalTouch['mode'], absolute: string, at: number) => {
		const path = pathWithin(workplace, absolute, worktrees);
		if (path === undefined) return;
		const known = touches.get(path);
		if (!known || (known.mode === mode ? at > known.at : mode === 'edit')) touches.set(path, { path, mode, at });
	};
	for (const { read, edited } of session.all) {
		for (const [path, at] of read) add('read', path, at);
		for (const [path, at] of edited) add('edit', path, at);
	}
	for (const [path, at] of byCommands) add('edit', path, at);
	return [...touches.values()].sort((a, b) => b.at - a.at || (a.path < b.path ? -1 : 1));
}
