/**
 * tRPC's WebSocket protocol for a PartyKit room that hibernates (https://trpc.io/docs/server/websockets). The room hands
 * each connection, message and close to it, and calls `wake` when it is constructed. Nothing here needs memory to
 * outlive a sleep: identity and listed subscriptions travel with the connection.
 */
import {
	type AnyTRPCRouter,
	callTRPCProcedure,
	getTRPCErrorFromUnknown,
	getTRPCErrorShape,
	type inferRouterContext,
	TRPCError,
} from '@trpc/server';
import {
	parseConnectionParamsFromUnknown,
	parseTRPCMessage,
	type TRPCClientOutgoingMessage,
	type TRPCResponseMessage,
	transformTRPCResponse,
} from '@trpc/server/unstable-core-do-not-import';
import { type Attachment, attachmentOf, type Connection, type SubscriptionId } from './attachment.ts';
import { HibernatingSubscription } from './hibernating.ts';
import { Topics } from './topics.ts';

export type ConnectionParams = Record<string, string | undefined>;
type Json = NonNullable<Attachment['identity']>;
type Call = Extract<TRPCClientOutgoingMessage, { params: unknown }>;

export interface PartySocketOptions<Router extends AnyTRPCRouter, Identity extends Json> {
	router: Router;
	/** Who speaks, from the first message; what it returns is kept with the connection. What it throws is told, and the socket is closed. */
	authenticate(params: ConnectionParams | null, connection: Connection): Promise<Identity> | Identity;
	/** For each call anew, so that what has changed about the caller counts at once. */
	createContext(identity: Identity, connection: Connection): inferRouterContext<Router>;
	/** Before each message is acted upon: a thrown error refuses this one. */
	admit?(connection: Connection): void;
	/** A client ended a listed subscription; its socket stays. */
	onStop?(connection: Connection, topics: readonly string[]): void;
	/** For counting. Errors in `authenticate` and calls come here as well as to the client. */
	onError?(error: TRPCError, connection: Connection): void;
	/** Of a socket whose first message did not let it in. */
	closeCodes?: { unauthenticated?: number };
}

const CLOSE_UNAUTHENTICATED = 4401;
/** The attachment has room for so many. */
const SUBSCRIPTIONS_MAX = 8;
const BATCH_MAX = 100;

export class PartySocket<Router extends AnyTRPCRouter, Identity extends Json> {
	readonly #options: PartySocketOptions<Router, Identity>;
	readonly #topics = new Topics();
	/** Authentication under way: what else arrives waits for it. */
	readonly #entering = new WeakMap<Connection, Promise<boolean>>();
	readonly #running = new WeakMap<Connection, Map<SubscriptionId, AbortController>>();

	constructor(options: PartySocketOptions<Router, Identity>) {
		this.#options = options;
	}

	/** The room was constructed, perhaps after a sleep. Subscriptions that ran in memory are gone: their clients are asked to come again. */
	wake(connections: Iterable<Connection>): void {
		for (const connection of connections) {
			const attachment = attachmentOf(connection);
			if (attachment === undefined) continue;
			for (const [id, topics] of attachment.listed) this.#topics.add(connection, id, topics);
			if (attachment.running.length > 0) connection.send(JSON.stringify({ id: null, method: 'reconnect' }));
		}
	}

	/** A socket was accepted. `url` tells whether the client announces connection params. */
	async connect(connection: Connection, url: string): Promise<void> {
		const awaitsParams = new URL(url).searchParams.get('connectionParams') === '1';
		connection.setState({ awaitsParams, listed: [], running: [] } satisfies Attachment);
		if (!awaitsParams) await this.#enter(connection, () => null);
	}

