/** The room as a surface sees it: what the background told, folded by the same fold, and what follows from it, reactive. */
import type { Collision } from '../../shared/room/collisions.ts';
import type { Operator } from '../../shared/room/events.ts';
import type { RoomState } from '../../shared/room/fold.ts';
import type { Names } from '../../shared/words.ts';
import type { AlertRecord } from '../contract/alert-record.ts';
import type { FeedEntry } from '../contract/feed-entry.ts';
import type { GithubAccess } from '../contract/github-access.ts';
import type { KnownRoom } from '../contract/known-room.ts';
import type { Pull, SeenPull } from '../contract/pull.ts';
import type { ReceivedEvent } from '../contract/received-event.ts';
import type { SurfaceMessage } from '../contract/surface-port.ts';
import type { Answer, Fault } from '../contract/surface-request.ts';
import type { Connection, SurfaceView } from '../contract/surface-view.ts';
import { noAlerts } from '../room/alerts.ts';
import { peopleOf, type Row, rowsOf, type Summary, summaryOf } from '../room/board.ts';
import { namesIn } from '../room/names-in.ts';
import { RoomModel } from '../room/room-model.ts';

type Around = Omit<SurfaceView, 'snapshot' | 'heardAt'>;
const NOTHING: Around = {
	theme: 'system',
	rooms: [],
	connection: { type: 'none' },
	feed: [],
	lookedAt: 0,
	alerts: noAlerts(),
	pulls: {},
	seen: [],
	github: { hasToken: false, faults: {} },
};

export class RoomLive {
	#model = new RoomModel();
	/** The model changes in place: this tells that it did. */
	#version = $state(0);
	#around = $state.raw<Around>(NOTHING);
	#isTold = $state(false);
	#fault = $state.raw<Fault>();
	#now = $state(0);
	readonly #clock: () => number;

	/** To the second: a few ms more or less of every event are no reason to draw all clocks again. */
	#relayNow = $derived.by(() => {
		void this.#version;
		return Math.floor(this.#model.relayTime(this.#now) / 1_000) * 1_000;
	});
	#known = new Map<string, Row>();
	#rows = $derived.by(() => {
		const rows = rowsOf(this.#read(), this.#relayNow, this.#known);
		this.#known = new Map(rows.map((row) => [row.key, row]));
		return rows;
	});
	#collisions = $derived.by(() => {
		this.#read();
		return this.#model.collisions(this.#now);
	});
	#skew = $derived.by(() => {
		void this.#version;
		return Math.round(this.#model.localTime(0) / 1_000) * 1_000;
	});
	#people = $derived.by(() => peopleOf(this.#read()));

	constructor(clock: () => number) {
		this.#clock = clock;
		this.#now = clock();
	}

	/** What was kept, or what the background tells. */
	hear(message: SurfaceMessage): void {
		if (message.type === 'change') this.#around = { ...this.#around, ...message.change };
		else if (message.type === 'event') this.#apply(message.received);
		else this.#take(message.view);
		this.#version++;
	}

	/** What a person asked for, and why it was not done. The next thing that they ask for is another matter. */
	async after(answered: Promise<Answer>): Promise<void> {
		this.#fault = undefined;
		const answer = await answered;
		if (!answer.isDone) this.#fault = answer.fault;
	}

	/** Time has passed. */
	tick(): void {
		this.#now = this.#clock();
		this.#model.forget(this.#now);
	}

	#apply(received: ReceivedEvent): void {
		this.#model.apply(received);
		if (this.#around.isPart && received.event.type === 'snapshot' && received.event.settled)
			this.#around = { ...this.#around, isPart: false };
	}

	#take({ snapshot, heardAt, ...around }: SurfaceView): void {
		this.#now = this.#clock();
		this.#model = new RoomModel();
		if (snapshot !== undefined) this.#model.apply({ event: snapshot, heardAt });
		this.#around = around;
		this.#isTold = true;
	}

	#read(): RoomState {
		void this.#version;
		return this.#model.state;
	}

	/** Whether anything was heard at all: before that, nothing is known, not even that there is no room. */
	get isTold(): boolean {
		return this.#isTold;
	}

	/** Whether there is something of a room to show. Who is no longer let in sees no more of it. */
	get isKnown(): boolean {
		void this.#version;
		return this.#model.heardAt > 0 && this.#around.connection.type !== 'refused';
	}

	/** This machine's clock, ms; ticks. */
	get now(): number {
		return this.#now;
	}

	get relayNow(): number {
		return this.#relayNow;
	}

	/** What to put to the relay's time so that it is this machine's. */
	get skew(): number {
		return this.#skew;
	}

	/** This machine's clock at the newest event. */
	get heardAt(): number {
		void this.#version;
		return this.#model.heardAt;
	}

	get state(): RoomState {
		return this.#read();
	}

	get rows(): Row[] {
		return this.#rows;
	}

	get collisions(): Collision[] {
		return this.#collisions;
	}

	get people(): Operator[] {
		return this.#people;
	}

	get summary(): Summary {
		return summaryOf(this.#read(), this.#rows, this.#collisions);
	}

	get names(): Names {
		return namesIn(this.#read());
	}

	get connection(): Connection {
		return this.#around.connection;
	}

	get fault(): Fault | undefined {
		return this.#fault;
	}

	/** What is shown was kept, and the browser did not take all of it. */
	get isPart(): boolean {
		return this.#around.isPart === true;
	}

	get theme(): SurfaceView['theme'] {
		return this.#around.theme;
	}

	get rooms(): KnownRoom[] {
		return this.#around.rooms;
	}

	get room(): KnownRoom | undefined {
		return this.#around.rooms.find((room) => room.id === this.#around.active);
	}

	get feed(): FeedEntry[] {
		return this.#around.feed;
	}

	get lookedAt(): number {
		return this.#around.lookedAt;
	}

	get alerts(): AlertRecord {
		return this.#around.alerts;
	}

	get pulls(): Record<string, Pull> {
		return this.#around.pulls;
	}

	get seen(): SeenPull[] {
		return this.#around.seen;
	}

	get github(): GithubAccess {
		return this.#around.github;
	}

	get focus(): SurfaceView['focus'] {
		return this.#around.focus;
	}
}
