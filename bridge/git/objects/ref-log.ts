/** What git keeps of where a reference stood (gitrepository-layout(5), `logs`): of HEAD, and of the stash. */

export interface LogEntry {
	/** Commits before and after. */
	from: string;
	to: string;
	/** ms; git keeps seconds. */
	at: number;
	/** `commit: Say more`, `checkout: moving from main to fix`. */
	what: string;
}

const ENTRY = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) .*> (\d{1,12}) [+-]\d{4}(?:\t(.*))?$/;

/** Oldest first. */
export function logEntries(text: string): LogEntry[] {
	return text.split('\n').flatMap((line) => {
		const [, from, to, seconds, what = ''] = ENTRY.exec(line) ?? [];
		return from === undefined || to === undefined ? [] : [{ from, to, at: Number(seconds) * 1000, what }];
	});
}

/** Something stashed away, on a branch or on none. */
export interface Stash {
	commit: string;
	branch: string | undefined;
}

const STASHED = /^(?:WIP on|On) ([^:]+): /;
const NO_BRANCH = '(no branch)';

/** Of the log of `refs/stash`; what was taken out is not in it any more. */
export function stashesIn(text: string): Stash[] {
	return logEntries(text).flatMap(({ to, what }) => {
		const on = STASHED.exec(what)?.[1];
		return on === undefined ? [] : [{ commit: to, branch: on === NO_BRANCH ? undefined : on }];
	});
}
