/**
 * Reads of a JSON text only what a shape names, straight from its bytes: what is not named is skipped without ever becoming a string,
 * so a tool result of many MB costs a search for its end, and a prompt is not even decoded. A named value of another JSON type
 * than expected, or a text longer than expected, is left out. Broken JSON gives undefined; skipped parts are not validated.
 *
 * Loops count instead of iterating: a short command ends before V8 has compiled any of this, and until then an iterator makes an
 * object for each step.
 */

import { compiled, type Interned, type Key, type KeyTable, type Node } from './compiled-shape.ts';
import type { RecordShape } from './record-shape.ts';
import { BROKEN, decode, edgesOf, holdsMark, numberIn, prefixAt, sameBytes, timeIn } from './text-value.ts';

const EMPTY = Buffer.alloc(0);
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
/** Nothing below it stands between values but white space. */
const SPACE = 0x20;
const COLON = 0x3a;
/** Beyond this many bytes, asking for the next quote natively is cheaper than looking at each byte. */
const NEAR_BYTES = 48;
/** So many repeated texts are remembered for each place. */
const INTERNED_MAX = 12;
const DEPTH_MAX = 64;
const KEY_MAX_BYTES = 4096;
/** So far from the end of a line a record is looked for that was written behind one whose reading ends early. */
const BEHIND_BYTES = 16 * 1024;
/** No record that says something is shorter. */
const RECORD_BYTES = 200;
/** So many things of lists and maps are held of one text: an empty one takes two bytes there, and many times as many here. */
const ITEMS_MAX = 1_000_000;

/** What is held of texts that are held together: each is a thing itself. */
export class Held {
	items = 0;

	get isTooMuch(): boolean {
		return this.items > ITEMS_MAX;
	}
}

const NO_KEYS: KeyTable = [];

/**
 * Where the reading stands. Variables of the module, which cost least, and safe as such: a read never waits and never calls out, so that
 * there is only ever one. Nothing of them outlives it.
 */
let bytes: Buffer<ArrayBufferLike> = EMPTY;
let at = 0;
let end = 0;
let stopped = false;
let items = 0;

/** Reads many records of one shape, and keeps what speeds that up. Made ready with the first: most kinds of agents are on few machines. */
export class Skim<T> {
	readonly shape: RecordShape<T>;
	readonly #beginning: Buffer | undefined;
	#node: Node | undefined;

	/** `beginning`: of every record that says something. Where it stands behind the place at which the reading of one ends early, that was torn. */
	constructor(shape: RecordShape<T>, beginning?: string) {
		this.shape = shape;
		this.#beginning = beginning === undefined ? undefined : Buffer.from(beginning);
	}

