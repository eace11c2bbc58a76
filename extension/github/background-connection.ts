/**
 * The page's connection to the background, whose worker may sleep or be replaced at any time: it connects again, but not while nobody
 * sees the page.
 */
import { PAGE_PORT, type PageRequest, type PageView, type PullFacts } from '../contract/page-view.ts';

/** The part of a `runtime.Port` that is used. */
export interface Port {
	postMessage(message: PageRequest): void;
	disconnect(): void;
	onMessage: { addListener(listener: (view: PageView) => void): void };
	onDisconnect: { addListener(listener: () => void): void };
}

export interface ConnectionOptions {
	connect(name: string): Port;
	onView(view: PageView): void;
	/** Whether the extension was updated or removed, and this script left behind: nobody answers any more. */
	isOrphaned(): boolean;
	document: Document;
	signal: AbortSignal;
}

const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 30_000;

export class BackgroundConnection {
	readonly #options: ConnectionOptions;
	#port: Port | undefined;
	#repos: readonly string[] | undefined;
	/** The last report of a pull request, sent again with each connection: the background behind a new one did not hear it. */
	#pull: PageRequest | undefined;
	#retryMs = RETRY_FIRST_MS;
	#retry: ReturnType<typeof setTimeout> | undefined;

	constructor(options: ConnectionOptions) {
		this.#options = options;
		const { document, signal } = options;
		document.addEventListener('visibilitychange', () => this.#update(), { signal });
		signal.addEventListener('abort', () => this.#disconnect(), { once: true });
	}

	/** `undefined`: the page is none of interest, and nothing is asked. */
	watch(repos: readonly string[] | undefined): void {
		if (repos?.join() === this.#repos?.join()) return;
		this.#repos = repos;
		if (repos !== undefined && this.#port !== undefined) this.#port.postMessage(watching(repos));
		else this.#update();
	}

	reportPull(pull: PullFacts | undefined): void {
		this.#pull = { type: 'pull', pull };
		this.#port?.postMessage(this.#pull);
	}

	openPanel(focus: { path?: string; agentKey?: string }): void {
		this.#port?.postMessage({ type: 'open-panel', focus });
	}

	#update(): void {
		const isNeeded = this.#repos !== undefined && this.#options.document.visibilityState === 'visible' && !this.#options.signal.aborted;
		if (!isNeeded) this.#disconnect();
		else if (this.#port === undefined) this.#connect();
	}

	#connect(): void {
		clearTimeout(this.#retry);
		if (this.#repos === undefined || this.#options.isOrphaned()) return;
		const port = this.#options.connect(PAGE_PORT);
		this.#port = port;
		port.onMessage.addListener((view) => {
			this.#retryMs = RETRY_FIRST_MS;
			if (port === this.#port) this.#options.onView(view);
		});
		port.onDisconnect.addListener(() => {
			if (port !== this.#port) return;
			this.#port = undefined;
			this.#retry = setTimeout(() => this.#update(), this.#retryMs);
			this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MAX_MS);
		});
		// First, since the view that answers the other is of the pull request, too.
		if (this.#pull !== undefined) port.postMessage(this.#pull);
		port.postMessage(watching(this.#repos));
	}

	#disconnect(): void {
		clearTimeout(this.#retry);
		const port = this.#port;
		this.#port = undefined;
		port?.disconnect();
	}
}

const watching = (repos: readonly string[]): PageRequest => ({ type: 'watch', repos: [...repos] });
