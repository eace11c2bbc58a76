/**
 * The party on Cloudflare's runtime itself, through partyserver: on a machine of one's own (workerd, `npm run relay`) and on
 * one's own Cloudflare account (`wrangler deploy`).
 */
import { DurableObject } from 'cloudflare:workers';
import { type Connection, Server } from 'partyserver';
import { CLOSE } from '../shared/refusal.ts';
import { addressBehindProxy, addressOfPeer, addressOnCloudflare } from './door/address.ts';
import { Door, elsewhere, isUpgrade } from './door/door.ts';
import { KnownRooms, type Directory as Listing } from './door/known-rooms.ts';
import { closedSocket, keepOnLeash } from './door/leash.ts';
import { metrics } from './door/metrics.ts';
import { RelayFigures } from './door/relay-figures.ts';
import { Room } from './room.ts';

let kept: RelayFigures | undefined;
/** Made at the first request: before that Cloudflare's clock stands still. */
const figures = (): RelayFigures => {
	kept ??= new RelayFigures(Date.now());
	return kept;
};

/** One room. Its name is part of the addresses: `/parties/main/ROOM`. */
export class Main extends Server {
	static override options = { hibernate: true };
	#opened: Room | undefined;

	override async onStart(): Promise<void> {
		this.#opened = await Room.open({
			slug: this.name,
			shelf: this.ctx.storage,
			createKey: createKeyIn(this.env),
			directory: directoryOf(this.env),
			connections: () => this.getConnections(),
			figures: figures(),
		});
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

	/** For the door. A room that slept meanwhile has no strangers: whoever is there was let in. */
	async isLetIn(socket: string): Promise<boolean> {
		const connection = this.getConnection(socket);
		return connection !== undefined && (this.#opened?.isLetIn(connection) ?? true);
	}

	get #room(): Room {
		if (this.#opened === undefined) throw new Error('The room has not started.');
		return this.#opened;
	}
}

/** The names of all rooms, where no disk tells them. */
export class Directory extends DurableObject implements Listing {
	async has(slug: string): Promise<boolean> {
		return (await this.ctx.storage.get(slug)) !== undefined;
	}

	async add(slug: string): Promise<void> {
		await this.ctx.storage.put(slug, true);
	}

	async remove(slug: string): Promise<void> {
		await this.ctx.storage.delete(slug);
	}
}

const ROOM = /^\/parties\/main\/([^/]+)/;
let door: Door | undefined;

export default {
	async fetch(request: Request, env: Cloudflare.Env, context: ExecutionContext): Promise<Response> {
		const { pathname } = new URL(request.url);
		const slug = ROOM.exec(pathname)?.[1];
		if (slug === undefined) return pathname === '/metrics' ? metrics(request, figures(), guardOf(request, env)) : elsewhere(request);
		const listing = directoryOf(env);
		door ??= new Door({
			rooms: new KnownRooms((room) => listing.has(room)),
			createKey: createKeyIn(env),
			now: () => Date.now(),
		});
		const admitted = await door.admit(request, slug, addressOf(request, env));
		if (admitted === 'room-unknown') return closedSocket(CLOSE.deleted, context);
		if (admitted instanceof Response) return admitted;
		return isUpgrade(admitted) ? connect(env, slug, admitted, context) : env.Main.getByName(slug).fetch(admitted);
	},
};

/** A socket on a leash, until the room has let it in. */
async function connect(env: Cloudflare.Env, slug: string, request: Request, context: ExecutionContext): Promise<Response> {
	const [room, leash, socket] = [env.Main.getByName(slug), new AbortController(), crypto.randomUUID()];
	const url = new URL(request.url);
	url.searchParams.set('_pk', socket); // Partyserver takes it for the connection's id.
	const response = await room.fetch(new Request(url, request), { signal: leash.signal });
	context.waitUntil(keepOnLeash(leash, room.isLetIn(socket)));
	return response;
}

const peerOf = (request: Request): string | undefined => (request as { cf?: { clientIp?: string } }).cf?.clientIp;
const guardOf = (request: Request, { PYLON_METRICS_TOKEN, PYLON_TRUST_PROXY }: Cloudflare.Env) => ({
	token: PYLON_METRICS_TOKEN ?? undefined,
	trustsProxy: PYLON_TRUST_PROXY === '1',
	peer: peerOf(request),
});
const createKeyIn = ({ PYLON_CREATE_KEY: key }: Cloudflare.Env): string | undefined => (key === null || key === '' ? undefined : key);

function addressOf(request: Request, { Disk, PYLON_TRUST_PROXY }: Cloudflare.Env): string {
	const origin = { headers: request.headers, peer: peerOf(request) };
	if (Disk === undefined) return addressOnCloudflare(origin);
	return PYLON_TRUST_PROXY === '1' ? addressBehindProxy(origin) : addressOfPeer(origin);
}

function directoryOf(env: Cloudflare.Env): Listing {
	return env.Disk === undefined ? env.Directory.getByName('rooms') : onDisk(env.Main, env.Disk);
}

/** Each room that was ever opened here is a file, which the runtime makes and names. */
const onDisk = (rooms: Cloudflare.Env['Main'], disk: NonNullable<Cloudflare.Env['Disk']>): Listing => ({
	has: async (slug) => (await disk.fetch(`http://disk/Main/${rooms.idFromName(slug)}.sqlite`, { method: 'HEAD' })).ok,
	add: async () => undefined,
	remove: async () => undefined,
});
