/**
 * The party on Cloudflare's runtime itself, through partyserver: on a machine of one's own (workerd, `npm run relay`) and on
 * one's own Cloudflare account (`wrangler deploy`).
 */
import { type Connection, Server } from 'partyserver';
import { atRoom, elsewhere } from './door.ts';
import { Room } from './room.ts';

/** One room. Its name is part of the addresses: `/parties/main/ROOM`. */
export class Main extends Server {
	static override options = { hibernate: true };
	#opened: Room | undefined;

	override async onStart(): Promise<void> {
		const { PYLON_CREATE_KEY: key } = this.env;
		const createKey = key === null || key === '' ? undefined : key;
		const connections = () => this.getConnections();
		this.#opened = await Room.open({ slug: this.name, shelf: this.ctx.storage, createKey, connections });
	}

	override onConnect(connection: Connection): Promise<void> {
		return this.#room.connect(connection, connection.uri ?? '');
	}

	override onMessage(connection: Connection, message: string | ArrayBuffer | ArrayBufferView): Promise<void> {
		return this.#room.message(connection, message);
	}

	override onClose(connection: Connection): Promise<void> {
		return this.#room.leave(connection);
	}

	override onError(connection: Connection): Promise<void> {
		return this.#room.leave(connection);
	}

	override onRequest(request: Request): Promise<Response> {
		return this.#room.answer(request);
	}

	get #room(): Room {
		if (this.#opened === undefined) throw new Error('The room has not started.');
		return this.#opened;
	}
}

const ROOM = /^\/parties\/main\/([^/]+)/;

export default {
	async fetch(request: Request, env: Cloudflare.Env): Promise<Response> {
		const slug = ROOM.exec(new URL(request.url).pathname)?.[1];
		if (slug === undefined) return elsewhere(request);
		const admitted = atRoom(request, slug);
		if (admitted instanceof Response) return admitted;
		return env.Main.getByName(slug).fetch(withoutOrders(admitted));
	},
};

/** Partyserver takes orders from headers, which are its own to give. */
function withoutOrders(request: Request): Request {
	const headers = new Headers(request.headers);
	for (const name of [...headers.keys()]) if (name.startsWith('x-partykit-')) headers.delete(name);
	return new Request(request, { headers });
}
