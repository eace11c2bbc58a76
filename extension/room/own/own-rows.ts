/** This machine's agents that a room does not hear of, as rows among the room's: seen in one's own view, on this machine alone. Pure. */
import { agentKey } from '../../../shared/room/fold.ts';
import { silentSince } from '../../../shared/room/freshness.ts';
import { isSameRow, type Row } from '../board.ts';
import type { RoomModel } from '../room-model.ts';
import type { PrivateAgent } from './own-agents.ts';

/** `relayNow`: the room's clock, which rows go by. */
export function ownRows(privates: readonly PrivateAgent[], { state }: RoomModel, relayNow: number, known: ReadonlyMap<string, Row>): Row[] {
	const operator = state.operators.get(state.you);
	if (operator === undefined) return [];
	return privates.map(({ agent, status, since }) => {
		const key = agentKey(agent);
		const row: Row = {
			key,
			agent,
			operator,
			status,
			isMine: true,
			isPrivate: true,
			since,
			silentSince: silentSince(status, agent, relayNow),
		};
		const before = known.get(key);
		return before !== undefined && isSameRow(before, row) ? before : row;
	});
}
