/** For how long agents were at work, waited or failed in the last day, as far as this browser saw it. Pure. */
import type { AgentChange } from '../../../shared/room/fold.ts';
import type { PastRun } from '../../contract/past-run.ts';

const RUNS_MAX = 1_500;
const DAY_MS = 24 * 60 * 60_000;
/** An agent that goes on so soon has gone on all the time. */
const PAUSE_MS = 60_000;

/** What ended with these changes. `at` is this machine's clock, `relayNow` the relay's, which an agent's times are of. */
export function runsEnded(changes: readonly AgentChange[], at: number, relayNow: number): PastRun[] {
	const localTime = (time: number) => at - Math.max(0, relayNow - time);
	return changes.flatMap(({ key, before, after }) => {
		if (before === undefined || !isShown(before.status) || before.statusSince === after?.statusSince) return [];
		// Of one that is gone it is known that it did something then, and no more.
		const end = after?.statusSince ?? before.lastActive ?? before.statusSince;
		const run = {
			agent: key,
			operatorId: before.operatorId,
			status: before.status,
			from: localTime(before.statusSince),
			to: localTime(end),
		};
		return run.to > run.from ? [run] : [];
	});
}

/** To be idle is no work, and to be unknown is nothing that a picture could show. */
const isShown = (status: PastRun['status']): boolean => status !== 'idle' && status !== 'unknown';

/** Oldest first, of the last day. What goes on is one run. */
export function withRuns(runs: readonly PastRun[], ended: readonly PastRun[], now: number): PastRun[] {
	const all = runs.filter(({ to }) => now - to < DAY_MS);
	for (const run of ended) {
		const last = all.findLastIndex(({ agent }) => agent === run.agent);
		const before = all[last];
		if (before !== undefined && before.status === run.status && Math.abs(run.from - before.to) < PAUSE_MS)
			all[last] = { ...before, to: run.to };
		else all.push(run);
	}
	return all.slice(-RUNS_MAX);
}
