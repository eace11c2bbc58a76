/** An agent of this machine as it is listed. Apart from the listings' schemas, which the local board does not load. */

import { ageAt } from '../../shared/report/clock.ts';
import { openPlans } from '../../shared/room/planned.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import type { ListedAgent } from './listed-agent.ts';

/** By the clock that its times are of. */
export const listPlanned = ({ planned }: Partial<Pick<LocalAgent, 'planned'>>, now: number): ListedAgent['planned'] =>
	openPlans(planned, now).map(({ path, claim, at, minutes }) => ({ path, claim, age: ageAt(at, now), minutes }));

export function listLocal(agent: LocalAgent, now: number): ListedAgent {
	return {
		get agentId() {
			return agent.agentId;
		},
		kind: agent.kind,
		status: agent.status,
		statusAge: ageAt(agent.statusSince, now),
		lastActiveAge: ageAt(agent.lastActive, now),
		title: agent.title ?? null,
		task: agent.task ?? null,
		plan: agent.plan ?? null,
		planned: listPlanned(agent, now),
		repo: agent.repo ?? null,
		branch: agent.branch ?? null,
		head: agent.head ?? null,
		touches: agent.touches.map(({ path, mode, at }) => ({ path, mode, age: ageAt(at, now) })),
		errors: agent.errors,
		tokens: agent.tokens,
		cwd: agent.cwd,
	};
}
