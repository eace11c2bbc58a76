/** Whether a room needs its person now: what is asked of rooms that are not shown. The relay tells it without what is sealed. */
import { agentApi } from '../../../shared/api/agent.ts';
import { callRelay } from '../../../shared/relay.ts';
import type { Reporter, SealedAgent } from '../../../shared/room/events.ts';
import { freshness } from '../../../shared/room/freshness.ts';
import type { PairedRoom } from './paired-room.ts';

interface Listed {
	at: number;
	reporters: readonly Pick<Reporter, 'operatorId' | 'deviceId' | 'heardAt' | 'offlineSince'>[];
	agents: readonly SealedAgent[];
}

/** An agent of theirs waits, or lines of theirs meet another's. */
export function isPersonNeeded(operatorId: string, { at, reporters, agents }: Listed): boolean {
	const state = { reporters: new Map(reporters.map((each) => [each.deviceId, each])) };
	const isWaiting = (agent: SealedAgent) => agent.status === 'waiting' && freshness(state, agent, at) === 'live';
	const isMet = ({ touches }: SealedAgent) => touches.some(({ meets = [] }) => meets.length > 0);
	return agents.some((agent) => agent.operatorId === operatorId && (isWaiting(agent) || isMet(agent)));
}

/** A room that cannot be asked needs nobody now. */
export async function needsPerson(room: PairedRoom): Promise<boolean> {
	try {
		return isPersonNeeded(room.operatorId, agentApi.list.out.parse(await callRelay(room).agent.list.query()));
	} catch (error) {
		console.warn(`${room.room} cannot be asked whether it needs somebody.`, error);
		return false;
	}
}
