/** The names of all rooms, on PartyKit: kept by one object of the party, under a name that no room can have. */
import type * as Party from 'partykit/server';
import type { Directory } from './door/known-rooms.ts';

export const LIST = '_rooms';
/** In a request to a room: whether somebody opened it. Nobody outside can ask so, see `orders.ts`. */
const STANDING = 'x-pylon-standing';

export function directoryOn(parties: Party.Context['parties']): Directory {
	const main = parties.main;
	if (main === undefined) throw new Error('PartyKit has no party of the name main.');
	const ask = async (slug: string, method: string) => (await main.get(LIST).fetch({ method, headers: { [STANDING]: slug } })).ok;
	return {
		// Rooms that were opened before there was a list put themselves on it when they are first asked for.
		has: async (slug) => (await ask(slug, 'GET')) || (await main.get(slug).fetch({ headers: { [STANDING]: slug } })).ok,
		add: async (slug) => void (await ask(slug, 'PUT')),
		remove: async (slug) => void (await ask(slug, 'DELETE')),
	};
}

/** What the list answers. */
export async function answerAsList(request: Request, storage: Party.Storage): Promise<Response> {
	const slug = standingAsked(request) ?? '';
	if (request.method === 'PUT') await storage.put(slug, true);
	else if (request.method === 'DELETE') await storage.delete(slug);
	else if ((await storage.get(slug)) === undefined) return new Response(null, { status: 404 });
	return new Response(null, { status: 200 });
}

export const standingAsked = (request: Request): string | undefined => request.headers.get(STANDING) ?? undefined;
