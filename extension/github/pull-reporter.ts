/** Tells the extension which pull request this tab shows, and more of it as the page brings it. */
import type { PullFacts } from '../contract/page-view.ts';

export interface PullTellerOptions {
	read(): PullFacts | undefined;
	tell(pull: PullFacts | undefined): void;
	signal: AbortSignal;
}

/** Reading all of a page's files takes a few ms on the largest: not more often than this, and only when the page is idle. */
const EVERY_MS = 1_000;

export class PullTeller {
	readonly #options: PullTellerOptions;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#told = '';

	constructor(options: PullTellerOptions) {
		this.#options = options;
		options.signal.addEventListener('abort', () => clearTimeout(this.#timer));
	}

	/** The page may show something else than before. */
	changed(): void {
		if (this.#timer !== undefined || this.#options.signal.aborted) return;
		this.#timer = setTimeout(() => requestIdleCallback(() => this.#tell()), this.#told === '' ? 0 : EVERY_MS);
	}

	#tell(): void {
		this.#timer = undefined;
		if (this.#options.signal.aborted) return;
		const pull = this.#options.read();
		const told = looksOf(pull);
		if (told === this.#told) return;
		this.#told = told;
		this.#options.tell(pull);
	}
}

/** Enough to tell that something changed, without comparing thousands of digests: the files of a pull request only become more. */
function looksOf(pull: PullFacts | undefined): string {
	if (pull === undefined) return 'none';
	const { files, ...facts } = pull;
	return JSON.stringify([facts, files.length, files[0], files.at(-1)]);
}
