/**
 * What of Cloudflare's runtime is used here. Its own types (@cloudflare/workers-types) are global, and at odds with those of
 * Node and browsers, which the rest of the parts is checked with.
 */
declare module 'cloudflare:workers' {
	export abstract class DurableObject<Env = Cloudflare.Env> {
		protected readonly ctx: DurableObjectState;
		protected readonly env: Env;
		constructor(ctx: DurableObjectState, env: Env);
	}
}

interface DurableObjectState {
	readonly storage: {
		get(key: string): Promise<unknown>;
		list(): Promise<Map<string, unknown>>;
		put(key: string, value: unknown): Promise<void>;
		delete(key: string): Promise<boolean>;
		deleteAll(): Promise<void>;
	};
}

/** Its objects, by name: what they answer over HTTP, and the methods of their class. */
interface DurableObjectNamespace<Methods = unknown> {
	idFromName(name: string): { toString(): string };
	getByName(name: string): Methods & { fetch(request: Request, init?: { signal: AbortSignal }): Promise<Response> };
}

interface ExecutionContext {
	waitUntil(promise: Promise<unknown>): void;
	/** Ends the request, its socket included. Not everywhere. */
	abort?(reason: Error): void;
}

declare const WebSocketPair: new () => { 0: WebSocket; 1: WebSocket & { accept(): void } };

declare namespace Cloudflare {
	interface Env {
		readonly PYLON_CREATE_KEY?: string | null;
		/** On a machine of one's own: who has it may read the relay's figures. */
		readonly PYLON_METRICS_TOKEN?: string | null;
		/** On a machine of one's own: `1` where a proxy of one's own names who calls. */
		readonly PYLON_TRUST_PROXY?: string | null;
		readonly Main: DurableObjectNamespace<{ isLetIn(socket: string): Promise<boolean> }>;
		/** On Cloudflare: the names of all rooms. */
		readonly Directory: DurableObjectNamespace<import('./door/known-rooms.ts').Directory>;
		/** On a machine of one's own: the folder with the rooms, a file for each. */
		readonly Disk?: { fetch(url: string, init: { method: 'HEAD' }): Promise<Response> };
	}
}
