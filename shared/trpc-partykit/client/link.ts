/**
 * tRPC over a PartyKit room's socket, for clients. tRPC's own `createWSClient` is the one owner of reconnection and brings
 * subscriptions back by itself; PartySocket, told never to retry, gives each attempt its time limit and a close event
 * that always comes.
 */
import { createWSClient, retryLink, type TRPCLink, type WebSocketClientOptions, wsLink } from '@trpc/client';
import type { AnyTRPCRouter } from '@trpc/server';
import { WebSocket as ReconnectingWebSocket } from 'partysocket';
import { decodeMessage } from './message.ts';
import { refusedDelayMs, retryDelayMs } from './retry.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const PONG_TIMEOUT_MS = 5_000;
/** A connection that lasted for less than this counts as a failed attempt. */
const STEADY_MS = 5_000;
/** Close codes from here on are an application's own (RFC 6455, 7.4.2). */
const OWN_CODES = 4_000;

export type SocketState = 'connecting' | 'open' | 'closed';

export interface PartySocketOptions {
	/** `wss://relay.example/parties/main/room`. Secrets belong into `connectionParams`, which are sent as the first message. */
	url: string;
	connectionParams: () => Record<string, string>;
	/** Whether the server's close code means that trying again is of no use. */
	isFinal(code: number): boolean;
	/** `closed` is the end: nothing is tried again. A close code of the server's own (4000 and above) comes along, also while it is tried again. */
	onState(state: SocketState, code?: number): void;
	/** An attempt came to nothing, or a connection broke off, without a word of the server's own; it is tried again. */
	onFailure?: (() => void) | undefined;
	WebSocket?: typeof WebSocket | undefined;
}

export interface PartySocketClient {
	/** For `createTRPCClient({ links })`. */
	links<Router extends AnyTRPCRouter>(): TRPCLink<Router>[];
	/** Asks the server for a sign of life. A socket that gives none is dropped, and the next one is opened. */
	ping(): void;
	close(): void;
}

export function openPartySocket(options: PartySocketOptions): PartySocketClient {
	let openedAt = 0;
	let flaps = 0;
	/** How often in a row the server said no for now. */
	let refused = 0;
	let state: SocketState | undefined;

	const become = (next: SocketState, code?: number) => {
		if (state === 'closed' || (state === next && code === undefined)) return;
		state = next;
		options.onState(next, code);
	};
	const end = (code?: number) => {
		if (state === 'closed') return;
		void client.close();
		become('closed', code);
	};
	const client = createWSClient({
		url: options.url,
		connectionParams: options.connectionParams,
		WebSocket: oneAttempt(options.WebSocket),
		experimental_encoder: { encode: JSON.stringify, decode: decodeMessage },
		retryDelayMs: (attempt) =>
			refused > 0 ? refusedDelayMs(refused, Math.random()) : retryDelayMs(Math.max(attempt, flaps), Math.random()),
		onOpen: () => {
			openedAt = Date.now();
			become('open');
		},
		onClose: (cause) => {
			const code = cause?.code;
			if (code !== undefined && options.isFinal(code)) return end(code);
			flaps = Date.now() - openedAt < STEADY_MS ? flaps + 1 : 0;
			const own = code !== undefined && code >= OWN_CODES ? code : undefined;
			refused = own === undefined ? 0 : refused + 1;
			become('connecting', own);
			if (own === undefined && state !== 'closed') options.onFailure?.();
		},
	});
	become('connecting');

	// Without a transformer of data, which the types cannot tell of any router.
	const links = <Router extends AnyTRPCRouter>(): TRPCLink<Router>[] => [
		resubscribing(() => state !== 'closed'),
		wsLink({ client } as Parameters<typeof wsLink<Router>>[0]),
	];
	return { links, ping: () => ping(client.connection?.ws), close: () => end() };
}

/**
 * tRPC's client brings back a subscription whose socket closed. One that it sends while the socket is closing, and that nobody has
 * heard of yet, fails instead, for good: it is begun again.
 */
function resubscribing<Router extends AnyTRPCRouter>(isWanted: () => boolean): TRPCLink<Router> {
	return retryLink({
		retry: ({ op, error }) => op.type === 'subscription' && isWanted() && (error.data === undefined || error.data === null),
		retryDelayMs: (attempts) => retryDelayMs(attempts - 1, Math.random()),
	});
}

/** A WebSocket class whose instances connect once and give up in time. */
function oneAttempt(Base: typeof WebSocket | undefined): NonNullable<WebSocketClientOptions['WebSocket']> {
	class PartyWebSocket extends ReconnectingWebSocket {
		constructor(url: string) {
			super(url, undefined, { maxRetries: 0, connectionTimeout: CONNECT_TIMEOUT_MS, WebSocket: Base });
		}
	}
	return PartyWebSocket as unknown as NonNullable<WebSocketClientOptions['WebSocket']>;
}

function ping(socket: WebSocket | undefined | null): void {
	if (socket?.readyState !== 1) return;
	const timer = setTimeout(() => socket.close(), PONG_TIMEOUT_MS);
	const settle = () => clearTimeout(timer);
	socket.addEventListener('message', settle, { once: true });
	socket.addEventListener('close', settle, { once: true });
	socket.send('PING');
}
