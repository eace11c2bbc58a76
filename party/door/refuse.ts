/** Refusals over HTTP, in tRPC's shape, and what every answer says to browsers. */
import { getTRPCErrorShape } from '@trpc/server';
import { REFUSALS, type Refusal } from '../../shared/refusal.ts';
import { Refused } from '../procedure.ts';
import { relay } from '../router.ts';

/** A credential goes in a header that no page sends by itself, so that any origin may ask. */
const CORS = {
	'access-control-allow-origin': '*',
	'access-control-allow-headers': 'authorization, content-type, trpc-accept',
	'access-control-allow-methods': 'GET, POST, OPTIONS',
	'access-control-max-age': '86400',
};
const STATUS = {
	BAD_REQUEST: 400,
	UNAUTHORIZED: 401,
	FORBIDDEN: 403,
	NOT_FOUND: 404,
	CONFLICT: 409,
	TOO_MANY_REQUESTS: 429,
	PAYLOAD_TOO_LARGE: 413,
	TIMEOUT: 408,
};

export const preflight = (): Response => new Response(null, { status: 204, headers: CORS });

/** An answer that any page may read. */
export function readable(response: Response): Response {
	for (const [name, value] of Object.entries(CORS)) response.headers.set(name, value);
	return response;
}

export function refusal(why: Refusal, path?: string): Response {
	const shape = getTRPCErrorShape({
		config: relay._def._config,
		error: new Refused(why),
		type: 'unknown',
		path,
		input: undefined,
		ctx: undefined,
	});
	return readable(Response.json({ error: shape }, { status: STATUS[REFUSALS[why].code] }));
}
