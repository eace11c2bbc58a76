/** Work that is asked for often and done at most once in a while: a moment after the first request, for all that came by then. */
export class Throttle {
	readonly #delayMs: number;
	readonly #work: () => void;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(delayMs: number, work: () => void) {
		this.#delayMs = delayMs;
		this.#work = work;
	}

	request(): void {
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			this.#work();
		}, this.#delayMs);
	}
}
