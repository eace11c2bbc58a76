/**
 * The subscription to one room: its model, the source of its events, its feed. Starts from the view that lies in
 * `storage.session`, so that an awakened background knows at once what it knew.
 */
import type { RoomEvent } from '../../../shared/room/events.ts';
import type { FeedEntry } from '../../contract/feed-entry.ts';
import type { PastRun } from '../../contract/past-run.ts';
import type { ReceivedEvent } from '../../contract/received-event.ts';
import type { Connection, SurfaceView } from '../../contract/surface-view.ts';
import { settled, withEntries } from '../../room/feed.ts';
import { type Moment, newsOf } from '../../room/news.ts';
import { runsEnded, withRuns } from '../../room/pictures/past-runs.ts';
import { type Recall, RoomModel } from '../../room/room-model.ts';
import { refusalText } from './relay-fault.ts';
import type { OpenSource, Source, SourceState } from './source.ts';

/** What was known of the room when the background stopped. */
export type LastView = Pick<SurfaceView, 'snapshot' | 'isPart' | 'heardAt' | 'feed' | 'connection'>;

/** What surfaces are sent. */
export type RoomUpdate =
	| { type: 'event'; received: ReceivedEvent }
	| { type: 'connection'; connection: Connection }
	/** Entries that are new, or have grown. */
	| { type: 'news'; entries: FeedEntry[] };

interface Options {
	openSource: OpenSource;
	now: () => number;
	onUpdate(update: RoomUpdate): void;
	/** What this browser remembers of the room from before. */
	recall?: Recall | undefined;
	/** What happened in it in the last day, as this browser kept it. */
	day?: Day | undefined;
}

/** Newest first, and oldest first. */
export interface Day {
	feed: readonly FeedEntry[];
	runs: readonly PastRun[];
}

export class RoomSubscription {
	/** Of the pairing, or of this machine. */
	readonly id: string;
	readonly model = new RoomModel();
	readonly #options: Options;
	#day: Day = { feed: [], runs: [] };
	#connection: Connection = { type: 'resting' };
	#isPart = false;
	#source: Source | undefined;
	#opened: AbortController | undefined;
	#moment: Moment = { operators: new Map(), collisions: [] };

	constructor(id: string, last: LastView | undefined, options: Options) {
		this.id = id;
		this.#options = options;
		if (last?.connection.type === 'refused') this.#connection = last.connection;
		if (options.day !== undefined) this.#day = options.day;
		if (options.recall !== undefined && (last?.snapshot === undefined || last.isPart)) this.model.recall(options.recall);
		if (last?.snapshot === undefined) return;
		this.model.apply({ event: last.snapshot, heardAt: last.heardAt });
		this.#day = { ...this.#day, feed: withEntries(this.#day.feed, last.feed, options.now()) };
		this.#isPart = last.isPart === true;
		this.#moment = this.#momentNow();
	}

	get feed(): FeedEntry[] {
		return [...this.#day.feed];
	}

	/** What happened in the last day. */
	get day(): Day {
		return this.#day;
	}

	get connection(): Connection {
		return this.#connection;
	}

	/** Only part of the room was stored. Until the relay has sent all of it, what is new here is no news. */
	get isPart(): boolean {
		return this.#isPart;
	}

	get isRefused(): boolean {
		return this.#connection.type === 'refused';
	}

	get isOpen(): boolean {
		return this.#opened !== undefined;
	}

	/** Connects, unless it is or the relay said no for good. */
	open(): void {
		if (this.isOpen || this.isRefused) return;
		const opened = new AbortController();
		this.#opened = opened;
		this.#setConnection({ type: 'connecting', since: this.#options.now() });
		const listener = { event: (event: RoomEvent) => this.#receive(event), state: (state: SourceState) => this.#onSourceState(state) };
		this.#source = this.#options.openSource(listener, opened.signal);
	}

	close(): void {
		this.#stop();
		if (!this.isRefused) this.#setConnection({ type: 'resting' });
	}

	/** After a refusal, when a person asks for it. */
	retry(): void {
		this.#stop();
		this.#connection = { type: 'resting' };
		this.open();
	}

	ping(): void {
		this.#source?.ping();
	}

	/** Removes what has been offline for long enough. Surfaces do so by themselves. */
	removeOffline(): void {
		this.model.forget(this.#options.now());
	}

	#stop(): void {
		this.#opened?.abort();
		this.#opened = undefined;
		this.#source = undefined;
	}

	#onSourceState(state: SourceState): void {
		if (state.type === 'refused') {
			this.#stop();
			return this.#setConnection({ type: 'refused', refusal: state.refusal, says: refusalText(state.refusal) });
		}
		// An open socket is not yet live: it is once the room has sent what it holds.
		if (state.type === 'connecting' && this.#connection.type !== 'connecting') {
			this.#setConnection({ type: 'connecting', since: this.#options.now() });
		}
	}

	#receive(event: RoomEvent): void {
		const heardAt = this.#options.now();
		const isUnheard = this.model.heardAt === 0;
		const isFirst = isUnheard || this.#isPart;
		const changes = this.model.apply({ event, heardAt });
		// The surfaces have heard nothing either, and do not remember.
		const told = isUnheard && event.type === 'snapshot' ? this.model.snapshot() : event;
		this.#options.onUpdate({ type: 'event', received: { event: told, heardAt } });
		if (event.type === 'snapshot') this.#setConnection({ type: 'live' });
		if (event.type === 'deleted') return this.#onSourceState({ type: 'refused', refusal: 'room-unknown' });
		if (!this.model.state.settled) return;
		const before = this.#moment;
		this.#moment = this.#momentNow();
		this.#isPart = false;
		if (isFirst) return;
		const ended = runsEnded(changes, heardAt, event.at);
		if (ended.length > 0) this.#day = { ...this.#day, runs: withRuns(this.#day.runs, ended, heardAt) };
		const entries = settled(this.#day.feed, newsOf(before, this.#moment, changes, heardAt, event.at));
		if (entries.length === 0) return;
		this.#day = { ...this.#day, feed: withEntries(this.#day.feed, entries, heardAt) };
		this.#options.onUpdate({ type: 'news', entries });
	}

	#momentNow(): Moment {
		return { operators: new Map(this.model.state.operators), collisions: this.model.collisions(this.#options.now()) };
	}

	#setConnection(connection: Connection): void {
		this.#connection = connection;
		this.#options.onUpdate({ type: 'connection', connection });
	}
}
