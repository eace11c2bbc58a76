/** Calls over HTTP: tRPC's fetch adapter behind a bearer credential, with the same limits as on the socket. */
import { getTRPCErrorShape } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { MESSAGE_MAX_BYTES } from '../shared/limits.ts';
import { REFUSALS, type Refusal } from '../shared/refusal.ts';
import { Allowance } from './allowance.ts';
import type { Context } from './context.ts';
import { Refused, refusalIn } from './procedure.ts';
import { relay } from './router.ts';

/** A credential goes in a header that no page sends by itself, so that any origin may ask. */
const CORS = {
	'access-control-allow-origin': '*',
	'access-control-allow-headers': 'authorization, content-type, trpc-accept',
	'access-control-allow-methods': 'GET, POST, OPTIONS',
	'access-control-max-age': '86400',
};
/** How much of a body that is too large is read to its end. */
const DROPPED_MAX_BYTES = 32 * 1024 * 1024;
/** Senders whose allowance is remembered. */
const SENDERS_MAX = 2_000;
const STATUS = {
	BAD_REQUEST: 400,
	UNAUTHORIZED: 401,
	FORBIDDEN: 403,
	NOT_FOUND: 404,
	CONFLICT: 409,
	TOO_MANY_REQUESTS: 429,
	PAYLOAD_TOO_LARGE: 413,
};

export interface HttpOptions {
	/** `/parties/main/<room>/trpc`. */
	endpoint: string;
	context(credential: string | undefined): Promise<Context>;
	onRefusal(refusal: Refusal | undefined, error: Error): void;
	onBytes(direction: 'in' | 'out', bytes: number): void;
	now(): number;
}

export class Http {
	readonly #options: HttpOptions;
	readonly #allowances = new Map<string, Allowance>();

	constructor(options: HttpOptions) {
		this.#options = options;
	}

	/** `address` is the caller's: strangers share an allowance by it. */
	async answer(request: Request, address: string): Promise<Response> {
		const response = await this.#answer(request, address);
		for (const [name, value] of Object.entries(CORS)) response.headers.set(name, value);
		return response;
	}

	async #answer(request: Request, address: string): Promise<Response> {
		if (request.method === 'OPTIONS') return new Response(null, { status: 204 });
		const { pathname } = new URL(request.url);
		if (!pathname.startsWith(`${this.#options.endpoint}/`)) return new Response('Not found', { status: 404 });
		const credential = /^Bearer ([A-Za-z0-9_-]{1,100})$/.exec(request.headers.get('authorization') ?? '')?.[1];
		const context = await this.#options.context(credential);
		const { caller } = context;
		// A made-up credential buys no allowance of its own, and no address is a device's.
		if (!this.#admits(caller === undefined ? `address ${address}` : `device ${caller.deviceId}`)) return this.#refuse('too-fast');
		const body = await readBody(request);
		if (body === undefined) return this.#refuse('too-large');
		this.#options.onBytes('in', body.length);
		const { method, headers } = request;
		const response = await fetchRequestHandler({
			router: relay,
			endpoint: this.#options.endpoint,
			req: new Request(request.url, { method, headers, ...(method === 'POST' && { body }) }),
			createContext: () => context,
			allowBatching: false,
			allowMethodOverride: true,
			onError: ({ error }) => this.#options.onRefusal(refusalIn(error), error),
		});
		const text = await response.text();
		this.#options.onBytes('out', text.length);
		return new Response(text, { status: response.status, headers: { 'content-type': 'application/json' } });
	}

	#admits(sender: string): boolean {
		const now = this.#options.now();
		const allowance = this.#allowances.get(sender) ?? new Allowance(now);
		// The one who was heard longest ago is forgotten first.
		this.#allowances.delete(sender);
		this.#allowances.set(sender, allowance);
		const oldest = this.#allowances.size > SENDERS_MAX ? this.#allowances.keys().next().value : undefined;
		if (oldest !== undefined) this.#allowances.delete(oldest);
		return allowance.take(now);
	}

	#refuse(refusal: Refusal): Response {
		const error = new Refused(refusal);
		this.#options.onRefusal(refusal, error);
		const shape = getTRPCErrorShape({
			config: relay._def._config,
			error,
			type: 'unknown',
			path: undefined,
			input: undefined,
			ctx: undefined,
		});
		return Response.json({ error: shape }, { status: STATUS[REFUSALS[refusal].code] });
	}
}

/**
 * `undefined` where it is larger than the relay takes, whatever the sender says of its length. Such a body is read on and
 * dropped, so that the sender gets the answer, but not without end.
 */
async function readBody(request: Request): Promise<string | undefined> {
	const reader = request.body?.getReader();
	if (reader === undefined) return '';
	const decoder = new TextDecoder();
	let bytes = 0;
	let text = '';
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return bytes > MESSAGE_MAX_BYTES ? undefined : text + decoder.decode();
		bytes += value.byteLength;
		if (bytes <= MESSAGE_MAX_BYTES) text += decoder.decode(value, { stream: true });
		else text = '';
		if (bytes > DROPPED_MAX_BYTES) {
			await reader.cancel();
			return undefined;
		}
	}
}
