/**
 * A JSON text that is too long to be held, cut to what a shape names of it while it is read: everything else is dropped, and of a text
 * that is longer than the shape allows as much is kept as shows that. `skim` sees the same in both.
 */

import type { RecordShape } from './record-shape.ts';
import { TextCut } from './text-cut.ts';

const [QUOTE, COMMA, COLON] = [0x22, 0x2c, 0x3a];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];
const KEY_MAX_BYTES = 4096;
/** What is looked for in a record is small; one that has more of it than this is no record. */
const KEPT_MAX_BYTES = 16 * 1024 * 1024;
const KEY: RecordShape<string> = { text: KEY_MAX_BYTES };

interface Level {
	node: RecordShape<unknown>;
	isObject: boolean;
	/** The shape of the value whose key was read last; undefined where nothing names it. */
	next: RecordShape<unknown> | undefined;
}

export class Outline {
	readonly #shape: RecordShape<unknown>;
	#kept = Buffer.allocUnsafe(64 * 1024);
	#length = 0;
	readonly #levels: Level[] = [];
	/** How deep inside of something that no shape names. */
	#skipped = 0;
	#text: TextCut | undefined;
	#isKey = false;
	#isAfterKey = false;

	constructor(shape: RecordShape<unknown>) {
		this.#shape = shape;
	}

	/** What is left of the text, or undefined where even that is too much. */
	get text(): Buffer | undefined {
		return this.#length > KEPT_MAX_BYTES ? undefined : this.#kept.subarray(0, this.#length);
	}

	push(bytes: Buffer, from: number, to: number): void {
		for (let at = from; at < to && this.#length <= KEPT_MAX_BYTES; )
			at = this.#text ? this.#inText(bytes, at, to, this.#text) : this.#byte(bytes, at);
	}

	#inText(bytes: Buffer, from: number, to: number, text: TextCut): number {
		const end = text.push(bytes, from, to);
		if (end === undefined) return to;
		this.#text = undefined;
		if (this.#isKey) this.#endKey(text.kept);
		else if (text.isNamed) this.#write(text.kept);
		return end;
	}

	#byte(bytes: Buffer, at: number): number {
		const byte = bytes[at] as number;
		if (byte === QUOTE) this.#beginText();
		else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#open(byte);
		else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.#close(byte);
		else if (this.#skipped === 0 && byte !== COLON) this.#plain(byte);
		return at + 1;
	}

	#beginText(): void {
		const level = this.#levels.at(-1);
		this.#isKey = this.#skipped === 0 && level?.isObject === true && !this.#isAfterKey;
		this.#text = new TextCut(this.#isKey ? KEY : this.#expected());
		if (!this.#isKey) this.#isAfterKey = false;
	}

	#endKey(key: Buffer): void {
		const level = this.#levels.at(-1) as Level;
		this.#isAfterKey = true;
		level.next = level.node.entry ?? fieldOf(level.node, key);
		if (!level.next) return;
		this.#write(key);
		this.#write(Buffer.from(':'));
	}

	/** The shape of the value that begins now. */
	#expected(): RecordShape<unknown> | undefined {
		if (this.#skipped > 0) return undefined;
		const level = this.#levels.at(-1);
		if (!level) return this.#length === 0 ? this.#shape : undefined;
		return level.isObject ? level.next : level.node.item;
	}

	#open(byte: number): void {
		const node = this.#expected();
		this.#isAfterKey = false;
		const isNamed = byte === OPEN_BRACE ? node?.shape !== undefined || node?.entry !== undefined : node?.item !== undefined;
		if (!node || !isNamed) {
			if (this.#skipped === 0 && node) this.#write(Buffer.from('null'));
			this.#skipped++;
			return;
		}
		this.#levels.push({ node, isObject: byte === OPEN_BRACE, next: undefined });
		this.#write(Buffer.from([byte]));
	}

	#close(byte: number): void {
		if (this.#skipped > 0) this.#skipped--;
		else if (this.#levels.pop()) this.#write(Buffer.from([byte]));
	}

	/** A number, a word, a space or a comma. Of values that are dropped the commas alone would grow without end. */
	#plain(byte: number): void {
		if (byte === COMMA) {
			this.#isAfterKey = false;
			const last = this.#kept[this.#length - 1];
			if (last !== COMMA && last !== OPEN_BRACE && last !== OPEN_BRACKET) this.#write(Buffer.from([byte]));
			return;
		}
		if (byte > 0x20 && this.#expected()) this.#write(Buffer.from([byte]));
	}

	#write(bytes: Buffer): void {
		if (this.#length + bytes.length > this.#kept.length) {
			const grown = Buffer.allocUnsafe((this.#length + bytes.length) * 2);
			this.#kept.copy(grown, 0, 0, this.#length);
			this.#kept = grown;
		}
		bytes.copy(this.#kept, this.#length);
		this.#length += bytes.length;
	}
}

function fieldOf({ shape }: RecordShape<unknown>, key: Buffer): RecordShape<unknown> | undefined {
	const name = key.toString('utf8', 1, key.length - 1);
	return shape && Object.hasOwn(shape, name) ? shape[name] : undefined;
}
