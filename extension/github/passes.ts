/**
 * When passes over the page happen: in the turn of ResizeObservers, when the browser has just laid the page out, so that what a pass
 * reads costs nothing; once per frame at most; and of a page that never stops changing, so seldom that it costs its person next to
 * nothing.
 * https://html.spec.whatwg.org/multipage/webappapis.html#update-the-rendering
 */
import { pageDocument } from './page/page-document.ts';

/** What passes may take of the time, when the page asks for them all the time. */
const SHARE = 0.012;
/** What they may take at once: a page that is new, or scrolled, is marked without delay. */
const CREDIT_MAX_MS = 30;
const DEBT_MAX_MS = 10;

export interface PassesOptions {
	pass(): void;
	signal: AbortSignal;
}

export class Passes {
	readonly #options: PassesOptions;
	/** Newly observed, an element is reported once after the next layout. */
	readonly #laidOut = new ResizeObserver(() => this.#pass());
	#isAsked = false;
	/** Time that passes may take, as of `#countedAt`. */
	#credit = CREDIT_MAX_MS;
	#countedAt = 0;
	#rest: ReturnType<typeof setTimeout> | undefined;
	#frame = 0;

	constructor(options: PassesOptions) {
		this.#options = options;
		options.signal.addEventListener('abort', () => {
			clearTimeout(this.#rest);
			cancelAnimationFrame(this.#frame);
			this.#laidOut.disconnect();
		});
	}

	request(): void {
		if (this.#isAsked || this.#options.signal.aborted) return;
		this.#isAsked = true;
		this.#earn(performance.now());
		if (this.#credit < 0) this.#rest = setTimeout(() => this.#afterLayout(), -this.#credit / SHARE);
		else this.#afterLayout();
	}

	/** In a frame's turn, since an observer that asks for more in its own turn is reported to the page as going in circles. */
	#afterLayout(): void {
		this.#frame = requestAnimationFrame(() => this.#laidOut.observe(pageDocument().documentElement));
	}

	#pass(): void {
		this.#laidOut.disconnect();
		this.#isAsked = false;
		const begin = performance.now();
		this.#options.pass();
		const end = performance.now();
		this.#earn(end);
		this.#credit = Math.max(this.#credit - (end - begin), -DEBT_MAX_MS);
	}

	#earn(now: number): void {
		this.#credit = Math.min(this.#credit + (now - this.#countedAt) * SHARE, CREDIT_MAX_MS);
		this.#countedAt = now;
	}
}