	/** One frame. Resolves when it was answered; never rejects. */
	async message(connection: Connection, message: string | ArrayBuffer | ArrayBufferView): Promise<void> {
		if (message === 'PONG') return;
		const attachment = attachmentOf(connection);
		if (attachment === undefined) return connection.close(1011, 'This connection was never accepted.');
		try {
			this.#options.admit?.(connection);
			if (message === 'PING') return connection.send('PONG');
			const frame = parseFrame(message);
			if (this.#entering.get(connection) === undefined && attachment.awaitsParams) {
				await this.#enter(connection, () => paramsIn(frame));
				return;
			}
			if ((await this.#entering.get(connection)) === false) return;
			const batch = Array.isArray(frame) ? frame : [frame];
			if (batch.length > BATCH_MAX) throw new TRPCError({ code: 'BAD_REQUEST', message: `At most ${BATCH_MAX} calls in a batch.` });
			const calls = batch.map((raw, index) => {
				if (index > 0) this.#options.admit?.(connection);
				return parseCall(raw, this.#config.transformer);
			});
			await Promise.all(calls.map((call, index) => this.#answer(connection, call, index)));
		} catch (cause) {
			this.#fail(connection, null, cause);
		}
	}

	/** The socket closed, from either side. */
	close(connection: Connection): void {
		this.#topics.removeAll(connection);
		for (const controller of this.#running.get(connection)?.values() ?? []) controller.abort();
		this.#running.delete(connection);
	}

	/** `undefined` before the client was let in. */
	identity(connection: Connection): Identity | undefined {
		return attachmentOf(connection)?.identity as Identity | undefined;
	}

	/** The topics that the connection's subscriptions are listed under. */
	topicsOf(connection: Connection): string[] {
		return attachmentOf(connection)?.listed.flatMap(([, topics]) => topics) ?? [];
	}

	/** Whether anybody is subscribed to it. */
	isHeard = (topic: string): boolean => this.#topics.has(topic);

	/** Sends a value to every subscription under the topic. It is serialised once, however many there are. Returns the bytes sent, as UTF-16 units. */
	publish(topic: string, value: unknown): number {
		const listings = this.#topics.of(topic);
		let data: string | undefined;
		let sent = 0;
		for (const { connection, id } of listings) {
			data ??= JSON.stringify(this.#config.transformer.output.serialize(value));
			const text = `{"id":${JSON.stringify(id)},"result":{"type":"data","data":${data}}}`;
			if (this.#send(connection, text)) sent += text.length;
		}
		return sent;
	}

	get #config() {
		return this.#options.router._def._config;
	}

	/** Lets the client in, or tells why not and closes. */
	#enter(connection: Connection, params: () => ConnectionParams | null): Promise<boolean> {
		const entering = this.#authenticate(connection, params);
		this.#entering.set(connection, entering);
		return entering;
	}

	async #authenticate(connection: Connection, params: () => ConnectionParams | null): Promise<boolean> {
		try {
			const identity = await this.#options.authenticate(params(), connection);
			connection.setState({ awaitsParams: false, identity, listed: [], running: [] } satisfies Attachment);
			return true;
		} catch (cause) {
			const error = this.#fail(connection, null, cause);
			connection.close(this.#options.closeCodes?.unauthenticated ?? CLOSE_UNAUTHENTICATED, error.message);
			return false;
		}
	}

	async #answer(connection: Connection, call: ReturnType<typeof parseCall>, batchIndex: number): Promise<void> {
		const { id } = call;
		if (id === null || id === undefined) throw new TRPCError({ code: 'PARSE_ERROR', message: '`id` is required' });
		if (call.method === 'subscription.stop') return this.#stop(connection, id);
		const controller = new AbortController();
		try {
			if (call.method === 'subscription') this.#reserve(connection, id, controller);
			const result = await this.#call(connection, call, controller.signal, batchIndex);
			if (call.method !== 'subscription') return this.#respond(connection, { id, result: { type: 'data', data: result } });
			if (controller.signal.aborted) return;
			if (result instanceof HibernatingSubscription) return this.#list(connection, id, result);
			await this.#run(connection, id, result as AsyncIterable<unknown>, controller.signal);
		} catch (cause) {
			if (!controller.signal.aborted) this.#fail(connection, call, cause);
		} finally {
			if (call.method === 'subscription') this.#release(connection, id, controller);
		}
	}

	async #call(connection: Connection, call: Call, signal: AbortSignal, batchIndex: number): Promise<unknown> {
		const { path, input, lastEventId } = call.params;
		return callTRPCProcedure({
			router: this.#options.router,
			path,
			getRawInput: async () => (lastEventId === undefined ? input : { ...(input as object | undefined), lastEventId }),
			ctx: this.#context(connection),
			type: call.method as 'query' | 'mutation' | 'subscription',
			signal,
			batchIndex,
		});
	}

	#context(connection: Connection): inferRouterContext<Router> {
		return this.#options.createContext(attachmentOf(connection)?.identity as Identity, connection);
	}

	/** Takes the id, so that a second subscription cannot, and lists it as lost should the room sleep meanwhile. */
	#reserve(connection: Connection, id: SubscriptionId, controller: AbortController): void {
		const running = this.#running.get(connection) ?? new Map<SubscriptionId, AbortController>();
		const listed = attachmentOf(connection)?.listed ?? [];
		if (running.has(id) || this.#topics.holds(connection, id)) throw new TRPCError({ code: 'BAD_REQUEST', message: `Duplicate id ${id}` });
		if (running.size + listed.length >= SUBSCRIPTIONS_MAX) {
			throw new TRPCError({ code: 'TOO_MANY_REQUESTS', message: `At most ${SUBSCRIPTIONS_MAX} subscriptions on a socket.` });
		}
		this.#running.set(connection, running.set(id, controller));
		this.#keep(connection, ({ running }) => ({ running: [...running, id] }));
	}

	#release(connection: Connection, id: SubscriptionId, controller: AbortController): void {
		const running = this.#running.get(connection);
		if (running?.get(id) !== controller) return;
		running.delete(id);
		this.#keep(connection, ({ running }) => ({ running: running.filter((each) => each !== id) }));
	}

	/** From here on it lives by its topics. Listed and first answered in one go, so that nothing published is missed or comes early. */
	#list(connection: Connection, id: SubscriptionId, subscription: HibernatingSubscription<unknown>): void {
		this.#respond(connection, { id, result: { type: 'started' } });
		this.#respond(connection, { id, result: { type: 'data', data: subscription.first() } });
		this.#topics.add(connection, id, subscription.topics);
		this.#keep(connection, ({ listed }) => ({ listed: [...listed, [id, [...subscription.topics]]] }));
	}

	async #run(connection: Connection, id: SubscriptionId, values: AsyncIterable<unknown>, signal: AbortSignal): Promise<void> {
		this.#respond(connection, { id, result: { type: 'started' } });
		const iterator = values[Symbol.asyncIterator]();
		const stopped = new Promise<{ done: true; value: undefined }>((resolve) => {
			signal.addEventListener('abort', () => resolve({ done: true, value: undefined }), { once: true });
		});
		for (;;) {
			const next = await Promise.race([iterator.next(), stopped]);
			if (next.done) break;
			this.#respond(connection, { id, result: { type: 'data', data: next.value } });
		}
		if (signal.aborted) return void iterator.return?.();
		this.#respond(connection, { id, result: { type: 'stopped' } });
	}

