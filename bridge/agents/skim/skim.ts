/**
 * Reads of a JSON text only what is wanted, straight from its bytes: what is not named is skipped without ever becoming a string,
 * so a tool result of many MB costs a search for its end, and a prompt is not even decoded. A wanted value of another JSON type
 * than expected, or a text longer than expected, is absent. Broken JSON gives undefined; skipped parts are not validated.
 *
 * Loops count instead of iterating: a short command ends before V8 has compiled any of this, and until then an iterator makes an
 * object for each step.
 */

import { type Key, type KeyTable, keysOf, type RecordShape } from './record-shape.ts';

const EMPTY = Buffer.alloc(0);
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;
/** Beyond this many bytes, asking for the next quote natively is cheaper than looking at each byte. */
const NEAR_BYTES = 48;
const ISO_BYTES = 24;
const UPPER_T = 0x54;
const UPPER_Z = 0x5a;
/** So many repeated texts are remembered for each place. */
const STEADY_MAX = 12;
const DEPTH_MAX = 64;
const KEY_MAX_BYTES = 4096;

/** The text under the reader's finger. One skim at a time: it never waits and never calls out. */
let bytes: Buffer<ArrayBufferLike> = EMPTY;
let at = 0;
let end = 0;
let stopped = false;

class Broken extends Error {}
const BROKEN = new Broken('not JSON');

/** What is wanted of the JSON value in `buffer[from, to)`, or undefined where that is no JSON object. */
export function skim<T>(wanted: RecordShape<T>, buffer: Buffer, from = 0, to = buffer.length): T | undefined {
	bytes = buffer;
	at = from;
	end = to;
	stopped = false;
	try {
		const seen = value(wanted, 0);
		if (stopped) return seen as T;
		skipSpace();
		return at === end ? (seen as T | undefined) : undefined;
	} catch (error) {
		if (error === BROKEN) return undefined;
		throw error;
	} finally {
		bytes = EMPTY;
	}
}

function value(node: RecordShape<unknown> | undefined, depth: number): unknown {
	skipSpace();
	const first = bytes[at] as number;
	if (at >= end || depth > DEPTH_MAX) throw BROKEN;
	if (first === QUOTE) return textValue(node);
	if (first === OPEN_BRACE) return node?.shape || node?.entry ? objectValue(node, depth) : skipContainer();
	if (first === OPEN_BRACKET) return node?.item ? listValue(node.item, depth) : skipContainer();
	return plainValue(node);
}