	/** What the shape names of the JSON value in `buffer[from, to)`, or undefined where that is no JSON object. */
	read(buffer: Buffer, from = 0, to = buffer.length, held?: Held): T | undefined {
		this.#node ??= compiled(this.shape);
		bytes = buffer;
		at = from;
		end = to;
		stopped = false;
		items = held === undefined ? 0 : held.items + 1;
		try {
			const seen = value(this.#node, 0);
			if (stopped) return this.#isTorn() ? undefined : (seen as T);
			skipSpace();
			return at === end ? (seen as T | undefined) : undefined;
		} catch (error) {
			if (error === BROKEN) return undefined;
			throw error;
		} finally {
			bytes = EMPTY;
			if (held !== undefined) held.items = items;
		}
	}

	/** What is not looked at is looked through for no more than that, near its end. */
	#isTorn(): boolean {
		if (this.#beginning === undefined || end - at < RECORD_BYTES) return false;
		return bytes.subarray(Math.max(at, end - BEHIND_BYTES), end).includes(this.#beginning);
	}
}

/** The same, of a single text. */
export const skim = <T>(shape: RecordShape<T>, buffer: Buffer): T | undefined => new Skim(shape).read(buffer);

function value(node: Node | undefined, depth: number): unknown {
	skipSpace();
	const first = bytes[at] as number;
	if (at >= end || depth > DEPTH_MAX) throw BROKEN;
	if (first === QUOTE) return textValue(node);
	if (first === OPEN_BRACE) return node?.keys || node?.entry ? objectValue(node, depth) : skipContainer();
	if (first === OPEN_BRACKET) return node?.item ? listValue(node.item, depth) : skipContainer();
	return plainValue(node);
}

function objectValue(node: Node, depth: number): unknown {
	const seen: Record<string, unknown> = {};
	const entries = node.entry ? new Map<string, unknown>() : undefined;
	const keys = node.keys ?? NO_KEYS;
	at++;
	while (at < end) {
		const byte = bytes[at] as number;
		if (byte === COMMA || byte <= SPACE) {
			at++;
			continue;
		}
		if (byte === CLOSE_BRACE) {
			at++;
			return entries ?? seen;
		}
		if (byte !== QUOTE) throw BROKEN;
		const start = at + 1;
		skipText();
		const stop = at - 1;
		skipSpace();
		if (bytes[at] !== COLON) throw BROKEN;
		at++;
		if (entries) {
			const name = stop - start <= KEY_MAX_BYTES ? decode(bytes, start, stop) : undefined;
			const found = value(node.entry, depth + 1);
			if (++items > ITEMS_MAX) throw BROKEN;
			if (name !== undefined && found !== undefined) entries.set(name, found);
			continue;
		}
		const key = lookUp(keys, start, stop);
		if (!key) {
			skipValue(depth);
			continue;
		}
		const found = value(key.node, depth + 1);
		if (found !== undefined) seen[key.name] = found;
		if (stopped) return seen;
	}
	throw BROKEN;
}

function skipValue(depth: number): void {
	skipSpace();
	const first = bytes[at];
	if (at >= end || depth >= DEPTH_MAX) throw BROKEN;
	if (first === QUOTE) skipText();
	else if (first === OPEN_BRACE || first === OPEN_BRACKET) skipContainer();
	else plainValue(undefined);
}

function lookUp(table: KeyTable, start: number, stop: number) {
	const row = table[stop - start];
	if (!row) return undefined;
	for (let i = 0; i < row.length; i++) if (sameBytes(bytes, (row[i] as Key).bytes, start)) return row[i];
	return undefined;
}

function listValue(item: Node, depth: number): unknown[] {
	const seen: unknown[] = [];
	at++;
	while (at < end) {
		const byte = bytes[at] as number;
		if (byte === COMMA || byte <= SPACE) {
			at++;
			continue;
		}
		if (byte === CLOSE_BRACKET) {
			at++;
			return seen;
		}
		const found = value(item, depth + 1);
		if (++items > ITEMS_MAX) throw BROKEN;
		if (found !== undefined) seen.push(found);
		if (stopped) return seen;
	}
	throw BROKEN;
}

function textValue(node: Node | undefined): string | number | undefined {
	const start = at + 1;
	if (node?.interned) {
		const known = repeatedValue(node.interned, start);
		if (known !== undefined) return known;
	}
	skipText();
	const stop = at - 1;
	if (node?.prefixes) {
		const prefix = prefixAt(bytes, node.prefixes, start, stop);
		if (prefix !== undefined) return prefix;
	}
	if (node?.edges !== undefined) return edgesOf(bytes, start, stop, node.edges);
	if (node?.time) return timeIn(bytes, start, stop);
	// An escape takes at most six bytes for a character, so more than six times `max` cannot be short enough.
	if (node?.text === undefined || stop - start > node.text * 6) return undefined;
	if (node.marks && !holdsMark(bytes, node.marks, start, stop)) return undefined;
	if (node.interned) return internedValue(node.interned, node, start, stop);
	return decodedValue(node, start, stop);
}

function decodedValue(node: Node, start: number, stop: number): string | undefined {
	const decoded = decode(bytes, start, stop);
	if (decoded.length > (node.text as number)) return undefined;
	if (node.stopAt?.has(decoded)) stopped = true;
	return decoded;
}

/** A text that was seen here before and is here again: that its closing quote follows shows that it ends there. */
function repeatedValue(interned: Interned[], start: number): string | undefined {
	for (let i = interned.length - 1; i >= 0; i--) {
		const { raw, text, stops } = interned[i] as Interned;
		const stop = start + raw.length;
		if (stop >= end || bytes[stop] !== QUOTE || !sameBytes(bytes, raw, start)) continue;
		at = stop + 1;
		if (stops) stopped = true;
		return text;
	}
	return undefined;
}

function internedValue(interned: Interned[], node: Node, start: number, stop: number): string | undefined {
	const decoded = decodedValue(node, start, stop);
	if (decoded === undefined) return undefined;
	if (interned.length === INTERNED_MAX) interned.shift();
	interned.push({ raw: Buffer.from(bytes.subarray(start, stop)), text: decoded, stops: node.stopAt?.has(decoded) === true });
	return decoded;
}

function plainValue(node: Node | undefined): number | boolean | undefined {
	const start = at;
	while (at < end) {
		const byte = bytes[at] as number;
		if (byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || byte <= SPACE) break;
		at++;
	}
	if (at === start) throw BROKEN;
	if (node?.number) return numberIn(bytes, start, at);
	if (node?.flag) {
		if (bytes[start] === 0x74) return true;
		if (bytes[start] === 0x66) return false;
	}
	return undefined;
}

function skipSpace(): void {
	while (at < end && (bytes[at] as number) <= SPACE) at++;
}

/** From an opening quote to just after its closing one. */
function skipText(): void {
	// Variables of the module cost a look at each byte: here they are the loop's own.
	const here = bytes;
	let place = at + 1;
	const near = Math.min(place + NEAR_BYTES, end);
	while (place < near) {
		const byte = here[place] as number;
		if (byte === QUOTE) {
			at = place + 1;
			return;
		}
		place += byte === BACKSLASH ? 2 : 1;
	}
	at = place;
	const floor = at;
	while (at < end) {
		const quote = bytes.indexOf(QUOTE, at);
		if (quote === -1 || quote >= end) throw BROKEN;
		let escapes = quote;
		while (escapes > floor && bytes[escapes - 1] === BACKSLASH) escapes--;
		at = quote + 1;
		if ((quote - escapes) % 2 === 0) return;
	}
	throw BROKEN;
}

function skipContainer(): undefined {
	let depth = 0;
	const here = bytes;
	while (at < end) {
		const byte = here[at] as number;
		if (byte === QUOTE) {
			skipText();
			continue;
		}
		at++;
		if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
		else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
			depth--;
			if (depth === 0) return undefined;
		}
	}
	throw BROKEN;
}
