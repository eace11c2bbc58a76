/**
 * Before a room is reached. What needs no room is answered here, and what would wake one in vain is refused: addresses that are
 * none, rooms that nobody opened, openings without the key, bodies that are too large or do not come.
 */

import { roomApi } from '../../shared/api/room.ts';
import { chosenName, roomSlug } from '../../shared/names.ts';
import { PROTOCOL } from '../../shared/protocol.ts';
import type { Refusal } from '../../shared/refusal.ts';
import { mayOpen } from '../secrets.ts';
import { Allowances } from './allowances.ts';
import { readBody } from './body.ts';
import type { KnownRooms } from './known-rooms.ts';
import { withOrders } from './orders.ts';
import { preflight, refusal } from './refuse.ts';

export interface DoorOptions {
	rooms: Pick<KnownRooms, 'has' | 'isKnown'>;
	/** Where it is set, only who knows it opens rooms. */
	createKey: string | undefined;
	now(): number;
}

/** A request that a room may answer, its body whole; or the answer; or a socket for a room that is not there. */
export type Admitted = Request | Response | 'room-unknown';

const OPENING = '/trpc/room.create';

export class Door {
	readonly #options: DoorOptions;
	/** Of addresses that ask for rooms which are not known, or open some: none of it counts against members. */
	readonly #strangers = new Allowances();

	constructor(options: DoorOptions) {
		this.#options = options;
	}

	/** `from` is where the request comes from, by what its sender cannot make up. */
	async admit(request: Request, slug: string, from: string): Promise<Admitted> {
		if (!roomSlug.safeParse(slug).success) return new Response('No room can have this name.', { status: 404 });
		if (isUpgrade(request)) return this.#admitSocket(request, slug, from);
		if (request.method === 'OPTIONS') return preflight();
		const isOpening = request.method === 'POST' && new URL(request.url).pathname === `/parties/main/${slug}${OPENING}`;
		const refused = isOpening ? this.#refuseOpening(from) : await this.#refuseUnknown(slug, from);
		if (refused !== undefined) return refusal(refused);
		const body = await readBody(request);
		if (typeof body === 'string') return refusal(body);
		const wrong = isOpening ? await this.#refuseInput(body.text) : undefined;
		if (wrong !== undefined) return refusal(wrong, 'room.create');
		const { method, url } = request;
		return new Request(url, { method, headers: withOrders(request.headers, from), ...(method === 'POST' && { body: body.text }) });
	}

	async #admitSocket(request: Request, slug: string, from: string): Promise<Admitted> {
		const refused = await this.#refuseUnknown(slug, from);
		if (refused === 'room-unknown') return refused;
		if (refused !== undefined) return refusal(refused);
		const url = new URL(request.url);
		// What a socket's address says is kept with the socket, in a space of 2,048 bytes: of its query, only what is understood.
		const announcesParams = url.searchParams.get('connectionParams') === '1';
		const plain = new URL(`/parties/main/${slug}${announcesParams ? '?connectionParams=1' : ''}`, url.origin);
		return new Request(plain, { method: request.method, headers: withOrders(request.headers, from) });
	}

	async #refuseUnknown(slug: string, from: string): Promise<Refusal | undefined> {
		const { rooms, now } = this.#options;
		if (rooms.isKnown(slug)) return undefined;
		// Only what is asked in vain counts: after a restart everybody's room is looked for, perhaps from one address.
		if (!this.#strangers.has(from, now())) return 'too-fast';
		if (await rooms.has(slug)) return undefined;
		this.#strangers.take(from, now());
		return 'room-unknown';
	}

	#refuseOpening(from: string): Refusal | undefined {
		return this.#strangers.take(from, this.#options.now()) ? undefined : 'too-fast';
	}

	/** As the room would, in the same order. */
	async #refuseInput(text: string): Promise<Refusal | undefined> {
		const input = roomApi.create.in.safeParse(parsed(text)).data;
		if (input === undefined) return 'malformed';
		if (!(await mayOpen(this.#options.createKey, input.createKey))) return 'create-key-wrong';
		return chosenName.safeParse(input.name).success ? undefined : 'name-unfit';
	}
}

export const isUpgrade = (request: Request): boolean => request.headers.get('upgrade')?.toLowerCase() === 'websocket';

/** Everything that is not a room. */
export function elsewhere(request: Request): Response {
	const { pathname } = new URL(request.url);
	return pathname === '/health' ? Response.json({ ok: 1, protocol: PROTOCOL }) : new Response('Not found', { status: 404 });
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined; // No JSON is no opening: refused as malformed.
	}
}
