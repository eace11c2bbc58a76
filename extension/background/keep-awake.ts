/** For how long the background stays awake: while somebody looks, and a little longer. One owner of those timers. */
import { browser } from 'wxt/browser';

/** Firefox stops a background after 30 s without a call of its API, Chrome without a message: half of that is safe in both. */
const EVERY_MS = 15_000;
/** How long the socket outlives the last one who looked, or serves an alarm. */
const LINGER_MS = 10_000;

interface Options {
	/** Every so often, while somebody looks. */
	onAwake(): void;
	/** Nobody has looked for a while. */
	onRest(): void;
}

export class Awake {
	readonly #options: Options;
	#waking: ReturnType<typeof setInterval> | undefined;
	#resting: ReturnType<typeof setTimeout> | undefined;

	constructor(options: Options) {
		this.#options = options;
	}

	stay(): void {
		clearTimeout(this.#resting);
		this.#waking ??= setInterval(() => {
			void browser.runtime.getPlatformInfo();
			this.#options.onAwake();
		}, EVERY_MS);
	}

	restSoon(): void {
		clearInterval(this.#waking);
		this.#waking = undefined;
		clearTimeout(this.#resting);
		this.#resting = setTimeout(() => this.#options.onRest(), LINGER_MS);
	}
}