	#stop(connection: Connection, id: SubscriptionId): void {
		const topics = this.#topics.remove(connection, id);
		const controller = this.#running.get(connection)?.get(id);
		controller?.abort();
		if (topics === undefined && controller === undefined) return;
		this.#respond(connection, { id, result: { type: 'stopped' } });
		if (topics === undefined) return;
		this.#keep(connection, ({ listed }) => ({ listed: listed.filter(([each]) => each !== id) }));
		this.#options.onStop?.(connection, topics);
	}

	#keep(connection: Connection, change: (attachment: Attachment) => Partial<Attachment>): void {
		const attachment = attachmentOf(connection);
		if (attachment !== undefined) connection.setState({ ...attachment, ...change(attachment) });
	}

	#fail(connection: Connection, call: Call | null, cause: unknown): TRPCError {
		const error = getTRPCErrorFromUnknown(cause);
		this.#options.onError?.(error, connection);
		const shape = getTRPCErrorShape({
			config: this.#config,
			error,
			type: (call?.method as 'query' | undefined) ?? 'unknown',
			path: call?.params.path,
			input: call?.params.input,
			ctx: undefined,
		});
		this.#respond(connection, { id: call?.id ?? null, error: shape });
		return error;
	}

	#respond(connection: Connection, response: TRPCResponseMessage): void {
		this.#send(connection, JSON.stringify(transformTRPCResponse(this.#config, response)));
	}

	/** A socket that closes while something is sent to it is no error: its close event cleans up. */
	#send(connection: Connection, text: string): boolean {
		try {
			connection.send(text);
			return true;
		} catch (cause) {
			this.#options.onError?.(getTRPCErrorFromUnknown(cause), connection);
			return false;
		}
	}
}

function parseFrame(message: string | ArrayBuffer | ArrayBufferView): unknown {
	if (typeof message !== 'string') throw new TRPCError({ code: 'UNSUPPORTED_MEDIA_TYPE', message: 'Text frames only.' });
	try {
		return JSON.parse(message);
	} catch (cause) {
		throw new TRPCError({ code: 'PARSE_ERROR', message: 'Not JSON.', cause });
	}
}

function parseCall(raw: unknown, transformer: Parameters<typeof parseTRPCMessage>[1]): TRPCClientOutgoingMessage {
	try {
		return parseTRPCMessage(raw, transformer);
	} catch (cause) {
		throw new TRPCError({ code: 'PARSE_ERROR', message: 'Not a message of tRPC.', cause });
	}
}

function paramsIn(frame: unknown): ConnectionParams | null {
	const message = frame as { method?: unknown; data?: unknown } | null;
	if (message?.method !== 'connectionParams') throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Connection params come first.' });
	try {
		return parseConnectionParamsFromUnknown(message.data);
	} catch (cause) {
		throw new TRPCError({ code: 'PARSE_ERROR', message: 'Malformed connection params.', cause });
	}
}
