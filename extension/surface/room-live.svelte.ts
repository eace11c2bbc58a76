/** The room as a surface sees it: what the background told, folded by the same fold, and what follows from it, reactive. */

import { filesIn, openAlerts } from '../../shared/alerts/open-alerts.ts';
import type { Names } from '../../shared/collision-words.ts';
import { MACHINE_ROOM } from '../../shared/machine-room.ts';
import type { Collision } from '../../shared/room/collisions.ts';
import type { Operator } from '../../shared/room/events.ts';
import type { RoomState } from '../../shared/room/fold.ts';
import type { AlertRecord } from '../contract/alert-record.ts';
import type { FeedEntry } from '../contract/feed-entry.ts';
import type { GithubAccess } from '../contract/github-access.ts';
import type { KnownRoom } from '../contract/known-room.ts';
import type { MachineView } from '../contract/machine-view.ts';
import type { Pull, SeenPull } from '../contract/pull.ts';
import type { ReceivedEvent } from '../contract/received-event.ts';
import type { SurfaceMessage } from '../contract/surface-port.ts';
import type { Answer, Fault } from '../contract/surface-request.ts';
import type { Connection, SurfaceView } from '../contract/surface-view.ts';
import { noAlerts } from '../room/alerts.ts';
import { peopleOf, type Row, rowsByPerson, rowsOf, type Summary, sorted, summaryOf } from '../room/board.ts';
import { withEntries } from '../room/feed.ts';
import { keptList } from '../room/kept-list.ts';
import { namesIn } from '../room/names-in.ts';
import { privateAgents, withPrivate } from '../room/own/own-agents.ts';
import { collisionsBeside } from '../room/own/own-collisions.ts';
import { ownRows } from '../room/own/own-rows.ts';
import { isUnresponsive } from '../room/relay-delay.ts';
import { RoomModel } from '../room/room-model.ts';

type ViewRest = Omit<SurfaceView, 'snapshot' | 'heardAt' | 'own'>;
const NOTHING: ViewRest = {
	theme: 'system',
	rooms: [],
	connection: { type: 'none' },
	machine: { host: 'none', consent: 'unasked', offered: [] },
	feed: [],
	lookedAt: 0,
	alerts: noAlerts(),
	pulls: {},
	seen: [],
	github: { hasToken: false, faults: {} },
	isGithubAllowed: true,
};

export class RoomLive {
	#model = new RoomModel();
	/** This machine's own agents, beside a room. */
	#own = new RoomModel();
	/** The models change in place: this tells that they did. */
	#version = $state(0);
	#rest = $state.raw<ViewRest>(NOTHING);
	#hasView = $state(false);
	#fault = $state.raw<Fault>();
	#now = $state(0);
	readonly #clock: () => number;

