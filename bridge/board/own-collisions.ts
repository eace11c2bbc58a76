/** Collisions between the worktrees of one's own, decided here: how a machine without a room knows them. */

import { CollisionIndex } from '../../shared/room/collisions.ts';
import type { Agent } from '../../shared/room/events.ts';
import { agentKey, emptyRoom } from '../../shared/room/fold.ts';
import { OwnChanges } from '../changes/own-changes.ts';
import type { LocalAgent } from '../local-agents/local-agent.ts';
import type { Contested } from './collision-lines.ts';
import { type ListedCollision, listCollision } from './listed-collision.ts';

/** Who looks, where nobody has another name. */
const YOU = 'you';
const NAME = 'You';
const COLOR = '#3B82F6';
/** This machine. */
const DEVICE = '0'.repeat(16);

export interface Own extends Contested {
	collisions: ListedCollision[];
}

export class OwnCollisions {
	readonly #changes = new OwnChanges(YOU);

	/** Worst first. */
	async contested(agents: readonly LocalAgent[], now: number): Promise<Own> {
		const told = await this.#changes.compare(agents, now);
		const state = emptyRoom('');
		state.operators.set(YOU, { operatorId: YOU, name: NAME, color: COLOR, role: 'admin', online: true, paused: false, lastSeen: now });
		state.reporters.set(DEVICE, { operatorId: YOU, deviceId: DEVICE, heardAt: now });
		for (const agent of told) {
			const here: Agent = { ...agent, operatorId: YOU, deviceId: DEVICE };
			state.agents.set(agentKey(here), here);
		}
		const index = new CollisionIndex();
		index.apply([...state.agents].map(([key, after]) => ({ key, before: undefined, after })));
		const collisions = index.list(now, YOU).map((collision) => listCollision(state, collision, now));
		return { you: YOU, collisions, agents: [...state.agents.values()] };
	}
}
