/** Who is who in a room, for the sentences of `shared/words.ts`. */
import { agentKey, type RoomState } from '../../shared/room/fold.ts';
import type { Names } from '../../shared/words.ts';

export const namesIn = (state: Pick<RoomState, 'you' | 'operators' | 'agents'>): Names => ({
	you: state.you,
	nameOf: (operatorId) => state.operators.get(operatorId)?.name ?? operatorId,
	kindOf: (contender) => state.agents.get(agentKey(contender))?.kind,
});
