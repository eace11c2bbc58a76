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
	type TRPCProcedureType as ProcedureType,
	TRPCError,
} from '@trpc/server';
import { type TRPCResponseMessage, transformTRPCResponse } from '@trpc/server/unstable-core-do-not-import';
import { type Attachment, attachmentOf, type Connection, type SubscriptionId } from './attachment.ts';
import { aboutCall, type Call, type ConnectionParams, type Frame, paramsIn, parseCall, parseFrame } from './frame.ts';
import { HibernatingSubscription } from './hibernating.ts';
import { Serialised } from './serialised.ts';
import { Topics } from './topics.ts';

type Json = NonNullable<Attachment['identity']>;

export interface PartySocketOptions<Router extends AnyTRPCRouter, Identity extends Json> {
	router: Router;
	/** Who speaks, from the first message; what it returns is kept with the connection. What it throws is told, and the socket is closed. */
	authenticate(params: ConnectionParams | null, connection: Connection): Promise<Identity> | Identity;
	/** For each call anew, so that what has changed about the caller counts at once. */
	createContext(identity: Identity, connection: Connection): inferRouterContext<Router>;
	/** Before a frame is read. A thrown error refuses it. */
	admitFrame?(connection: Connection, frame: Frame): void;
	/** Before each message in it. A thrown error refuses this one. */
	admit?(connection: Connection): void;
	/** A client ended a listed subscription; its socket stays. */
	onStop?(connection: Connection, topics: readonly string[]): void;
	/** For counting: a frame of so many UTF-16 units went out. */
	onSend?(length: number): void;
	/** For counting. Errors in `authenticate` and calls come here as well as to the client. */
	onError?(error: TRPCError, connection: Connection): void;
	/** The code to close the socket with once the error was told. Without one it stays open, unless it was not let in. */
	closeCodeOf?(error: TRPCError): number | undefined;
	/** For whom `authenticate` did not let in, where the error has no code of its own. */
	entryCloseCode?: number;
}

