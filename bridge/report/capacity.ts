/**
 * How much of this machine's agents a room takes: what its limits allow, and less for a while after it refused so much. How much other
 * machines of this operator report is not known here.
 */

import { AGENTS_PER_OPERATOR, TOUCHES_MAX } from '../../shared/limits.ts';
import { keptTouches } from '../../shared/room/fold.ts';
import type { SharedAgent } from './shared-agent.ts';

/** With fewer files a report of an agent says too little: then rather fewer agents. */
const TOUCHES_MIN = 12;

export type CapacityRefusal = 'too-many-agents' | 'too-much-held';

export const isBusy = ({ status }: SharedAgent): boolean => status === 'working' || status === 'waiting';

export class Capacity {
	#agents = AGENTS_PER_OPERATOR;
	/** How many touches of each: the newest, and what lives before what does not. */
	#touches = TOUCHES_MAX;

	/** By id, those that the room takes of all, which come newest first. Where there are too many, the oldest idle ones are left out. */
	choose(all: readonly SharedAgent[]): Map<string, SharedAgent> {
		const byNeed = all.length > this.#agents ? [...all.filter(isBusy), ...all.filter((agent) => !isBusy(agent))] : all;
		return new Map(byNeed.slice(0, this.#agents).map((agent) => [agent.agentId, withTouches(agent, this.#touches)]));
	}

	/** Half as much is tried next. What is held is mostly touches: the oldest of each agent are left out before any agent is. */
	halve(reason: CapacityRefusal, chosen: number): void {
		if (reason === 'too-much-held' && this.#touches > TOUCHES_MIN) this.#touches = Math.floor(this.#touches / 2);
		else this.#agents = Math.floor(Math.min(this.#agents, chosen) / 2);
	}

	reset(): void {
		this.#agents = AGENTS_PER_OPERATOR;
		this.#touches = TOUCHES_MAX;
	}
}

const withTouches = (agent: SharedAgent, most: number): SharedAgent =>
	agent.touches.length <= most ? agent : { ...agent, touches: keptTouches(agent.touches, most) };
