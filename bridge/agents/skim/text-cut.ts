/** One text of a JSON document, as it is read piece by piece: as much of it as `skim` needs to see the same as in the whole. */
import type { RecordShape } from './record-shape.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** An escape takes at most six bytes for a character. */
const ESCAPE_MAX_BYTES = 6;

const NULL = Buffer.from('null');
/** Stands for what was left out. */
const BETWEEN = Buffer.from('  ');
const NOTHING = Buffer.alloc(0);

export class TextCut {
	readonly #node: RecordShape<unknown> | undefined;
	/** So many bytes are kept of its beginning, and so many of its end where the shape names that. */
	readonly #headMax: number;
	readonly #tailMax: number;
	readonly #head: Buffer[] = [];
	#headLength = 0;
	#tail = Buffer.alloc(0);
	/** All of it, in bytes. */
	#length = 0;
	/** The next byte belongs to an escape that has begun. */
	#isEscaped = false;

	constructor(node: RecordShape<unknown> | undefined) {
		this.#node = node;
		const prefixes = (node?.prefixes ?? []).map(({ raw }) => raw.length);
		this.#tailMax = node?.edges ?? 0;
		this.#headMax = Math.max((node?.text ?? 0) * ESCAPE_MAX_BYTES, node?.time ? 100 : 0, this.#tailMax * 2, ...prefixes);
	}

	get isNamed(): boolean {
		return this.#node !== undefined;
	}

	/** Where the text ends in this piece, behind its closing quote, or undefined where it goes on. */
	push(bytes: Buffer, from: number, to: number): number | undefined {
		const wasEscaped = this.#isEscaped;
		let quote = bytes.indexOf(QUOTE, from);
		while (quote !== -1 && quote < to && this.#isInEscape(bytes, quote, from, wasEscaped)) quote = bytes.indexOf(QUOTE, quote + 1);
		const end = quote === -1 || quote >= to ? to : quote;
		this.#keep(bytes, from, end, wasEscaped);
		this.#isEscaped = this.#isInEscape(bytes, end, from, wasEscaped);
		return end === to ? undefined : end + 1;
	}

	/** With its quotes, or `null` for one that would not be seen. */
	get kept(): Buffer {
		const { edges, prefixes } = this.#node ?? {};
		if (this.#length <= this.#headMax) return this.#headMax === 0 && edges === undefined ? NULL : quoted(this.#head);
		if (edges === 0) return quoted([BETWEEN]);
		const head = Buffer.concat(this.#head);
		if (edges !== undefined) return quoted([head.subarray(0, edges), BETWEEN, lastOf(this.#tail, edges)]);
		return prefixes ? quoted([withoutTornEscape(head)]) : NULL;
	}

	#keep(bytes: Buffer, from: number, end: number, wasEscaped: boolean): void {
		this.#length += end - from;
		const room = this.#headMax - this.#headLength;
		if (room > 0) {
			const part = Buffer.from(bytes.subarray(from, Math.min(end, from + room)));
			this.#head.push(part);
			this.#headLength += part.length;
		}
		if (this.#tailMax === 0) return;
		const start = Math.max(from, end - this.#tailMax);
		const isTorn = start > from && this.#isInEscape(bytes, start, from, wasEscaped);
		// What stood before is of no use where this piece alone is long enough.
		const before = start > from ? NOTHING : lastOf(this.#tail, this.#tailMax);
		this.#tail = Buffer.concat([before, bytes.subarray(isTorn ? start + 1 : start, end)]);
	}

	/** Whether an odd number of backslashes stands before a byte. */
	#isInEscape(bytes: Buffer, at: number, from: number, wasEscaped: boolean): boolean {
		let start = at;
		while (start > from && bytes[start - 1] === BACKSLASH) start--;
		const isOdd = (at - start) % 2 === 1;
		return start === from && wasEscaped ? !isOdd : isOdd;
	}
}

/** The last bytes, from the beginning of an escape on; the first of them all begins none in the middle. */
function lastOf(bytes: Buffer, max: number): Buffer {
	const start = Math.max(0, bytes.length - max);
	let backslash = start;
	while (backslash > 0 && bytes[backslash - 1] === BACKSLASH) backslash--;
	return bytes.subarray((start - backslash) % 2 === 1 ? start + 1 : start);
}

function quoted(parts: readonly Buffer[]): Buffer {
	const quote = Buffer.from([QUOTE]);
	return Buffer.concat([quote, ...parts, quote]);
}

/** What begins an escape and does not end it would take the quote for its own. */
function withoutTornEscape(bytes: Buffer): Buffer {
	let end = bytes.length;
	while (end > 0 && bytes[end - 1] === BACKSLASH) end--;
	return bytes.subarray(0, end);
}
