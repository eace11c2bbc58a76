/** This machine's agents that a room does not hear of, as rows among the room's: seen in one's own view, on this machine alone. Pure. */
import type { Agent } from '../../shared/room/events.ts';
import { agentKey } from '../../shared/room/fold.ts';
import { freshness, shownSince, shownStatus } from '../../shared/room/freshness.ts';
import { isSameRow, type Row, silentSince } from './board.ts';
import type { RoomModel } from './room-model.ts';

/** Times of the one clock put onto the other once, so that whoever draws a row sees that nothing changed. */
const moved = new WeakMap<Agent, { byMs: number; agent: Agent }>();

/** `now`: this machine's clock, which `own` goes by. Rows have the relay's. */
export function ownRows(own: RoomModel, room: RoomModel, now: number, known: ReadonlyMap<string, Row>): Row[] {
	const { state } = room;
	const me = state.operators.get(state.you);
	if (me === undefined) return [];
	const byMs = Math.round((room.relayTime(now) - own.relayTime(now)) / 1_000) * 1_000;
	return [...own.state.agents.values()].flatMap((agent): Row[] => {
		const ownNow = own.relayTime(now);
		const isHeardOf = state.agents.has(agentKey({ operatorId: state.you, agentId: agent.agentId }));
		if (isHeardOf || freshness(own.state, agent, ownNow) === 'vanished') return [];
		const key = `private ${agent.agentId}`;
		const status = shownStatus(own.state, agent, ownNow);
		const silent = silentSince(status, agent, ownNow);
		const row: Row = {
			key,
			agent: movedBy(agent, byMs),
			operator: me,
			status,
			isMine: true,
			isPrivate: true,
			since: shownSince(own.state, agent, ownNow) + byMs,
			silentSince: silent === undefined ? undefined : silent + byMs,
		};
		const before = known.get(key);
		return [before !== undefined && isSameRow(before, row) ? before : row];
	});
}

function movedBy(agent: Agent, byMs: number): Agent {
	const known = moved.get(agent);
	if (known?.byMs === byMs) return known.agent;
	const touches = agent.touches.map((touch) => ({ ...touch, at: touch.at + byMs }));
	const activity = agent.activity?.map((slice) => ({ ...slice, at: slice.at + byMs }));
	const lastActive = agent.lastActive === undefined ? undefined : agent.lastActive + byMs;
	const there = { ...agent, statusSince: agent.statusSince + byMs, lastActive, activity, touches };
	moved.set(agent, { byMs, agent: there });
	return there;
}
