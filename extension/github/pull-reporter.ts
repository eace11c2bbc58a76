/** Reports to the background which pull request this tab shows, and more of it as the page brings it. */
import type { PullFacts } from '../contract/page-view.ts';

export interface PullReporterOptions {
	read(): PullFacts | undefined;
	report(pull: PullFacts | undefined): void;
	signal: AbortSignal;
}

/** Reading all of a page's files takes a few ms on the largest: not more often than this, and only when the page is idle. */
const INTERVAL_MS = 1_000;

export class PullReporter {
	readonly #options: PullReporterOptions;
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** The fingerprint of what was reported last. */
	#reported = '';

	constructor(options: PullReporterOptions) {
		this.#options = options;
		options.signal.addEventListener('abort', () => clearTimeout(this.#timer));
	}

	/** The page may show something else than before. */
	changed(): void {
		if (this.#timer !== undefined || this.#options.signal.aborted) return;
		this.#timer = setTimeout(() => requestIdleCallback(() => this.#report()), this.#reported === '' ? 0 : INTERVAL_MS);
	}

	#report(): void {
		this.#timer = undefined;
		if (this.#options.signal.aborted) return;
		const pull = this.#options.read();
		const fingerprint = fingerprintOf(pull);
		if (fingerprint === this.#reported) return;
		this.#reported = fingerprint;
		this.#options.report(pull);
	}
}

/** Enough to tell that something changed, without comparing thousands of digests: the files of a pull request only become more. */
function fingerprintOf(pull: PullFacts | undefined): string {
	if (pull === undefined) return 'none';
	const { files, ...facts } = pull;
	return JSON.stringify([facts, files.length, files[0], files.at(-1)]);
}
