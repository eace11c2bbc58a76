/** Calls over HTTP: tRPC's fetch adapter behind a bearer credential, with the same limits as on the socket. */
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { Refusal } from '../shared/refusal.ts';
import type { Context } from './context.ts';
import { Allowances } from './door/allowances.ts';
import { FROM } from './door/orders.ts';
import { readable, refusal } from './door/refuse.ts';
import { Refused, refusalIn } from './procedure.ts';
import { relay } from './router.ts';

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
	readonly #ofDevices = new Allowances();
	readonly #ofAddresses = new Allowances();

	constructor(options: HttpOptions) {
		this.#options = options;
	}

	/** What the door let through: the body is whole, and the header names where it comes from. */
	async answer(request: Request): Promise<Response> {
		const { pathname } = new URL(request.url);
		if (!pathname.startsWith(`${this.#options.endpoint}/`)) return new Response('Not found', { status: 404 });
		const credential = /^Bearer ([A-Za-z0-9_-]{1,100})$/.exec(request.headers.get('authorization') ?? '')?.[1];
		const context = await this.#options.context(credential);
		// A made-up credential buys no allowance of its own.
		if (!this.#admits(context.caller?.deviceId, request.headers.get(FROM) ?? '')) return this.#refuse('too-fast');
		const body = await request.text();
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
		return readable(new Response(text, { status: response.status, headers: { 'content-type': 'application/json' } }));
	}

	/** Devices and addresses never share an allowance, nor push out each other's: no stranger slows a member down. */
	#admits(deviceId: string | undefined, address: string): boolean {
		const now = this.#options.now();
		return deviceId === undefined ? this.#ofAddresses.take(address, now) : this.#ofDevices.take(deviceId, now);
	}

	#refuse(why: Refusal): Response {
		this.#options.onRefusal(why, new Refused(why));
		return refusal(why);
	}
}
