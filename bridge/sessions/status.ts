/** What an agent is doing, from its last records, what is known of its process, and how long it has been silent: SPEC A1–A6. */
import type { AgentStatus } from '../../shared/report/facts.ts';
import type { ProcessState } from '../agents/agent-reader.ts';
import type { Turn } from '../agents/sighting.ts';

/** A reply that may end its turn or go on: silent for this long, it has ended it. */
export const SETTLE_MS = 30_000;
/** A turn silent for this long may have been killed, or wait for a permission: nobody can know. */
export const QUIET_MS = 10 * 60_000;
/** A question without an answer for this long may have nobody left who asks it. */
export const ASKED_MS = 60 * 60_000;

/** A tool that has not begun after this long waits for a permission. */
export const HELD_MS = 3_000;

/** A tool that has been silent for this long more likely waits for its human than works: nobody can know. */
export const OPEN_MS = 60_000;

export interface Doing {
	turn: Turn | undefined;
	/** When that turn began to be so, and the time of its latest record, ms. */
	turnSince: number;
	lastAt: number;
}

export interface StatusSince {
	status: AgentStatus;
	since: number;
}

export function statusAt(doing: Doing, process: ProcessState | undefined, now: number): StatusSince {
	if (process?.alive && process.status) return { status: process.status, since: process.since ?? doing.turnSince };
	if (process?.alive === false) return gone(doing);
	const silentMs = now - doing.lastAt;
	switch (doing.turn) {
		case 'ended':
			return { status: 'idle', since: doing.turnSince };
		case 'failed':
			return { status: 'error', since: doing.turnSince };
		case 'settled':
			return { status: silentMs < SETTLE_MS ? 'working' : 'idle', since: doing.turnSince };
		case 'held':
			return silentMs < HELD_MS ? { status: 'working', since: doing.turnSince } : asking(doing, process, silentMs);
		case 'open':
			return silentMs < OPEN_MS ? { status: 'working', since: doing.turnSince } : unknownSince(doing, OPEN_MS);
		case 'unsure':
			return silentMs < SETTLE_MS ? { status: 'working', since: doing.turnSince } : unknownSince(doing, SETTLE_MS);
		case 'asking':
			return asking(doing, process, silentMs);
		case 'began':
		case 'working':
			return silentMs < QUIET_MS ? { status: 'working', since: doing.turnSince } : unknownSince(doing, QUIET_MS);
		case undefined:
			return { status: 'unknown', since: doing.lastAt };
	}
}

function asking(doing: Doing, process: ProcessState | undefined, silentMs: number): StatusSince {
	return process?.alive || silentMs < ASKED_MS ? { status: 'waiting', since: doing.turnSince } : unknownSince(doing, ASKED_MS);
}

/** Its process is gone: whatever it was doing, it does no more. */
function gone({ turn, turnSince, lastAt }: Doing): StatusSince {
	if (turn === 'failed') return { status: 'error', since: turnSince };
	return { status: 'idle', since: turn === 'ended' || turn === 'settled' ? turnSince : lastAt };
}

function unknownSince({ lastAt }: Doing, silentMs: number): StatusSince {
	return { status: 'unknown', since: lastAt + silentMs };
}

/** When what time alone changes changes next, ms; undefined where nothing is near. */
export function changesAt({ turn, lastAt }: Doing): number | undefined {
	return turn === 'held' ? lastAt + HELD_MS : undefined;
}
