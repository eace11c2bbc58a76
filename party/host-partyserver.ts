/**
 * The party on Cloudflare's runtime itself, through partyserver: on a machine of one's own (workerd, `npm run relay`) and on
 * one's own Cloudflare account (`wrangler deploy`).
 */
import { type Connection, Server } from 'partyserver';
import { callerAddress } from './caller-address.ts';
import { atRoom, elsewhere } from './door.ts';
import { metrics } from './metrics.ts';
import { RelayFigures } from './relay-figures.ts';
import { Room } from './room.ts';

let kept: RelayFigures | undefined;
/** Made at the first request: before that Cloudflare's clock stands still. */
const figures = (): RelayFigures => (kept ??= new RelayFigures(Date.now()));

/** One room. Its name is part of the addresses: `/parties/main/ROOM`. */
export class Main extends Server {
	static override options = { hibernate: true };
	#opened: Room | undefined;

	override async onStart(): Promise<void> {
		const { PYLON_CREATE_KEY: key } = this.env;
		const createKey = key === null || key === '' ? undefined : key;
		const connections = () => this.getConnections();
		this.#opened = await Room.open({ slug: this.name, shelf: this.ctx.storage, createKey, connections, figures: figures() });
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
		return this.#room.answer(request, callerAddress(request, trustsProxy(this.env)));
	}

	get #room(): Room {
		if (this.#opened === undefined) throw new Error('The room has not started.');
		return this.#opened;
	}
}

const ROOM = /^\/parties\/main\/([^/]+)/;

export default {
	async fetch(request: Request, env: Cloudflare.Env): Promise<Response> {
		const { pathname } = new URL(request.url);
		const slug = ROOM.exec(pathname)?.[1];
		if (slug === undefined) return pathname === '/metrics' ? metrics(request, figures(), guardOf(env)) : elsewhere(request);
		const admitted = atRoom(request, slug);
		if (admitted instanceof Response) return admitted;
		return env.Main.getByName(slug).fetch(withoutOrders(admitted));
	},
};

const trustsProxy = (env: Cloudflare.Env): boolean => env.PYLON_TRUST_PROXY === '1';
const guardOf = (env: Cloudflare.Env) => ({ token: env.PYLON_METRICS_TOKEN ?? undefined, trustsProxy: trustsProxy(env) });

/** Partyserver takes orders from headers, which are its own to give. */
function withoutOrders(request: Request): Request {
	const headers = new Headers(request.headers);
	for (const name of [...headers.keys()]) if (name.startsWith('x-partykit-')) headers.delete(name);
	return new Request(request, { headers });
}
