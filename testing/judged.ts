/** For tests: an agent, and what its bridge found of others' changes, one by one. */

import type { LivingAgent, Verdict } from '../shared/room/collisions.ts';
import { agentKey } from '../shared/room/fold.ts';

export type Touch = LivingAgent['touches'][number];

export interface Found {
	path: string;
	/** The other agent's key. */
	other: string;
	verdict: Verdict;
}

export type Judged = LivingAgent & { meets?: readonly Found[] | undefined };

export const found = (path: string, other: LivingAgent, verdict: Verdict): Found => ({ path, other: agentKey(other), verdict });

/** As it is told: with each touch, what was found of it. Of two findings about one agent the last counts. */
export function asTold({ meets = [], ...agent }: Judged): LivingAgent {
	const ids = (path: string, verdict: Verdict) => {
		const last = new Map(meets.flatMap((each) => (each.path === path ? [[each.other, each.verdict] as const] : [])));
		return [...last].flatMap(([other, each]) => (each === verdict ? [other.split('/')[1] as string] : []));
	};
	const touches = agent.touches.map((touch) => ({ ...touch, meets: ids(touch.path, 'meets'), apart: ids(touch.path, 'apart') }));
	return { ...agent, touches };
}