	#asOf = $derived.by(() => {
		void this.#version;
		const isAway = this.#model.heardAt > 0 && isUnresponsive(this.#rest.connection, this.#now);
		return isAway ? this.#model.heardAt : undefined;
	});
	/**
	 * To the second: a few ms more or less of every event are no reason to draw all clocks again. While the relay does not answer, the time at
	 * which it was heard last: what is shown is what was known then.
	 */
	#relayNow = $derived.by(() => {
		void this.#version;
		return Math.floor(this.#model.relayTime(this.#asOf ?? this.#now) / 1_000) * 1_000;
	});
	#privates = $derived.by(() => {
		void this.#version;
		return privateAgents(this.#own, this.#model, this.#now);
	});
	#known = new Map<string, Row>();
	#shown: readonly Row[] = [];
	#rows = $derived.by(() => {
		const told = rowsOf(this.#read(), this.#relayNow, this.#known);
		const own = ownRows(this.#privates, this.#model, this.#relayNow, this.#known);
		const rows = keptList(this.#shown, own.length === 0 ? told : sorted([...told, ...own]));
		if (rows !== this.#shown) this.#known = new Map(rows.map((row) => [row.key, row]));
		this.#shown = rows;
		return rows;
	});
	#byPerson = $derived.by(() => rowsByPerson(this.#rows));
	#collisions = $derived.by(() => {
		this.#read();
		return collisionsBeside(this.#model, this.#own, this.#asOf ?? this.#now);
	});
	#conflicts = $derived.by(() => filesIn(openAlerts(this.#collisions, this.#alerts, this.#you, this.#now)));
	#skew = $derived.by(() => {
		void this.#version;
		return Math.round(this.#model.localTime(0) / 1_000) * 1_000;
	});
	#names = $derived.by(() => withPrivate(namesIn(this.#read(), this.#relayNow), this.#privates));
	#present: readonly Operator[] = [];
	#people = $derived.by(() => {
		this.#present = keptList(this.#present, peopleOf(this.#read()));
		return this.#present;
	});
	#summary = $derived.by(() => {
		const rows = this.#rows.filter(({ isPrivate }) => !isPrivate);
		return summaryOf(this.#read(), rows, this.#conflicts);
	});

	// What most is derived from, each by itself: what an event leaves as it was is not derived from again.
	#isKnown = $derived.by(() => {
		void this.#version;
		return this.#model.heardAt > 0 && this.#rest.connection.type !== 'refused';
	});
	#you = $derived.by(() => this.#read().you);
	#alerts = $derived(this.#rest.alerts);
	#feed = $derived(this.#rest.feed);
	#seen = $derived(this.#rest.seen);

	constructor(clock: () => number) {
		this.#clock = clock;
		this.#now = clock();
	}

	/** The view of last time, or what the background sends. */
	receive(message: SurfaceMessage): void {
		if (message.type === 'change') this.#rest = { ...this.#rest, ...message.change };
		else if (message.type === 'news') this.#rest = { ...this.#rest, feed: withEntries(this.#rest.feed, message.entries, this.#clock()) };
		else if (message.type === 'event') this.#apply(message.received);
		else if (message.type === 'own-event') this.#own.apply(message.received);
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
		if (this.#rest.isPart && received.event.type === 'snapshot' && received.event.settled) this.#rest = { ...this.#rest, isPart: false };
	}

	#take({ snapshot, heardAt, own, ...rest }: SurfaceView): void {
		this.#now = this.#clock();
		this.#model = new RoomModel();
		if (snapshot !== undefined) this.#model.apply({ event: snapshot, heardAt });
		this.#own = new RoomModel();
		if (own !== undefined) this.#own.apply({ event: own.snapshot, heardAt: own.heardAt });
		this.#rest = rest;
		this.#hasView = true;
	}

	#read(): RoomState {
		void this.#version;
		return this.#model.state;
	}

	/** Whether there was a view at all: before that, nothing is known, not even that there is no room. */
	get hasView(): boolean {
		return this.#hasView;
	}

	/** Whether the browser lets the extension onto github.com. */
	get isGithubAllowed(): boolean {
		return this.#rest.isGithubAllowed;
	}

	/** Whether there is something of a room to show. Who is no longer let in sees no more of it. */
	get isKnown(): boolean {
		return this.#isKnown;
	}

	/** This machine's clock, ms; ticks. */
	get now(): number {
		return this.#now;
	}

	get relayNow(): number {
		return this.#relayNow;
	}

	/** The relay does not answer: of when what is shown is, this machine's clock. */
	get asOf(): number | undefined {
		return this.#asOf;
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

	/** The operator who looks. */
	get you(): string {
		return this.#you;
	}

	get rows(): readonly Row[] {
		return this.#rows;
	}

	/** Of one person, in their order. */
	rowsOf(operatorId: string): readonly Row[] {
		return this.#byPerson.get(operatorId) ?? [];
	}

	get collisions(): readonly Collision[] {
		return this.#collisions;
	}

	get people(): readonly Operator[] {
		return this.#people;
	}

	/** Files in which I am in an open conflict: the number that is on the badge. */
	get conflicts(): number {
		return this.#conflicts;
	}

	get summary(): Summary {
		return this.#summary;
	}

	get names(): Names {
		return this.#names;
	}

	get connection(): Connection {
		return this.#rest.connection;
	}

	get fault(): Fault | undefined {
		return this.#fault;
	}

	/** What is shown is a stored view, of which the browser did not take all. */
	get isPart(): boolean {
		return this.#rest.isPart === true;
	}

	get theme(): SurfaceView['theme'] {
		return this.#rest.theme;
	}

	get rooms(): KnownRoom[] {
		return this.#rest.rooms;
	}

	get room(): KnownRoom | undefined {
		return this.#rest.rooms.find((room) => room.id === this.#rest.active);
	}

	/** What is shown are this machine's own agents: there is no room. */
	get isLocal(): boolean {
		return this.#rest.active === MACHINE_ROOM;
	}

	get machine(): MachineView {
		return this.#rest.machine;
	}

	get feed(): FeedEntry[] {
		return this.#feed;
	}

	get lookedAt(): number {
		return this.#rest.lookedAt;
	}

	get alerts(): AlertRecord {
		return this.#alerts;
	}

	get pulls(): Record<string, Pull> {
		return this.#rest.pulls;
	}

	get seen(): SeenPull[] {
		return this.#seen;
	}

	get github(): GithubAccess {
		return this.#rest.github;
	}

	get focus(): SurfaceView['focus'] {
		return this.#rest.focus;
	}
}
