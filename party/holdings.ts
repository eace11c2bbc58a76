/** How much the room holds of each operator's agents, in number and in bytes of JSON, so that nobody fills it for all. SPEC L4, L11. */

import { HELD_BYTES_PER_OPERATOR, HELD_BYTES_PER_ROOM, OPERATORS_PER_ROOM } from '../shared/limits.ts';
import type { RoomEvent, SealedAgent, SealedEvent } from '../shared/room/events.ts';
import { type AgentChange, agentKey, emptyRoom, fold } from '../shared/room/fold.ts';
import { Serialised } from '../shared/trpc-partykit/server/serialised.ts';

/** What a report comes to. */
export type AgentEvent = Extract<SealedEvent, { type: 'agent' | 'agent-changed' | 'agent-gone' }>;

export interface Held {
	agents: number;
	bytes: number;
}

const NOTHING: Held = { agents: 0, bytes: 0 };
const EQUAL_SHARE_BYTES = HELD_BYTES_PER_ROOM / OPERATORS_PER_ROOM;

export class Holdings {
	readonly #of = new Map<string, Held>();
	/** Each agent's JSON, which snapshots are made of too: the fold makes a new object of an agent that changes. */
	readonly #texts = new WeakMap<SealedAgent, Serialised<SealedAgent>>();
	#bytes = 0;

	of(operatorId: string): Held {
		return this.#of.get(operatorId) ?? NOTHING;
	}

	/** Its texts are sealed and the rest of it is ASCII, so characters are bytes. */
	textOf(agent: SealedAgent): Serialised<SealedAgent> {
		const known = this.#texts.get(agent) ?? Serialised.of(agent);
		this.#texts.set(agent, known);
		return known;
	}

	/** Takes in what `fold` returned. */
	take(changes: AgentChange[]): void {
		for (const { before, after } of changes) {
			const owner = (after ?? before)?.operatorId;
			if (owner !== undefined) this.#add(owner, this.#weigh([after]), this.#weigh([before]));
		}
	}

	/** What would be held of the operator if these events were applied to the room's agents. */
	tried(room: ReadonlyMap<string, SealedAgent>, operatorId: string, events: AgentEvent[]): Held {
		const trial = emptyRoom('', { remembers: false });
		for (const key of new Set(events.map(keyOf))) {
			const agent = room.get(key);
			if (agent !== undefined) trial.agents.set(key, agent);
		}
		const before = this.#weigh(trial.agents.values());
		for (const event of events) fold(trial, event as RoomEvent);
		return sum(this.of(operatorId), this.#weigh(trial.agents.values()), before);
	}

	/** Whether it is more than the room keeps of an operator. What grows no more is always taken. */
	isTooMuch(operatorId: string, next: Held): boolean {
		const { bytes } = this.of(operatorId);
		if (next.bytes <= bytes) return false;
		const isFull = this.#bytes - bytes + next.bytes > HELD_BYTES_PER_ROOM;
		return next.bytes > (isFull ? EQUAL_SHARE_BYTES : HELD_BYTES_PER_OPERATOR);
	}

	clear(): void {
		this.#of.clear();
		this.#bytes = 0;
	}

	#add(operatorId: string, after: Held, before: Held): void {
		const held = sum(this.of(operatorId), after, before);
		this.#bytes += after.bytes - before.bytes;
		if (held.agents === 0) this.#of.delete(operatorId);
		else this.#of.set(operatorId, held);
	}

	#weigh(agents: Iterable<AgentChange['after']>): Held {
		let held = NOTHING;
		for (const agent of agents) {
			if (agent !== undefined) held = { agents: held.agents + 1, bytes: held.bytes + this.textOf(agent as SealedAgent).text.length };
		}
		return held;
	}
}

const sum = (held: Held, after: Held, before: Held): Held => ({
	agents: held.agents + after.agents - before.agents,
	bytes: held.bytes + after.bytes - before.bytes,
});

function keyOf(event: AgentEvent): string {
	const { operatorId } = event;
	if (event.type === 'agent-gone') return agentKey(event);
	return agentKey({ operatorId, agentId: event.type === 'agent' ? event.report.agentId : event.patch.agentId });
}
