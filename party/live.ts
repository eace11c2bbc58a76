/**
 * What the room knows while it is awake: agents, reporters and collisions, never stored. After a sleep it knows nothing;
 * the first who needs it has every bridge asked to report again, and until they have (or took too long) watchers are not
 * told piecemeal: they get one snapshot. SPEC F3, F6, P10.
 */
import { OFFLINE_VISIBLE_MS } from '../shared/limits.ts';
import type { Policy } from '../shared/report/facts.ts';
import { allowedOf } from '../shared/report/policy.ts';
import { type Collision, CollisionIndex } from '../shared/room/collisions.ts';
import type { Reporter, RoomEvent, SealedAgent, SealedEvent } from '../shared/room/events.ts';
import { type AgentChange, agentKey, emptyRoom, fold, forgetOffline, type RoomState } from '../shared/room/fold.ts';
import { Serialised } from '../shared/trpc-partykit/server/serialised.ts';
import { type AgentEvent, type Held, Holdings } from './holdings.ts';

/** How long bridges may take to report again. */
const SETTLE_WITHIN_MS = 5_000;
/** Not told while bridges are being asked: the snapshot that follows says it all. */
const COVERED_BY_SNAPSHOT: ReadonlySet<SealedEvent['type']> = new Set(['agent', 'agent-changed', 'agent-gone', 'beat', 'reported']);
/** What bridges go by among each other: which files, and what is planned. The rest they learn along with it. */
const FOR_NEIGHBOURS = ['touches', 'planned'] as const;
/** What says of an operator's agents, in whichever repositories, whether they are still to be counted on. */
const FOR_ALL_NEIGHBOURS: ReadonlySet<SealedEvent['type']> = new Set(['operator-gone', 'reporter-gone', 'reported']);

export interface LiveOptions {
	/** Devices whose bridge listens. */
	bridges(): Set<string>;
	askBridges(): void;
	/** To those who watch. */
	tell(event: SealedEvent): void;
	/** To bridges: of this repository, or `undefined`: of all. */
	tellNeighbours(repo: string | undefined, event: SealedEvent): void;
	/** The bridges have answered, or had their time: those who watch get everything anew. */
	onSettled(): void;
	now(): number;
}

export class Live {
	readonly #options: LiveOptions;
	#index = new CollisionIndex();
	readonly #holdings = new Holdings();
	readonly #settled = Promise.withResolvers<void>();
	#state: RoomState = emptyRoom('', { remembers: false });
	#status: 'asleep' | 'asking' | 'settled' = 'asleep';
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** Devices whose report of everything is waited for. */
	#owing = new Set<string>();
	/** Of a device that is in the middle of such a report: the agents that its parts named so far. */
	readonly #parts = new Map<string, Set<string>>();
	#forgetAt = Number.POSITIVE_INFINITY;

	constructor(options: LiveOptions) {
		this.#options = options;
	}

	get isSettled(): boolean {
		return this.#status === 'settled';
	}

