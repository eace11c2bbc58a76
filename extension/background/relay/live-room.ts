/**
 * The one live room: its model, its source, its feed. Everything that others are told goes through `tell`. Starts from what
 * was kept in `storage.session`, so that an awakened background knows at once what it knew.
 */
import type { RoomEvent } from '../../../shared/room/events.ts';
import type { FeedEntry } from '../../contract/feed-entry.ts';
import type { ReceivedEvent, Snapshot } from '../../contract/received-event.ts';
import type { Connection } from '../../contract/surface-view.ts';
import { type Moment, newsOf, withNews } from '../../room/feed.ts';
import { RoomModel } from '../../room/room-model.ts';
import type { PairedRoom } from '../pairing/paired-room.ts';
import { explain } from './relay-fault.ts';
import type { OpenSource, Source, SourceState } from './source.ts';

export interface Kept {
	snapshot?: Snapshot | undefined;
	isPart?: boolean | undefined;
	heardAt: number;
	feed: FeedEntry[];
}

export type KeeperNews =
	| { type: 'event'; heard: ReceivedEvent }
	| { type: 'connection'; connection: Connection }
	| { type: 'feed'; feed: FeedEntry[] };

interface Options {
	openSource: OpenSource<PairedRoom>;
	now: () => number;
	tell(news: KeeperNews): void;
}

export class RoomKeeper {
	readonly room: PairedRoom;
	readonly model = new RoomModel();
	feed: FeedEntry[] = [];
	connection: Connection = { type: 'resting' };
	/** Only part of the room was kept. Until the relay has told all of it, what is new here is no news. */
	isPart = false;
	readonly #options: Options;
	#source: Source | undefined;
	#opened: AbortController | undefined;
	#moment: Moment = { operators: new Map(), collisions: [] };

	constructor(room: PairedRoom, kept: Kept | undefined, options: Options) {
		this.room = room;
		this.#options = options;
		if (kept?.snapshot === undefined) return;
		this.model.apply({ event: kept.snapshot, heardAt: kept.heardAt });
		this.feed = kept.feed;
		this.isPart = kept.isPart === true;
		this.#moment = this.#current();
	}

	get isOpen(): boolean {
		return this.#opened !== undefined;
	}

	/** Connects, unless it is or the relay said no for good. */
	open(): void {
		if (this.isOpen || this.connection.type === 'refused') return;
		const opened = new AbortController();
		this.#opened = opened;
		this.#show({ type: 'connecting', since: this.#options.now() });
		const listener = { event: (event: RoomEvent) => this.#hear(event), state: (state: SourceState) => this.#sourceState(state) };
		this.#source = this.#options.openSource(this.room, listener, opened.signal);
	}

	close(): void {
		this.#stop();
		if (this.connection.type !== 'refused') this.#show({ type: 'resting' });
	}

	/** After a refusal, when a person asks for it. */
	retry(): void {
		this.#stop();
		this.connection = { type: 'resting' };
		this.open();
	}

	ping(): void {
		this.#source?.ping();
	}

	/** Lets go of what has been offline for long enough. Surfaces do so by themselves. */
	forget(): void {
		this.model.forget(this.#options.now());
	}

	#stop(): void {
		this.#opened?.abort();
		this.#opened = undefined;
		this.#source = undefined;
	}

	#sourceState(state: SourceState): void {
		if (state.type === 'refused') {
			this.#stop();
			return this.#show({ type: 'refused', refusal: state.refusal, says: explain(state.refusal) });
		}
		// Open is not yet live: that it is once the room has told what it holds.
		if (state.type === 'connecting' && this.connection.type !== 'connecting') {
			this.#show({ type: 'connecting', since: this.#options.now() });
		}
	}

	#hear(event: RoomEvent): void {
		const heardAt = this.#options.now();
		const isFirst = this.model.heardAt === 0 || this.isPart;
		const changes = this.model.apply({ event, heardAt });
		this.#options.tell({ type: 'event', heard: { event, heardAt } });
		if (event.type === 'snapshot') this.#show({ type: 'live' });
		if (event.type === 'deleted') return this.#sourceState({ type: 'refused', refusal: 'room-unknown' });
		if (!this.model.state.settled) return;
		const before = this.#moment;
		this.#moment = this.#current();
		this.isPart = false;
		if (isFirst) return;
		const feed = withNews(this.feed, newsOf(before, this.#moment, changes, heardAt, event.at));
		if (feed === this.feed) return;
		this.feed = feed;
		this.#options.tell({ type: 'feed', feed });
	}

	#current(): Moment {
		return { operators: new Map(this.model.state.operators), collisions: this.model.collisions(this.#options.now()) };
	}

	#show(connection: Connection): void {
		this.connection = connection;
		this.#options.tell({ type: 'connection', connection });
	}
}
