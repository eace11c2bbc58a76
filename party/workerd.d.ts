/**
 * What of Cloudflare's runtime is used here. Its own types (@cloudflare/workers-types) are global, and at odds with those of
 * Node and browsers, which the rest of the house is checked with.
 */
declare module 'cloudflare:workers' {
	export abstract class DurableObject<Env> {
		protected readonly ctx: DurableObjectState;
		protected readonly env: Env;
		constructor(ctx: DurableObjectState, env: Env);
	}
}

interface DurableObjectState {
	readonly storage: {
		list(): Promise<Map<string, unknown>>;
		put(key: string, value: unknown): Promise<void>;
		delete(key: string): Promise<boolean>;
		deleteAll(): Promise<void>;
	};
}

interface DurableObjectNamespace {
	getByName(name: string): { fetch(request: Request): Promise<Response> };
}

declare namespace Cloudflare {
	interface Env {
		readonly PYLON_CREATE_KEY?: string | null;
		readonly PYLON_METRICS_TOKEN?: string | null;
		readonly PYLON_TRUST_PROXY?: string | null;
		readonly Main: DurableObjectNamespace;
	}
}
