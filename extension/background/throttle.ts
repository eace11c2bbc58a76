/** Work that many events ask for and that is done once for all of them, a moment later. */
export class Soon {
	readonly #afterMs: number;
	readonly #work: () => void;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(afterMs: number, work: () => void) {
		this.#afterMs = afterMs;
		this.#work = work;
	}

	ask(): void {
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			this.#work();
		}, this.#afterMs);
	}
}