const OPEN = 1;
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
	async message(connection: Connection, message: Frame): Promise<void> {
		if (message === 'PONG') return;
		const attachment = attachmentOf(connection);
		if (attachment === undefined) return connection.close(1011, 'This connection was never accepted.');
		try {
			this.#options.admitFrame?.(connection, message);
			if (message === 'PING') {
				this.#options.admit?.(connection);
				return connection.send('PONG');
			}
			const frame = parseFrame(message);
			if (this.#entering.get(connection) === undefined && attachment.awaitsParams) {
				this.#options.admit?.(connection);
				await this.#enter(connection, () => paramsIn(frame));
				return;
			}
			if ((await this.#entering.get(connection)) === false) return;
			const batch = Array.isArray(frame) ? frame : [frame];
			if (batch.length === 0 || batch.length > BATCH_MAX)
				throw new TRPCError({ code: 'BAD_REQUEST', message: `1 to ${BATCH_MAX} messages in a frame.` });
			await Promise.all(batch.map((raw, index) => this.#answer(connection, raw, index)));
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

	/** Sends a value to every subscription under the topic. It is serialised once, however many there are. */
	publish(topic: string, value: unknown): void {
		if (!this.isHeard(topic)) return;
		const data = this.#serialise(value);
		// Clients count their ids from 1: one text serves most of them.
		const texts = new Map<SubscriptionId, string>();
		for (const { connection, id } of this.#topics.of(topic)) {
			const text = texts.get(id) ?? dataFrame(id, data);
			texts.set(id, text);
			this.#send(connection, text);
		}
	}

	#serialise(value: unknown): string {
		return value instanceof Serialised ? value.text : JSON.stringify(this.#config.transformer.output.serialize(value));
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
			if (this.#options.closeCodeOf?.(error) === undefined) connection.close(this.#options.entryCloseCode ?? CLOSE_UNAUTHENTICATED);
			return false;
		}
	}

	/** One message of a frame: a call, or the end of a subscription. */
	async #answer(connection: Connection, raw: unknown, batchIndex: number): Promise<void> {
		if (connection.readyState !== OPEN) return;
		try {
			this.#options.admit?.(connection);
			const call = parseCall(raw, this.#config.transformer);
			const { id } = call;
			if (id === null || id === undefined) throw new TRPCError({ code: 'PARSE_ERROR', message: '`id` is required' });
			if (call.method === 'subscription.stop') return this.#stop(connection, id);
			if (call.method === 'subscription') return await this.#subscribe(connection, id, call, batchIndex);
			const data = await this.#call(connection, call, new AbortController().signal, batchIndex);
			this.#respond(connection, { id, result: { type: 'data', data } });
		} catch (cause) {
			this.#fail(connection, raw, cause);
		}
	}

	async #subscribe(connection: Connection, id: SubscriptionId, call: Call, batchIndex: number): Promise<void> {
		const controller = new AbortController();
		this.#reserve(connection, id, controller);
		let values: unknown;
		try {
			values = await this.#call(connection, call, controller.signal, batchIndex);
		} catch (cause) {
			this.#release(connection, id, controller);
			throw cause;
		}
		// What runs in memory is not waited for: a frame that is never done with would keep the room awake.
		if (!(values instanceof HibernatingSubscription)) return void this.#run(connection, call, values as AsyncIterable<unknown>, controller);
		this.#release(connection, id, controller);
		if (!controller.signal.aborted) this.#list(connection, id, values);
	}

	async #call(connection: Connection, call: Call, signal: AbortSignal, batchIndex: number): Promise<unknown> {
		const { path, input, lastEventId } = call.params;
		return callTRPCProcedure({
			router: this.#options.router,
			path,
			getRawInput: async () => (lastEventId === undefined ? input : { ...(input as object | undefined), lastEventId }),
			ctx: this.#context(connection),
			type: call.method as ProcedureType,
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
		this.#send(connection, dataFrame(id, this.#serialise(subscription.first())));
		this.#topics.add(connection, id, subscription.topics);
		this.#keep(connection, ({ listed }) => ({ listed: [...listed, [id, [...subscription.topics]]] }));
	}

	async #run(connection: Connection, call: Call, values: AsyncIterable<unknown>, controller: AbortController): Promise<void> {
		const { signal } = controller;
		const id = call.id as SubscriptionId;
		const stopped = new Promise<{ done: true; value: undefined }>((resolve) => {
			signal.addEventListener('abort', () => resolve({ done: true, value: undefined }), { once: true });
		});
		try {
			if (signal.aborted) return;
			this.#respond(connection, { id, result: { type: 'started' } });
			const iterator = values[Symbol.asyncIterator]();
			for (;;) {
				const next = await Promise.race([iterator.next(), stopped]);
				if (next.done) break;
				this.#respond(connection, { id, result: { type: 'data', data: next.value } });
			}
			if (signal.aborted) this.#end(connection, iterator);
			else this.#respond(connection, { id, result: { type: 'stopped' } });
		} catch (cause) {
			this.#fail(connection, call, cause);
		} finally {
			this.#release(connection, id, controller);
		}
	}

	/** Its teardown is not waited for: a generator that waits for something else does not get to it. */
	#end(connection: Connection, iterator: AsyncIterator<unknown>): void {
		iterator.return?.().catch((cause: unknown) => this.#options.onError?.(getTRPCErrorFromUnknown(cause), connection));
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

	/** Tells the error, under the message's id where it has one. */
	#fail(connection: Connection, raw: unknown, cause: unknown): TRPCError {
		const error = getTRPCErrorFromUnknown(cause);
		this.#options.onError?.(error, connection);
		const { id, type, path, input } = aboutCall(raw);
		this.#respond(connection, { id, error: getTRPCErrorShape({ config: this.#config, error, type, path, input, ctx: undefined }) });
		const closeCode = this.#options.closeCodeOf?.(error);
		if (closeCode !== undefined) connection.close(closeCode);
		return error;
	}

	#respond(connection: Connection, response: TRPCResponseMessage): void {
		this.#send(connection, JSON.stringify(transformTRPCResponse(this.#config, response)));
	}

	/** What would go to a socket that closes is dropped: its close event cleans up. */
	#send(connection: Connection, text: string): void {
		if (connection.readyState !== OPEN) return;
		connection.send(text);
		this.#options.onSend?.(text.length);
	}
}

const dataFrame = (id: SubscriptionId, data: string): string => `{"id":${JSON.stringify(id)},"result":{"type":"data","data":${data}}}`;
