/**
 * What arrives on a client's socket. tRPC takes anything for a message of its server's; what is none (a proxy's page, a server that is
 * another) would throw where nobody can catch it.
 */

type Decoded = object;

/** An answer to nothing that was asked: tRPC passes over it. */
const NOTHING: Decoded = { id: -1 };

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Responses and requests of tRPC's protocol; of anything else nothing. https://trpc.io/docs/server/websockets#websockets-rpc-specification */
export function decodeMessage(data: unknown): Decoded {
	const message = parsed(data);
	if (!isObject(message)) return NOTHING;
	if ('method' in message || 'result' in message) return !('result' in message) || isObject(message.result) ? message : NOTHING;
	return isObject(message.error) && typeof message.error.code === 'number' ? message : NOTHING;
}

function parsed(data: unknown): unknown {
	if (typeof data !== 'string') return undefined;
	try {
		return JSON.parse(data);
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}
