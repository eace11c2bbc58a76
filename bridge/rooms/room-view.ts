/** The room as this machine sees it: its state, kept up to date over the socket, opened with the room's key. */
import { openRoomSocket, refusalOf } from '../../shared/relay.ts';
import { unsealEvent } from '../../shared/report/sealing.ts';
import { CollisionIndex } from '../../shared/room/collisions.ts';
import { emptyRoom, fold, forgetOffline, type RoomState } from '../../shared/room/fold.ts';
import { refusedError, type UserError, unreachableError } from '../base/user-error.ts';
import { wayTo } from '../base/way-out/way-out.ts';
import type { RoomConfig } from './config.ts';
import { failureOf } from './relay-answer.ts';
import { roomKey } from './room-key.ts';
import { recallRoom } from './room-memory.ts';

export interface RoomView {
	state: RoomState;
	collisions: CollisionIndex;
	/** The relay's clock, as this machine's clock reads `now`. */
	relayTime(now: number): number;
	/** When the relay was heard last, by this machine's clock. */
	readonly heardAt: number;
}

export interface RoomWatch {
	/** Tries the relay anew at once, rather than when its turn has come. */
	retry(): void;
}

export interface WatchRoomOptions {
	config: RoomConfig;
	/** Where what this machine remembers of the room lies. */
	home?: string | undefined;
	clock: () => number;
	signal: AbortSignal;
	/** Something changed, the first snapshot included. */
	onChange: (view: RoomView) => void;
	/** The relay does not answer (again); what is shown may be old. */
	onUnreachable: () => void;
	/** The end: the relay said no for good, and this says why. */
	onRefused: (why: UserError) => void;
}

export function watchRoom(options: WatchRoomOptions): RoomWatch {
	const { config, signal } = options;
	const view = new View(config.room);
	if (options.home !== undefined) view.recall(options.home, config);
	let close = follow(view, options);
	signal.addEventListener('abort', () => close(), { once: true });
	return {
		retry: () => {
			if (signal.aborted) return;
			close();
			close = follow(view, options);
		},
	};
}

/** One socket, until it is closed by what this returns. */
function follow(view: View, options: WatchRoomOptions): () => void {
	const { config, clock, onChange } = options;
	const key = roomKey(config);
	const closed = new AbortController();
	const { signal } = closed;
	const socket = openRoomSocket({
		server: wayTo(config.server),
		room: config.room,
		credential: config.credential,
		onState: (_, refusal) => {
			if (refusal !== undefined && !signal.aborted) options.onRefused(refusedError(refusal));
		},
		onUnreachable: () => {
			if (!signal.aborted) options.onUnreachable();
		},
	});
	const watch = socket.client.room.watch.subscribe(
		{ as: 'viewer' },
		{
			onData: (sealed) => {
				const event = unsealEvent(key, sealed);
				if (event === undefined || signal.aborted) return; // No event, or another member's report that breaks the schema once open.
				view.hear(event, clock());
				onChange(view);
			},
			onError: (error) => {
				const reason = refusalOf(error);
				if (reason === 'unreachable' || signal.aborted) return;
				const why = reason === undefined ? failureOf(config.server, error) : refusedError(reason);
				if (why !== undefined) options.onRefused(why);
			},
		},
	);
	return () => {
		closed.abort();
		watch.unsubscribe();
		socket.close();
	};
}

class View implements RoomView {
	readonly state: RoomState;
	readonly collisions = new CollisionIndex();
	heardAt = 0;
	#ahead = 0;

	constructor(room: string) {
		this.state = emptyRoom(room);
	}

	recall(home: string, config: RoomConfig): void {
		recallRoom(home, config, this.state);
		this.collisions.apply([...this.state.agents].map(([key, after]) => ({ key, before: undefined, after })));
	}

	relayTime(now: number): number {
		return now + this.#ahead;
	}

	hear(event: Parameters<typeof fold>[1], now: number): void {
		this.heardAt = now;
		this.#ahead = event.at - now;
		this.collisions.apply(fold(this.state, event));
		this.collisions.apply(forgetOffline(this.state, event.at));
	}
}

/** After the room has slept, bridges answer within this time, or are shown as they were. */
const SETTLES_WITHIN_MS = 2_000;
const ANSWERS_WITHIN_MS = 10_000;

/** The room now, once. */
export async function readRoom(
	config: RoomConfig,
	{ home, clock, signal: outer }: Pick<WatchRoomOptions, 'home' | 'clock' | 'signal'>,
): Promise<RoomView> {
	const end = new AbortController();
	const signal = AbortSignal.any([outer, end.signal]);
	try {
		return await new Promise<RoomView>((resolve, reject) => {
			const fail = (error: UserError) => reject(error);
			const timers = [setTimeout(() => fail(unreachableError(config.server)), ANSWERS_WITHIN_MS)];
			const abort = () => {
				for (const timer of timers) clearTimeout(timer);
				reject(signal.reason);
			};
			if (signal.aborted) return abort();
			signal.addEventListener('abort', abort, { once: true });
			watchRoom({
				config,
				home,
				clock,
				signal,
				onChange: (view) => {
					if (view.state.settled) resolve(view);
					else timers.push(setTimeout(() => resolve(view), SETTLES_WITHIN_MS));
				},
				onUnreachable: () => fail(unreachableError(config.server)),
				onRefused: fail,
			});
		});
	} finally {
		end.abort();
	}
}
