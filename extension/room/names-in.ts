/** Who is who in a room, for the sentences of `shared/collision-words.ts`. */
import type { Names } from '../../shared/collision-words.ts';
import { agentKey, type RoomState } from '../../shared/room/fold.ts';
import { freshness } from '../../shared/room/freshness.ts';

/** `now`: the relay's clock. */
export function namesIn({ you, operators, agents, reporters }: RoomState, now: number): Names {
	const mine = [...agents.values()].filter((agent) => agent.operatorId === you && freshness({ reporters }, agent, now) !== 'vanished');
	return {
		you,
		nameOf: (operatorId) => operators.get(operatorId)?.name ?? operatorId,
		kindOf: (contender) => agents.get(agentKey(contender))?.kind,
		isWorking: (contender) => {
			const agent = agents.get(agentKey(contender));
			const isPaused = operators.get(contender.operatorId)?.paused === true;
			return agent?.status === 'working' && !isPaused && freshness({ reporters }, agent, now) === 'live';
		},
		offlineSince: (contender) => reporters.get(agents.get(agentKey(contender))?.deviceId ?? '')?.offlineSince,
		hasManyRepos: hasManyRepos(agents.values()),
		hasManyAgents: mine.length > 1,
	};
}

function hasManyRepos(agents: Iterable<{ repo: string }>): boolean {
	let first: string | undefined;
	for (const { repo } of agents) {
		first ??= repo;
		if (repo !== first) return true;
	}
	return false;
}
