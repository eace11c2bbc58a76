/** For how long the background stays awake: while somebody looks, and a little longer. One owner of those timers. */
import { browser } from 'wxt/browser';

/** Firefox stops a background after 30 s without a call of its API, Chrome without a message: half of that is safe in both. */
const INTERVAL_MS = 15_000;
/** How long the socket outlives the last one who looked, or serves an alarm. */
const LINGER_MS = 10_000;

interface Options {
	/** Every so often, while somebody looks. */
	onInterval(): void;
	/** Nobody has looked for a while. */
	onIdle(): void;
}

export class KeepAwake {
	readonly #options: Options;
	#interval: ReturnType<typeof setInterval> | undefined;
	#idleTimer: ReturnType<typeof setTimeout> | undefined;

	constructor(options: Options) {
		this.#options = options;
	}

	start(): void {
		clearTimeout(this.#idleTimer);
		this.#interval ??= setInterval(() => {
			void browser.runtime.getPlatformInfo();
			this.#options.onInterval();
		}, INTERVAL_MS);
	}

	stopSoon(): void {
		clearInterval(this.#interval);
		this.#interval = undefined;
		clearTimeout(this.#idleTimer);
		this.#idleTimer = setTimeout(() => this.#options.onIdle(), LINGER_MS);
	}
}