function objectValue(node: RecordShape<unknown>, depth: number): unknown {
	const seen: Record<string, unknown> = {};
	const entries = node.entry ? new Map<string, unknown>() : undefined;
	const keys = node.shape ? (node.keys ?? keysOf(node)) : [];
	at++;
	for (skipSpace(); at < end; skipSpace()) {
		if (bytes[at] === CLOSE_BRACE) {
			at++;
			return entries ?? seen;
		}
		if (bytes[at] === COMMA) {
			at++;
			continue;
		}
		if (bytes[at] !== QUOTE) throw BROKEN;
		const start = at + 1;
		skipText();
		const stop = at - 1;
		skipSpace();
		if (bytes[at] !== COLON) throw BROKEN;
		at++;
		if (entries) {
			const key = stop - start <= KEY_MAX_BYTES ? decode(start, stop) : undefined;
			const found = value(node.entry, depth + 1);
			if (key !== undefined && found !== undefined) entries.set(key, found);
			continue;
		}
		const wanted = lookUp(keys, start, stop);
		if (!wanted) {
			skipValue(depth);
			continue;
		}
		const found = value(wanted.node, depth + 1);
		if (found !== undefined) seen[wanted.name] = found;
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
	for (let i = 0; i < row.length; i++) if (sameBytes((row[i] as Key).bytes, start)) return row[i];
	return undefined;
}

function sameBytes(wanted: Uint8Array, start: number): boolean {
	for (let i = 0; i < wanted.length; i++) if (wanted[i] !== bytes[start + i]) return false;
	return true;
}

function listValue(item: RecordShape<unknown>, depth: number): unknown[] {
	const seen: unknown[] = [];
	at++;
	for (skipSpace(); at < end; skipSpace()) {
		if (bytes[at] === CLOSE_BRACKET) {
			at++;
			return seen;
		}
		if (bytes[at] === COMMA) {
			at++;
			continue;
		}
		const found = value(item, depth + 1);
		if (found !== undefined) seen.push(found);
		if (stopped) return seen;
	}
	throw BROKEN;
}

function textValue(node: RecordShape<unknown> | undefined): string | number | undefined {
	const start = at + 1;
	skipText();
	const stop = at - 1;
	if (node?.prefixes) {
		const prefix = prefixAt(node.prefixes, start, stop);
		if (prefix !== undefined) return prefix;
	}
	if (node?.edges !== undefined) return edgesOf(start, stop, node.edges);
	if (node?.time) return timeValue(start, stop);
	// An escape takes at most six bytes for a character, so more than six times `max` cannot be short enough.
	if (node?.text === undefined || stop - start > node.text * 6) return undefined;
	if (node.marks && !holdsMark(node.marks, start, stop)) return undefined;
	if (node.steady) return steadyValue(node.steady, node, start, stop);
	return decodedValue(node, start, stop);
}

function prefixAt(prefixes: NonNullable<RecordShape<unknown>['prefixes']>, start: number, stop: number): string | undefined {
	for (let i = 0; i < prefixes.length; i++) {
		const { text, raw } = prefixes[i] as { text: string; raw: Uint8Array };
		if (stop - start >= raw.length && sameBytes(raw, start)) return text;
	}
	return undefined;
}

function decodedValue(node: RecordShape<unknown>, start: number, stop: number): string | undefined {
	const decoded = decode(start, stop);
	if (decoded === undefined || decoded.length > (node.text as number)) return undefined;
	if (node.enough?.has(decoded)) stopped = true;
	return decoded;
}

function steadyValue(
	steady: { raw: Uint8Array; text: string }[],
	node: RecordShape<unknown>,
	start: number,
	stop: number,
): string | undefined {
	for (let i = 0; i < steady.length; i++) {
		const { raw, text } = steady[i] as { raw: Uint8Array; text: string };
		if (raw.length !== stop - start || !sameBytes(raw, start)) continue;
		if (node.enough?.has(text)) stopped = true;
		return text;
	}
	const decoded = decodedValue(node, start, stop);
	if (decoded === undefined) return undefined;
	if (steady.length === STEADY_MAX) steady.shift();
	steady.push({ raw: Buffer.from(bytes.subarray(start, stop)), text: decoded });
	return decoded;
}

function holdsMark(marks: readonly Buffer[], start: number, stop: number): boolean {
	const range = bytes.subarray(start, stop);
	return marks.some((mark) => range.includes(mark));
}

/** What `toString('latin1')` calls, without its look at the name of the encoding: this is asked some ten times for each record. */
function latin(start: number, stop: number): string {
	return (bytes as Buffer & { latin1Slice(start: number, stop: number): string }).latin1Slice(start, stop);
}

/** `2026-11-22T20:53:37.895Z` digit by digit, since each record has one; any other spelling as Date reads it. */
function timeValue(start: number, stop: number): number | undefined {
	if (stop - start === ISO_BYTES && bytes[stop - 1] === UPPER_Z && bytes[start + 10] === UPPER_T) {
		const day = Date.UTC(digits(start, 4), digits(start + 5, 2) - 1, digits(start + 8, 2));
		const time = digits(start + 11, 2) * 3_600_000 + digits(start + 14, 2) * 60_000 + digits(start + 17, 2) * 1000 + digits(start + 20, 3);
		if (!Number.isNaN(day + time)) return day + time;
	}
	const time = stop - start > ISO_BYTES * 2 ? Number.NaN : Date.parse(decode(start, stop) ?? '');
	return Number.isNaN(time) ? undefined : time;
}

function digits(start: number, count: number): number {
	let number = 0;
	for (let i = start; i < start + count; i++) {
		const digit = (bytes[i] as number) - 0x30;
		if (digit < 0 || digit > 9) return Number.NaN;
		number = number * 10 + digit;
	}
	return number;
}

function edgesOf(start: number, stop: number, size: number): string {
	if (stop - start <= size * 2) return latin(start, stop);
	return `${latin(start, start + size)}\n${latin(stop - size, stop)}`;
}

function decode(start: number, stop: number): string | undefined {
	for (let i = start; i < stop; i++) {
		const byte = bytes[i] as number;
		if (byte === BACKSLASH || byte >= 0x80) return decodeSlowly(start, stop);
	}
	return latin(start, stop);
}

function decodeSlowly(start: number, stop: number): string | undefined {
	try {
		return JSON.parse(bytes.toString('utf8', start - 1, stop + 1)) as string;
	} catch (error) {
		if (error instanceof SyntaxError) throw BROKEN;
		throw error;
	}
}

function plainValue(node: RecordShape<unknown> | undefined): number | boolean | undefined {
	const start = at;
	while (at < end) {
		const byte = bytes[at] as number;
		if (byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || byte <= 0x20) break;
		at++;
	}
	if (at === start) throw BROKEN;
	if (node?.number) {
		const found = Number(latin(start, at));
		return Number.isFinite(found) ? found : undefined;
	}
	if (node?.flag) {
		if (bytes[start] === 0x74) return true;
		if (bytes[start] === 0x66) return false;
	}
	return undefined;
}

function skipSpace(): void {
	while (at < end && (bytes[at] as number) <= 0x20) at++;
}

/** From an opening quote to just after its closing one. */
function skipText(): void {
	at++;
	const near = Math.min(at + NEAR_BYTES, end);
	while (at < near) {
		const byte = bytes[at] as number;
		if (byte === QUOTE) {
			at++;
			return;
		}
		at += byte === BACKSLASH ? 2 : 1;
	}
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
	while (at < end) {
		const byte = bytes[at] as number;
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
