/** The party on PartyKit: what `partykit deploy` puts there. */
import type * as Party from 'partykit/server';
import { CLOSE } from '../shared/refusal.ts';
import { addressOnCloudflare } from './door/address.ts';
import { Door, elsewhere } from './door/door.ts';
import { KnownRooms } from './door/known-rooms.ts';
import { closedSocket } from './door/leash.ts';
import { answerAsList, directoryOn, LIST, standingAsked } from './partykit-directory.ts';
import { Room } from './room.ts';

let door: Door | undefined;

export default class PartyKitHost implements Party.Server {
	readonly options = { hibernate: true };
	readonly #party: Party.Room;
	#opened: Room | undefined;

	constructor(party: Party.Room) {
		this.#party = party;
	}

	static onBeforeConnect = admit;
	static onBeforeRequest = admit;
	static onFetch = (request: Party.Request): Response => elsewhere(plain(request));

	async onStart(): Promise<void> {
		const { id: slug, storage: shelf, env, context } = this.#party;
		if (slug === LIST) return;
		const directory = directoryOn(context.parties);
		const connections = () => this.#party.getConnections();
		// PartyKit lets events in while this runs; the runtime does not.
		await this.#party.blockConcurrencyWhile(async () => {
			this.#opened = await Room.open({ slug, shelf, createKey: createKeyIn(env), directory, connections });
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

	async onRequest(request: Party.Request): Promise<Response> {
		if (this.#party.id === LIST) return answerAsList(plain(request), this.#party.storage);
		if (standingAsked(plain(request)) === undefined) return this.#room.answer(plain(request));
		return new Response(null, { status: (await this.#room.isListed()) ? 200 : 404 });
	}

	get #room(): Room {
		if (this.#opened === undefined) throw new Error('The room has not started.');
		return this.#opened;
	}
}

async function admit(request: Party.Request, { id, env, parties }: Party.Lobby): Promise<Party.Request> {
	door ??= new Door({
		rooms: new KnownRooms((slug) => directoryOn(parties).has(slug)),
		createKey: createKeyIn(env),
		now: () => Date.now(),
	});
	const { headers } = plain(request);
	const admitted = await door.admit(plain(request), id, addressOnCloudflare({ headers, peer: undefined }));
	return toPartyKit(admitted === 'room-unknown' ? closedSocket(CLOSE.deleted, undefined) : admitted);
}

const createKeyIn = ({ PYLON_CREATE_KEY: key }: Record<string, unknown>): string | undefined =>
	typeof key === 'string' && key !== '' ? key : undefined;

/** PartyKit's types are Cloudflare's, the room's are the web's: at run time they are one. */
const plain = (request: Party.Request): Request => request as unknown as Request;
const toPartyKit = (admitted: Request | Response): Party.Request => admitted as unknown as Party.Request;
