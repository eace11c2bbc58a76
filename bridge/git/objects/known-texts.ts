/** Small files that git keeps (HEAD, references, their logs): read again only when their state is another. */
import { readFileSync, type Stats } from 'node:fs';
import { forgetFirst } from '../../base/forget-first.ts';
import { findFile, ifReadable } from '../../base/missing-file.ts';

/** Packed references of a hundred thousand branches take 8 MiB. */
const TEXT_MAX_BYTES = 32 * 1024 * 1024;
const KNOWN_MAX = 5_000;
/** A file that changed so lately may change again at what its disk takes for the same time, so that nothing is told by its state. */
const UNSETTLED_MS = 100;

/** What tells two states of a file apart. */
export function stateOf({ mtimeMs, ctimeMs, size, ino }: Stats): string {
	return `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
}

export function isSettled({ mtimeMs }: Stats, now: number): boolean {
	return now - mtimeMs > UNSETTLED_MS;
}

export class KnownTexts {
	readonly #known = new Map<string, { state: string; text: string }>();

	/** How many could not be read: whoever finds one more knows nothing of what is missing. */
	unreadable = 0;

	/** Undefined where there is no such file; one that cannot be read is counted. */
	of(path: string, now: number): string | undefined {
		const found = findFile(path);
		if (found === 'missing') return undefined;
		if (found === 'unreadable' || found.size > TEXT_MAX_BYTES) return this.#miss();
		if (!found.isFile()) return undefined;
		const state = stateOf(found);
		const known = this.#known.get(path);
		if (known?.state === state) return known.text;
		const text = ifReadable(() => readFileSync(path, 'utf8'));
		if (text === undefined) return this.#miss();
		if (!isSettled(found, now)) return text;
		this.#known.set(path, { state, text });
		if (this.#known.size > KNOWN_MAX) forgetFirst(this.#known);
		return text;
	}

	#miss(): undefined {
		this.unreadable++;
		return undefined;
	}
}
