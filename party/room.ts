/**
 * The life of a room, whoever hosts it: `host-partykit.ts` and `host-partyserver.ts` are all that knows a host. A room sleeps
 * between messages, and its sockets stay open meanwhile.
 */

import type { Refusal } from '../shared/refusal.ts';
import type { Connection } from '../shared/trpc-partykit/server/attachment.ts';
import type { Frame } from '../shared/trpc-partykit/server/frame.ts';
import { deskOf } from './desks/index.ts';
import { RoomParts } from './desks/room-parts.ts';
import type { Directory } from './door/known-rooms.ts';
import type { RelayFigures } from './door/relay-figures.ts';
import { Entrance } from './entrance.ts';
import { Http } from './http.ts';
import { type Shelf, Store } from './store.ts';
import { Tally } from './tally.ts';

/** What a room is given by its host. */
export interface RoomHost {
	slug: string;
	shelf: Shelf;
	/** Where it is set, only who knows it opens rooms. */
	createKey: string | undefined;
	directory: Directory;
	/** All open sockets, also those that were open before the room slept. */
	connections(): Iterable<Connection>;
	/** Of all rooms together, where they share a memory. */
	figures?: RelayFigures;
}

export class Room {
	readonly #parts: RoomParts;
	readonly #http: Http;
	readonly #figures: RelayFigures | undefined;

	private constructor(parts: RoomParts, http: Http, figures: RelayFigures | undefined) {
		this.#parts = parts;
		this.#http = http;
		this.#figures = figures;
	}

	/** A room that was woken, or that nobody has opened yet. Nothing else may reach it before this is done. */
	static async open(host: RoomHost): Promise<Room> {
		const room = Room.#furnish(host, await Store.open(host.shelf));
		room.#parts.sockets.wake();
		return room;
	}

	/** A socket was accepted. `url` is what it asked for. */
	connect = (connection: Connection, url: string): Promise<void> => this.#seen(this.#parts.sockets.connect(connection, url));
	message = (connection: Connection, message: Frame): Promise<void> => this.#seen(this.#parts.sockets.message(connection, message));
	isLetIn = (connection: Connection): Promise<boolean> => this.#parts.sockets.isLetIn(connection);
	/** The socket closed, from either side, or broke. */
	leave = (connection: Connection): Promise<void> => this.#seen(this.#parts.sockets.leave(connection));
	/** Whether somebody opened it; then it is also listed, should it be older than the list. */
	isListed = async (): Promise<boolean> => {
		if (this.#parts.store.charter === undefined) return false;
		await this.#parts.list(true);
		return true;
	};
	answer = (request: Request): Promise<Response> => this.#http.answer(request);

	async #seen(work: Promise<void>): Promise<void> {
		await work;
		const { slug, sockets, live } = this.#parts;
		this.#figures?.see(slug, { sockets: sockets.size, agents: live.size });
	}

	/** Its parts, made from what it remembers. */
	static #furnish(host: RoomHost, store: Store): Room {
		const now = () => Date.now();
		const tally = new Tally(now(), host.figures?.tally);
		const entrance = new Entrance(store, () => desk);
		const onRefusal = (refusal: Refusal | undefined, error: Error) => {
			tally.refuse(refusal);
			// Our own fault: for whoever runs the relay. The caller learns only that it failed.
			if (refusal === undefined) console.error(error);
		};
		const parts: RoomParts = new RoomParts({
			slug: host.slug,
			createKey: host.createKey,
			directory: host.directory,
			store,
			tally,
			now,
			sockets: {
				connections: host.connections,
				authenticate: (credential) => entrance.authenticate(credential),
				context: (identity) => entrance.contextFor(identity),
				onRefusal,
			},
		});
		const desk = deskOf(parts);
		const http = new Http({
			endpoint: `/parties/main/${host.slug}/trpc`,
			context: (credential) => entrance.contextOf(credential),
			onRefusal,
			onBytes: (direction, bytes) => tally.count(direction, bytes),
			now,
		});
		return new Room(parts, http, host.figures);
	}
}
