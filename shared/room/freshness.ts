/** What each agent is shown as, given what is known of its machine. SPEC F1–F6. */

import { OFFLINE_VISIBLE_MS, SILENT_MS, STALE_MS } from '../limits.ts';
import type { AgentStatus } from '../report/facts.ts';
import type { Agent } from './events.ts';
import type { RoomState } from './fold.ts';

/**
 * `offline`: its machine is not connected. `stale`: connected, but unheard although its agent works. `vanished`: listed nowhere, though what
 * lives of its changes counts: its machine is long gone, or it has been silent for a day.
 */
export type Freshness = 'live' | 'stale' | 'offline' | 'vanished';
/** The shapes of LOOK: a status, or what stands in its place. */
export type ShownStatus = AgentStatus | 'stale' | 'offline';

const isBusy = (status: AgentStatus): boolean => status === 'working' || status === 'waiting';

export function freshness(state: Pick<RoomState, 'reporters'>, agent: Agent, now: number): Freshness {
	if (agent.status === 'idle' && now - agent.statusSince > SILENT_MS) return 'vanished';
	const reporter = state.reporters.get(agent.deviceId);
	if (reporter?.offlineSince !== undefined) return now - reporter.offlineSince > OFFLINE_VISIBLE_MS ? 'vanished' : 'offline';
	if (reporter !== undefined && isBusy(agent.status) && now - reporter.heardAt > STALE_MS) return 'stale';
	return 'live';
}

export function shownStatus(state: Pick<RoomState, 'reporters'>, agent: Agent, now: number): ShownStatus {
	const fresh = freshness(state, agent, now);
	return fresh === 'stale' || fresh === 'offline' ? fresh : agent.status;
}

/** Since when it is shown as that, by the relay's clock: stale since it was last heard of, offline since its machine went away. */
export function shownSince(state: Pick<RoomState, 'reporters'>, agent: Agent, now: number): number {
	const reporter = state.reporters.get(agent.deviceId);
	const since = freshness(state, agent, now) === 'stale' ? reporter?.heardAt : reporter?.offlineSince;
	return since ?? agent.statusSince;
}

const SILENT_FROM_MS = 5 * 60_000;

/** Since when one that works has done nothing, where that is minutes ago: it may be stuck, or run something that takes long. Times of one clock. */
export function silentSince(
	status: ShownStatus | 'paused',
	{ lastActive, statusSince }: Pick<Agent, 'lastActive' | 'statusSince'>,
	now: number,
): number | undefined {
	if (status !== 'working' || lastActive === undefined) return undefined;
	const at = Math.max(lastActive, statusSince);
	return now - at >= SILENT_FROM_MS ? at : undefined;
}
