/** How clients reach a relay: calls over HTTP, everything live over the room's socket. One router answers both. */
import { createTRPCClient, httpLink, type TRPCClient, TRPCClientError } from '@trpc/client';
import type { Router } from '../party/router.ts';
import { PROTOCOL } from './protocol.ts';
import { CLOSE, type Refusal } from './refusal.ts';
import { refusal } from './refusal-name.ts';
import { openPartySocket, type SocketState } from './trpc-partykit/client/link.ts';

export type { SocketState };
export type RelayClient = TRPCClient<Router>;

export interface RelayAddress {
	/** An origin, with or without a path: `https://pylon.acme.dev`, `http://127.0.0.1:1999`. */
	server: string;
	room: string;
	credential?: string | undefined;
}

const CALL_TIMEOUT_MS = 15_000;

/**
 * Request and response. Every input goes in a body: an invite's secret in a URL would end up in logs. Where a relay's address would send us
 * elsewhere we do not go: there the body would go along, in the clear perhaps.
 */
export function callRelay(address: RelayAddress): RelayClient {
	return createTRPCClient<Router>({
		links: [
			httpLink({
				url: `${roomUrl(address)}/trpc`,
				methodOverride: 'POST',
				headers: () => (address.credential === undefined ? {} : { authorization: `Bearer ${address.credential}` }),
				fetch: (url, init) => fetch(url, { ...(init as RequestInit), redirect: 'error', signal: withTimeout(init?.signal) }),
			}),
		],
	});
}

export interface RoomSocket {
	client: RelayClient;
	/** Asks the relay for a sign of life, and so keeps a browser's background awake. A dead socket is found out and replaced. */
	ping(): void;
	close(): void;
}

export interface RoomSocketOptions extends RelayAddress {
	credential: string;
	/** `closed` comes once and is the end: by `close()`, or with the refusal that makes trying again useless. */
	onState(state: SocketState, refusal?: Refusal): void;
	/** The relay does not answer, or no longer; it is asked again and again. */
	onUnreachable?: (() => void) | undefined;
	WebSocket?: typeof WebSocket | undefined;
}

/** The room's socket. It reconnects, and brings its subscriptions back, by itself. */
export function openRoomSocket(options: RoomSocketOptions): RoomSocket {
	const { links, ping, close } = openPartySocket({
		url: roomUrl(options).replace(/^http/, 'ws'),
		connectionParams: () => ({ credential: options.credential, protocol: String(PROTOCOL) }),
		isFinal: (code) => closeOf(code)?.isFinal === true,
		onState: (state, code) => options.onState(state, code === undefined ? undefined : closeOf(code)?.refusal),
		onFailure: options.onUnreachable,
		WebSocket: options.WebSocket,
	});
	return { client: createTRPCClient<Router>({ links: links() }), ping, close };
}

/** Why a call failed: the relay said no, or nothing that speaks as a relay answered. `undefined`: something else, perhaps a fault of ours. */
export function refusalOf(error: unknown): Refusal | 'unreachable' | undefined {
	if (!(error instanceof TRPCClientError)) return undefined;
	if (isAbort(error.cause)) return undefined;
	if (error.data === undefined || error.data === null) return 'unreachable';
	return refusal.safeParse((error.data as { refusal?: unknown }).refusal).data;
}

/**
 * Where a relay said no, or failed, for a reason that is not in the closed list (a newer relay, or one that is none): the name that it
 * gave, if that can be a name. Nothing else of what it says is for people. `undefined`: the error is not a relay's.
 */
export function unknownRefusal(error: unknown): { name: string | undefined } | undefined {
	if (!(error instanceof TRPCClientError) || refusalOf(error) !== undefined || isAbort(error.cause)) return undefined;
	const { refusal: said } = Object(error.data) as { refusal?: unknown };
	return { name: typeof said === 'string' && REFUSAL_NAME.test(said) ? said : undefined };
}

const REFUSAL_NAME = /^[a-z]{1,20}(-[a-z]{1,20}){0,3}$/;

const roomUrl = ({ server, room }: RelayAddress): string => `${server.replace(/\/+$/, '')}/parties/main/${encodeURIComponent(room)}`;

const closeOf = (code: number) => Object.values(CLOSE).find((close) => close.code === code);

const isAbort = (cause: unknown): boolean => cause instanceof Error && cause.name === 'AbortError';

function withTimeout(signal: AbortSignal | null | undefined): AbortSignal {
	const timeout = AbortSignal.timeout(CALL_TIMEOUT_MS);
	return signal === null || signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
}
