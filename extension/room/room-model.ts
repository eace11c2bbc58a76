/** One room as the events tell it, and its collisions: what the background and every surface keep, by the same fold. */
import { namesApart } from '../../shared/names-apart.ts';
import { type Collision, CollisionIndex } from '../../shared/room/collisions.ts';
import type { Operator, RoomEvent } from '../../shared/room/events.ts';
import { type AgentChange, emptyRoom, fold, forgetOffline, type RoomState } from '../../shared/room/fold.ts';
import type { ReceivedEvent, Snapshot } from '../contract/received-event.ts';

function operatorsIn(event: RoomEvent): Operator[] {
	if (event.type === 'snapshot') return event.operators;
	return event.type === 'operator' ? [event.operator] : [];
}

/** Puts what a machine remembers into a state that has heard nothing yet. */
export type Recall = (state: RoomState) => AgentChange[];

export class RoomModel {
	readonly state: RoomState = emptyRoom('');
	readonly #index = new CollisionIndex();
	/** By operatorId, as the relay says them. In the state they are told apart. */
	readonly #names = new Map<string, string>();
	#heardAt = 0;

	/** What changed. */
	apply({ event, heardAt }: ReceivedEvent): AgentChange[] {
		const changes = fold(this.state, event);
		this.#tellApart(event);
		this.#heardAt = heardAt;
		this.#index.apply(changes);
		return changes;
	}

	/** Of two who are called the same every surface shows the id too: each reads the names from here. SPEC R12. */
	#tellApart(event: RoomEvent): void {
		if (event.type === 'snapshot') this.#names.clear();
		for (const { operatorId, name } of operatorsIn(event)) this.#names.set(operatorId, name);
		if (event.type === 'operator-gone') this.#names.delete(event.operatorId);
		if (!['snapshot', 'operator', 'operator-gone'].includes(event.type)) return;
		const shown = namesApart([...this.#names].map(([operatorId, name]) => ({ operatorId, name })));
		for (const operator of this.state.operators.values()) {
			const name = shown.get(operator.operatorId) ?? operator.name;
			if (name !== operator.name) this.state.operators.set(operator.operatorId, { ...operator, name });
		}
	}

	/** Before the first event. */
	recall(recall: Recall): void {
		this.#index.apply(recall(this.state));
	}

	/** Forgets what has been offline for long enough. */
	forget(now: number): AgentChange[] {
		const changes = forgetOffline(this.state, this.relayTime(now));
		this.#index.apply(changes);
		return changes;
	}

	/** This machine's clock at the newest event. 0 where there was none. */
	get heardAt(): number {
		return this.#heardAt;
	}

	/** The relay's clock is the only one: this machine's `now`, put forward or back by what the newest event showed. */
	relayTime(now: number): number {
		return now + this.#skew;
	}

	localTime(at: number): number {
		return at - this.#skew;
	}

	/** What collides, my own worktrees among themselves too. */
	collisions(now: number): readonly Collision[] {
		return this.#index.list(this.relayTime(now), this.state.you || undefined);
	}

	/** The whole of it as one event, for those who come later. */
	snapshot(): Snapshot {
		const { room, you, policy, settled, at } = this.state;
		const [operators, reporters, agents] = [this.state.operators, this.state.reporters, this.state.agents].map((map) => [
			...map.values(),
		]) as [Snapshot['operators'], Snapshot['reporters'], Snapshot['agents']];
		const named = operators.map((operator) => ({ ...operator, name: this.#names.get(operator.operatorId) ?? operator.name }));
		return { type: 'snapshot', at, room, you, policy, settled, operators: named, reporters, agents };
	}

	get #skew(): number {
		return this.#heardAt === 0 ? 0 : this.state.at - this.#heardAt;
	}
}
