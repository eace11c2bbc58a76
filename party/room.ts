/**
 * The life of a room: one PartyKit party, one Durable Object. It sleeps between messages, and its sockets stay open
 * meanwhile. Only this file and `door.ts` know PartyKit.
 */
import type * as Party from 'partykit/server';
import type { Refusal } from '../shared/refusal.ts';
import { deskOf } from './desk.ts';
import { atRoom, elsewhere } from './door.ts';
import { Entrance } from './entrance.ts';
import { House } from './house.ts';
import { Http } from './http.ts';
import { Store } from './store.ts';
import { Tally } from './tally.ts';

/** A room that was opened: its parts, made from what it remembers. */
interface Open {
	house: House;
	http: Http;
}

export default class PylonRoom implements Party.Server {
	readonly options = { hibernate: true };
	readonly #party: Party.Room;
	#open: Open | undefined;

	constructor(party: Party.Room) {
		this.#party = party;
	}

	static onBeforeConnect = atRoom;
	static onBeforeRequest = atRoom;
	static onFetch = elsewhere;

	async onStart(): Promise<void> {
		// PartyKit lets events in while this runs; the runtime does not.
		await this.#party.blockConcurrencyWhile(async () => {
			const store = await Store.open(this.#party.storage);
			this.#open = this.#furnish(store);
		});
		this.#parts.house.sockets.wake();
	}

	async onConnect(connection: Party.Connection): Promise<void> {
		await this.#parts.house.sockets.connect(connection, connection.uri);
	}

	async onMessage(message: string | ArrayBuffer | ArrayBufferView, connection: Party.Connection): Promise<void> {
		await this.#parts.house.sockets.message(connection, message);
	}

	async onClose(connection: Party.Connection): Promise<void> {
		await this.#parts.house.sockets.leave(connection);
	}

	async onError(connection: Party.Connection): Promise<void> {
		await this.#parts.house.sockets.leave(connection);
	}

	async onRequest(request: Party.Request): Promise<Response> {
		return this.#parts.http.answer(request as unknown as Request);
	}

	get #parts(): Open {
		if (this.#open === undefined) throw new Error('The room has not started.');
		return this.#open;
	}

	#furnish(store: Store): Open {
		const now = () => Date.now();
		const createKey = this.#party.env.PYLON_CREATE_KEY;
		const tally = new Tally(now());
		const entrance = new Entrance(store, () => desk);
		const onRefusal = (refusal: Refusal | undefined, error: Error) => {
			tally.refuse(refusal);
			// Our own fault: for whoever runs the relay. The caller learns only that it failed.
			if (refusal === undefined) console.error(error);
		};
		const house: House = new House({
			slug: this.#party.id,
			createKey: typeof createKey === 'string' && createKey !== '' ? createKey : undefined,
			store,
			tally,
			now,
			sockets: {
				connections: () => this.#party.getConnections(),
				authenticate: (credential) => entrance.authenticate(credential),
				context: (identity) => entrance.contextFor(identity),
				onRefusal,
			},
		});
		const desk = deskOf(house);
		const http = new Http({
			endpoint: `/parties/main/${this.#party.id}/trpc`,
			context: (credential) => entrance.contextOf(credential),
			onRefusal,
			onBytes: (direction, bytes) => tally.count(direction, bytes),
			now,
		});
		return { house, http };
	}
}
