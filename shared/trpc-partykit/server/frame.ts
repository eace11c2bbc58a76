/** Reading what a client sends. What is no message of tRPC is refused with an error that says so. */
import { type TRPCProcedureType as ProcedureType, TRPCError } from '@trpc/server';
import {
	parseConnectionParamsFromUnknown,
	parseTRPCMessage,
	type TRPCClientOutgoingMessage,
} from '@trpc/server/unstable-core-do-not-import';
import type { SubscriptionId } from './attachment.ts';

export type Frame = string | ArrayBuffer | ArrayBufferView;
export type ConnectionParams = Record<string, string | undefined>;
export type Call = Extract<TRPCClientOutgoingMessage, { params: unknown }>;

export function parseFrame(message: Frame): unknown {
	if (typeof message !== 'string') throw new TRPCError({ code: 'UNSUPPORTED_MEDIA_TYPE', message: 'Text frames only.' });
	try {
		return JSON.parse(message);
	} catch (cause) {
		throw new TRPCError({ code: 'PARSE_ERROR', message: 'Not JSON.', cause });
	}
}

export function parseCall(raw: unknown, transformer: Parameters<typeof parseTRPCMessage>[1]): TRPCClientOutgoingMessage {
	try {
		return parseTRPCMessage(raw, transformer);
	} catch (cause) {
		throw new TRPCError({ code: 'PARSE_ERROR', message: 'Not a message of tRPC.', cause });
	}
}

export function paramsIn(frame: unknown): ConnectionParams | null {
	const message = frame as { method?: unknown; data?: unknown } | null;
	if (message?.method !== 'connectionParams') throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Connection params come first.' });
	try {
		return parseConnectionParamsFromUnknown(message.data);
	} catch (cause) {
		throw new TRPCError({ code: 'PARSE_ERROR', message: 'Malformed connection params.', cause });
	}
}

/** What can be told of a message that may be none. */
export function aboutCall(raw: unknown): {
	id: SubscriptionId | null;
	type: ProcedureType | 'unknown';
	path: string | undefined;
	input: unknown;
} {
	const { id, method, params } = (raw ?? {}) as { id?: unknown; method?: unknown; params?: { path?: unknown; input?: unknown } | null };
	return {
		id: typeof id === 'string' || typeof id === 'number' ? id : null,
		type: method === 'query' || method === 'mutation' || method === 'subscription' ? method : 'unknown',
		path: typeof params?.path === 'string' ? params.path : undefined,
		input: params?.input,
	};
}
