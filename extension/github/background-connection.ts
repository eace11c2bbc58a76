/**
 * The page's line to the background. The background's worker may sleep or be replaced at any time: the line is taken up
 * again, and not while nobody sees the page.
 */
import { PAGE_PORT, type PageRequest, type PageView, type PullFacts } from '../contract/page-view.ts';

/** The part of a `runtime.Port` that is used. */
export interface Port {
	postMessage(message: PageRequest): void;
	disconnect(): void;
	onMessage: { addListener(listener: (view: PageView) => void): void };
	onDisconnect: { addListener(listener: () => void): void };
}

export interface RoomLineOptions {
	connect(name: string): Port;
	onView(view: PageView): void;
	/** Whether the extension was updated or removed, and this script left behind: nobody answers any more. */
	isOrphaned(): boolean;
	document: Document;
	signal: AbortSignal;
}

const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 30_000;

export class RoomLine {
	readonly #options: RoomLineOptions;
	#port: Port | undefined;
	#repo: string | undefined;
	/** What was last said of a pull request, or would have been: whoever takes the line up again did not hear it. */
	#pull: PageRequest | undefined;
	#retryMs = RETRY_FIRST_MS;
	#retry: ReturnType<typeof setTimeout> | undefined;

	constructor(options: RoomLineOptions) {
		this.#options = options;
		const { document, signal } = options;
		document.addEventListener('visibilitychange', () => this.#keep(), { signal });
		signal.addEventListener('abort', () => this.#hangUp(), { once: true });
	}

	/** `undefined`: the page shows no repository, and nothing is asked. */
	watch(repo: string | undefined): void {
		if (repo === this.#repo) return;
		this.#repo = repo;
		if (repo !== undefined && this.#port !== undefined) this.#port.postMessage({ type: 'watch', repo });
		else this.#keep();
	}

	tellPull(pull: PullFacts | undefined): void {
		this.#pull = { type: 'pull', pull };
		this.#port?.postMessage(this.#pull);
	}

	openPanel(focus: { path?: string; agentKey?: string }): void {
		this.#port?.postMessage({ type: 'open-panel', focus });
	}

	#keep(): void {
		const isWanted = this.#repo !== undefined && this.#options.document.visibilityState === 'visible' && !this.#options.signal.aborted;
		if (!isWanted) this.#hangUp();
		else if (this.#port === undefined) this.#dial();
	}

	#dial(): void {
		clearTimeout(this.#retry);
		if (this.#repo === undefined || this.#options.isOrphaned()) return;
		const port = this.#options.connect(PAGE_PORT);
		this.#port = port;
		port.onMessage.addListener((view) => {
			this.#retryMs = RETRY_FIRST_MS;
			if (port === this.#port) this.#options.onView(view);
		});
		port.onDisconnect.addListener(() => {
			if (port !== this.#port) return;
			this.#port = undefined;
			this.#retry = setTimeout(() => this.#keep(), this.#retryMs);
			this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MAX_MS);
		});
		// First, since the view that answers the other is of the pull request, too.
		if (this.#pull !== undefined) port.postMessage(this.#pull);
		port.postMessage({ type: 'watch', repo: this.#repo });
	}

	#hangUp(): void {
		clearTimeout(this.#retry);
		const port = this.#port;
		this.#port = undefined;
		port?.disconnect();
	}
}
