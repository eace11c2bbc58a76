/** Before a room is reached: addresses that are none are turned away, so that no room is made for them. */
import { roomSlug } from '../shared/names.ts';
import { PROTOCOL } from '../shared/protocol.ts';

/** What a socket's address says is kept with the socket, in a space of 2,048 bytes: of its query, only what is understood. */
export function atRoom(request: Request, slug: string): Request | Response {
	if (!roomSlug.safeParse(slug).success) return new Response('No room can have this name.', { status: 404 });
	if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') return request;
	const url = new URL(request.url);
	const announcesParams = url.searchParams.get('connectionParams') === '1';
	const plain = new URL(`/parties/main/${slug}${announcesParams ? '?connectionParams=1' : ''}`, url.origin);
	return new Request(plain, request);
}

/** Everything that is not a room. */
export function elsewhere(request: Request): Response {
	const { pathname } = new URL(request.url);
	return pathname === '/health' ? Response.json({ ok: 1, protocol: PROTOCOL }) : new Response('Not found', { status: 404 });
}