	/** Somebody needs to know what the room knows: it asks, if it has slept. */
	need(): void {
		if (this.#status !== 'asleep') return;
		this.#status = 'asking';
		for (const device of this.#options.bridges()) this.owes(device);
		if (this.#owing.size === 0) return this.#settle();
		this.#timer = setTimeout(() => this.#settle(), SETTLE_WITHIN_MS);
		this.#options.askBridges();
	}

	/** Resolves when the bridges have answered. */
	async whenSettled(): Promise<void> {
		this.need();
		await this.#settled.promise;
	}

	/** A bridge is new on its connection, or was asked: it will report everything, from the beginning. */
	owes(deviceId: string): void {
		this.#owing.add(deviceId);
		this.#parts.delete(deviceId);
	}

	/**
	 * A part of a report of everything. With the last one, what no part named is gone. Only the bridge knows which of its
	 * reports that is: a change that it sent before it was asked arrives after it was asked.
	 */
	paid(owner: { operatorId: string; deviceId: string }, reported: string[], hasMore: boolean): void {
		const named = new Set([...(this.#parts.get(owner.deviceId) ?? []), ...reported]);
		this.#parts.set(owner.deviceId, named);
		if (hasMore) return;
		this.#parts.delete(owner.deviceId);
		this.#owing.delete(owner.deviceId);
		const left = [...this.#state.agents.values()].filter((agent) => agent.deviceId === owner.deviceId && !named.has(agent.agentId));
		for (const { agentId } of left) this.apply({ type: 'agent-gone', at: this.#options.now(), operatorId: owner.operatorId, agentId });
		this.apply({ type: 'reported', at: this.#options.now(), ...owner, agents: [...named] });
		this.#settleIfPaid();
	}

	/** The bridge went, whatever it owed. */
	forgive(deviceId: string): void {
		this.#owing.delete(deviceId);
		this.#parts.delete(deviceId);
		this.#settleIfPaid();
	}

	apply(event: SealedEvent): void {
		this.#forgetOffline(event.at);
		const changes = fold(this.#state, event as RoomEvent);
		this.#take(changes);
		if (event.type === 'reporter-gone') this.#forgetAt = Math.min(this.#forgetAt, event.at + OFFLINE_VISIBLE_MS);
		if (this.#status === 'asking' && COVERED_BY_SNAPSHOT.has(event.type)) return;
		this.#options.tell(event);
		this.#tellNeighbours(event, changes);
	}

	#tellNeighbours(event: SealedEvent, changes: AgentChange[]): void {
		if (FOR_ALL_NEIGHBOURS.has(event.type)) return this.#options.tellNeighbours(undefined, event);
		if (event.type === 'agent-changed' && FOR_NEIGHBOURS.every((fact) => event.patch[fact] === undefined)) return;
		const [change] = changes;
		const { operatorId, at } = event as AgentEvent;
		if (change?.before !== undefined && change.after !== undefined && change.before.repo !== change.after.repo)
			this.#options.tellNeighbours(change.before.repo, { type: 'agent-gone', at, operatorId, agentId: change.before.agentId });
		const repo = (change?.after ?? change?.before)?.repo;
		if (repo !== undefined) this.#options.tellNeighbours(repo, event);
	}

	/** What the stricter policy keeps out goes from memory too. */
	strip(policy: Policy): void {
		this.#take(
			[...this.#state.agents].map(([key, before]) => {
				const after = { ...allowedOf(policy, before), operatorId: before.operatorId, deviceId: before.deviceId };
				this.#state.agents.set(key, after);
				return { key, before, after };
			}),
		);
	}

	knows = (operatorId: string, agentId: string): boolean => this.#state.agents.has(agentKey({ operatorId, agentId }));
	heldOf = (operatorId: string): Held => this.#holdings.of(operatorId);
	/** What would be held of the operator after these events, and whether that is more than the room keeps. Nothing is told. */
	tried(operatorId: string, events: AgentEvent[]): Held & { isTooMuch: boolean } {
		const held = this.#holdings.tried(this.#state.agents as Map<string, SealedAgent>, operatorId, events);
		return { ...held, isTooMuch: this.#holdings.isTooMuch(operatorId, held) };
	}
	get size(): number {
		return this.#state.agents.size;
	}

	agents(): SealedAgent[] {
		this.#forgetOffline(this.#options.now());
		return [...this.#state.agents.values()] as SealedAgent[];
	}

	/** Those of these repositories as JSON. */
	serialisedNeighbours(isMeant: (repo: string) => boolean): Serialised<SealedAgent[]> {
		const near = this.agents().filter(({ repo }) => isMeant(repo));
		return Serialised.list(near.map((agent) => this.#holdings.textOf(agent)));
	}

	/** All agents as JSON. What did not change since the last time is not written again. */
	serialisedAgents(): Serialised<SealedAgent[]> {
		return Serialised.list(this.agents().map((agent) => this.#holdings.textOf(agent)));
	}

	reporters(): Reporter[] {
		this.#forgetOffline(this.#options.now());
		return [...this.#state.reporters.values()];
	}

	collisions(): Collision[] {
		this.#forgetOffline(this.#options.now());
		return [...this.#index.list(this.#options.now())];
	}

	/** The room is deleted: nothing is owed, nothing runs. */
	end(): void {
		clearTimeout(this.#timer);
		this.#owing.clear();
		this.#parts.clear();
		this.#state = emptyRoom('', { remembers: false });
		this.#index = new CollisionIndex();
		this.#holdings.clear();
	}

	#take(changes: AgentChange[]): void {
		this.#index.apply(changes);
		this.#holdings.take(changes);
	}

	#forgetOffline(now: number): void {
		if (now <= this.#forgetAt) return;
		this.#take(forgetOffline(this.#state, now));
		const since = [...this.#state.reporters.values()].flatMap((reporter) => reporter.offlineSince ?? []);
		this.#forgetAt = Math.min(...since) + OFFLINE_VISIBLE_MS;
	}

	#settleIfPaid(): void {
		if (this.#status === 'asking' && this.#owing.size === 0) this.#settle();
	}

	#settle(): void {
		clearTimeout(this.#timer);
		this.#owing.clear();
		this.#status = 'settled';
		this.#settled.resolve();
		this.#options.onSettled();
	}
}
