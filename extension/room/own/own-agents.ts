/** This machine's agents that the room beside which they are shown does not hear of: whoever looks sees them, on this machine alone. Pure. */
import type { Names } from '../../../shared/collision-words.ts';
import type { Agent } from '../../../shared/room/events.ts';
import { agentKey } from '../../../shared/room/fold.ts';
import { freshness, type ShownStatus, shownSince, shownStatus } from '../../../shared/room/freshness.ts';
import type { RoomModel } from '../room-model.ts';

/** With the times of the relay's clock, as the room's agents have them, and as an agent of whoever looks. */
export interface PrivateAgent {
	agent: Agent;
	status: ShownStatus;
	since: number;
}

/** Put onto the other clock once, so that whoever draws it sees that nothing changed. */
const moved = new WeakMap<Agent, { byMs: number; agent: Agent }>();

/** How far the room's clock is ahead of the one that `own` goes by. `now`: this machine's clock. To the second: it is measured anew by each event. */
export const aheadMs = (own: RoomModel, room: RoomModel, now: number): number =>
	Math.round((room.relayTime(now) - own.relayTime(now)) / 1_000) * 1_000;

/** Whether the room hears of an agent of this machine. */
export const isHeardOf = (agentId: string, { state }: RoomModel): boolean => state.agents.has(agentKey({ operatorId: state.you, agentId }));

export function privateAgents(own: RoomModel, room: RoomModel, now: number): PrivateAgent[] {
	const { you, operators } = room.state;
	if (!operators.has(you)) return [];
	const byMs = aheadMs(own, room, now);
	const ownNow = own.relayTime(now);
	return [...own.state.agents.values()]
		.filter((agent) => !isHeardOf(agent.agentId, room) && freshness(own.state, agent, ownNow) !== 'vanished')
		.map((agent) => ({
			agent: movedBy(agent, byMs, you),
			status: shownStatus(own.state, agent, ownNow),
			since: shownSince(own.state, agent, ownNow) + byMs,
		}));
}

function movedBy(agent: Agent, byMs: number, operatorId: string): Agent {
	const known = moved.get(agent);
	if (known?.byMs === byMs && known.agent.operatorId === operatorId) return known.agent;
	const touches = agent.touches.map((touch) => ({ ...touch, at: touch.at + byMs }));
	const activity = agent.activity?.map((slice) => ({ ...slice, at: slice.at + byMs }));
	const lastActive = agent.lastActive === undefined ? undefined : agent.lastActive + byMs;
	const there = { ...agent, operatorId, statusSince: agent.statusSince + byMs, lastActive, activity, touches };
	moved.set(agent, { byMs, agent: there });
	return there;
}

/** Who is who, with those whom the room does not know. */
export function withPrivate(names: Names, privates: readonly PrivateAgent[]): Names {
	if (privates.length === 0) return names;
	const byKey = new Map(privates.map((each) => [agentKey(each.agent), each]));
	return {
		...names,
		kindOf: (contender) => names.kindOf(contender) ?? byKey.get(agentKey(contender))?.agent.kind,
		isWorking: (contender) => names.isWorking(contender) || byKey.get(agentKey(contender))?.status === 'working',
		hasManyRepos: true,
		hasManyAgents: true,
	};
}
