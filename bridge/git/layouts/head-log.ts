/** Which branches a worktree was on, and when, as the log of its HEAD says (gitrepository-layout(5), `logs`). */
import { join } from 'node:path';
import { textIn } from '../../base/missing-file.ts';
import { type LogEntry, logEntries } from '../objects/ref-log.ts';

const MOVED = /^checkout: moving from (\S+) to (\S+)$/;
const RENAMED = /^Branch: renamed refs\/heads\/(\S+) to refs\/heads\/(\S+)$/;
/** Git keeps whole seconds. */
const SECOND_MS = 1000;

/** Whether a worktree, which is on `now`, was certainly on other branches all the time from `since` to `until`, ms; false where nothing says so. */
export function wasNeverOn(
	branch: string,
	{ gitFolder, now, since, until }: { gitFolder: string; now: string | undefined; since: number; until: number },
): boolean {
	const log = logEntries(textIn(join(gitFolder, 'logs', 'HEAD')) ?? '');
	const [begin] = log;
	if (begin === undefined || begin.at > since || now === undefined) return false;
	const moves = log.flatMap((entry) => moveOf(entry) ?? []);
	const stays = [{ on: moves[0]?.from ?? now, from: begin.at }, ...moves.map(({ to, at }) => ({ on: to, from: at }))];
	// What points HEAD elsewhere by itself is in no log.
	if (stays.at(-1)?.on !== now) return false;
	return stays.every(({ on, from }, index) => on !== branch || from > until || (stays[index + 1]?.from ?? until) + SECOND_MS < since);
}

function moveOf({ what, at }: LogEntry): { from: string; to: string; at: number } | undefined {
	const [, from, to] = MOVED.exec(what) ?? RENAMED.exec(what) ?? [];
	return from === undefined || to === undefined ? undefined : { from, to, at };
}
