/** What the room says of others' agents in the repositories that this machine shares with it. */
import { NEIGHBOURHOODS_MAX } from '../../shared/limits.ts';
import type { RoomSocket } from '../../shared/relay.ts';
import { unsealEvent } from '../../shared/report/sealing.ts';
import { type Collision, CollisionIndex } from '../../shared/room/collisions.ts';
import type { Agent } from '../../shared/room/events.ts';
import { type AgentChange, emptyRoom, fold, forgetOffline, type RoomState } from '../../shared/room/fold.ts';
import { seal } from '../../shared/seal.ts';

export interface NeighboursOptions {
	socket: RoomSocket;
	key: Uint8Array;
	/** What this machine remembers of the others, past its own restarts. */
	/** This machine's. */
	clock: () => number;
	memory: { recall(state: RoomState): void; keep(state: RoomState): void };
	/** What others have in these repositories changed. */
	onChange: (changes: readonly AgentChange[]) => void;
	onError: (error: unknown) => void;
}

/** What is remembered is written so often at the most, and a moment after something changed. */
const KEEP_EVERY_MS = 30_000;
const KEEP_SOON_MS = 1_000;
/** Within which bridges tell a room what it forgot, this one too. */
const HEARD_MS = 10_000;

export class Neighbours {
	readonly #options: NeighboursOptions;
	readonly #state: RoomState;
	#repos: readonly string[] = [];
	#ahead = 0;
	#answered = Promise.withResolvers<void>();
	#answeredAt = Number.POSITIVE_INFINITY;
	#watch: { unsubscribe(): void } | undefined;
	#keeping: NodeJS.Timeout | undefined;
	#keptAt = Number.NEGATIVE_INFINITY;

	constructor(options: NeighboursOptions) {
		this.#options = options;
		this.#state = emptyRoom('');
		options.memory.recall(this.#state);
	}

	/** All agents that are known of, those of this machine's own operator too. */
	agents(): Iterable<Agent> {
		return this.#state.agents.values();
	}

	/** What collides there, one's own worktrees among themselves too, by this machine's clock. */
	collisions(now: number, you: string): readonly Collision[] {
		const index = new CollisionIndex();
		index.apply([...this.#state.agents].map(([key, after]) => ({ key, before: undefined, after })));
		return index.list(now + this.#ahead, you);
	}

	/** Of whom the machine is off. */
	isAway({ deviceId }: Agent): boolean {
		return this.#state.reporters.get(deviceId)?.offlineSince !== undefined;
	}

	/** By how much the relay's clock is ahead of this machine's, in ms. */
	get ahead(): number {
		return this.#ahead;
	}

	/** The room has said what others do for so long that one's own agents are among them too. */
	get isHeard(): boolean {
		return this.#repos.length === 0 || performance.now() - this.#answeredAt > HEARD_MS;
	}

	/** Resolves when the room has said what others do in the repositories that were followed last. */
	answered(): Promise<void> {
		return this.#answered.promise;
	}

	/** Newest first. What is said of other repositories is no longer asked for. */
	follow(repos: readonly string[]): void {
		const few = repos.slice(0, NEIGHBOURHOODS_MAX).toSorted();
		if (few.join('\n') === this.#repos.join('\n')) return;
		this.#repos = few;
		this.#ask();
	}

	/** The room slept and forgot: it is asked again for all. */
	#ask(): void {
		this.#watch?.unsubscribe();
		this.#watch = undefined;
		this.#answered = Promise.withResolvers();
		this.#answeredAt = Number.POSITIVE_INFINITY;
		if (this.#repos.length === 0) return;
		const { socket, key, onError } = this.#options;
		const repos = this.#repos.map((repo) => seal(key, 'repo', repo));
		this.#watch = socket.client.room.watch.subscribe({ as: 'neighbour', repos }, { onData: (told) => this.#hear(told), onError });
	}

	#hear(told: unknown): void {
		const event = unsealEvent(this.#options.key, told);
		if (event === undefined) return; // Another member's report that breaks the schema once open.
		if (event.type === 'resync') return this.#ask();
		this.#ahead = event.at - this.#options.clock();
		const changes = [...fold(this.#state, event), ...forgetOffline(this.#state, event.at)];
		if (event.type === 'neighbours') {
			this.#answered.resolve();
			this.#answeredAt = performance.now();
		}
		if (changes.length === 0) return;
		const wait = Math.max(KEEP_SOON_MS, this.#keptAt + KEEP_EVERY_MS - performance.now());
		this.#keeping ??= setTimeout(() => this.#keep(), wait);
		this.#options.onChange(changes);
	}

	/** What was heard last is remembered. */
	close(): void {
		this.#watch?.unsubscribe();
		if (this.#keeping !== undefined) this.#keep();
	}

	#keep(): void {
		clearTimeout(this.#keeping);
		this.#keeping = undefined;
		this.#keptAt = performance.now();
		try {
			this.#options.memory.keep(this.#state);
		} catch (error) {
			this.#options.onError(error);
		}
	}
}
