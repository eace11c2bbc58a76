/** The party on PartyKit: what `partykit deploy` puts there. */
import type * as Party from 'partykit/server';
import { callerAddress } from './caller-address.ts';
import { atRoom, elsewhere } from './door.ts';
import { Room } from './room.ts';

export default class PartyKitHost implements Party.Server {
	readonly options = { hibernate: true };
	readonly #party: Party.Room;
	#opened: Room | undefined;

	constructor(party: Party.Room) {
		this.#party = party;
	}

	static onBeforeConnect = (request: Party.Request, lobby: Party.Lobby) => atRoom(plain(request), lobby.id) as unknown as Party.Request;
	static onBeforeRequest = (request: Party.Request, lobby: Party.Lobby) => atRoom(plain(request), lobby.id) as unknown as Party.Request;
	static onFetch = (request: Party.Request): Response => elsewhere(plain(request));

	async onStart(): Promise<void> {
		const { id: slug, storage: shelf, env } = this.#party;
		const createKey = env.PYLON_CREATE_KEY;
		const key = typeof createKey === 'string' && createKey !== '' ? createKey : undefined;
		// PartyKit lets events in while this runs; the runtime does not.
		await this.#party.blockConcurrencyWhile(async () => {
			this.#opened = await Room.open({ slug, shelf, createKey: key, connections: () => this.#party.getConnections() });
		});
	}

	onConnect(connection: Party.Connection): Promise<void> {
		return this.#room.connect(connection, connection.uri);
	}

	onMessage(message: string | ArrayBuffer | ArrayBufferView, connection: Party.Connection): Promise<void> {
		return this.#room.message(connection, message);
	}

	onClose(connection: Party.Connection): Promise<void> {
		return this.#room.leave(connection);
	}

	onError(connection: Party.Connection): Promise<void> {
		return this.#room.leave(connection);
	}

	onRequest(request: Party.Request): Promise<Response> {
		return this.#room.answer(plain(request), callerAddress(plain(request), false));
	}

	get #room(): Room {
		if (this.#opened === undefined) throw new Error('The room has not started.');
		return this.#opened;
	}
}

/** PartyKit's types are Cloudflare's, the room's are the web's: at run time they are one. */
const plain = (request: Party.Request): Request => request as unknown as Request;
