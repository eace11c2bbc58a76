/**
 * tRPC over a PartyKit room's socket, for clients. tRPC's own `createWSClient` is the one owner of reconnection and brings
 * subscriptions back by itself; PartySocket, told never to retry, gives each attempt its time limit and a close event
 * that always comes.
 */
import { createWSClient, type TRPCWebSocketClient, type WebSocketClientOptions } from '@trpc/client';
import { WebSocket as ReconnectingWebSocket } from 'partysocket';
import { decodeMessage } from './message.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const PONG_TIMEOUT_MS = 10_000;
/** A connection that lasted for less than this counts as a failed attempt. */
const STEADY_MS = 5_000;
const RETRY_MAX_MS = 30_000;
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
	/** For tRPC's `wsLink({ client })`. */
	client: TRPCWebSocketClient;
	/** Asks the server for a sign of life. A socket that gives none is dropped, and the next one is opened. */
	ping(): void;
	close(): void;
}

export function openPartySocket(options: PartySocketOptions): PartySocketClient {
	let openedAt = 0;
	let flaps = 0;
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
		retryDelayMs: (attempt) => retryDelayMs(Math.max(attempt, flaps), Math.random()),
		onOpen: () => {
			openedAt = Date.now();
			become('open');
		},
		onClose: (cause) => {
			const code = cause?.code;
			if (code !== undefined && options.isFinal(code)) return end(code);
			flaps = Date.now() - openedAt < STEADY_MS ? flaps + 1 : 0;
			const own = code !== undefined && code >= OWN_CODES ? code : undefined;
			become('connecting', own);
			if (own === undefined && state !== 'closed') options.onFailure?.();
		},
	});
	become('connecting');

	return { client, ping: () => ping(client.connection?.ws), close: () => end() };
}

/** Doubles from half a second, within half a minute, each somewhere between half and all of it, so that clients do not come in step. */
export function retryDelayMs(attempt: number, random: number): number {
	return Math.min(RETRY_MAX_MS, 1_000 * 2 ** attempt) * (0.5 + random / 2);
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
