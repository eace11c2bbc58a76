/** What one JSON text says, given its bytes between the quotes. */
import type { Prefix } from './record-shape.ts';

const BACKSLASH = 0x5c;
const ISO_BYTES = 24;
const UPPER_T = 0x54;
const UPPER_Z = 0x5a;

class Broken extends Error {}
/** Thrown where bytes are no JSON: one object, since an error that is made anew each time takes a look at the stack. */
export const BROKEN = new Broken('not JSON');

/** What `toString('latin1')` calls, without its look at the name of the encoding: this is asked some ten times for each record. */
export function latin(bytes: Buffer, start: number, stop: number): string {
	return (bytes as Buffer & { latin1Slice(start: number, stop: number): string }).latin1Slice(start, stop);
}

export function sameBytes(bytes: Buffer, expected: Uint8Array, start: number): boolean {
	for (let i = 0; i < expected.length; i++) if (expected[i] !== bytes[start + i]) return false;
	return true;
}

export function decode(bytes: Buffer, start: number, stop: number): string {
	for (let i = start; i < stop; i++) {
		const byte = bytes[i] as number;
		if (byte === BACKSLASH || byte >= 0x80) return decodeEscapes(bytes, start, stop);
	}
	return latin(bytes, start, stop);
}

function decodeEscapes(bytes: Buffer, start: number, stop: number): string {
	try {
		return JSON.parse(bytes.toString('utf8', start - 1, stop + 1)) as string;
	} catch (error) {
		if (error instanceof SyntaxError) throw BROKEN;
		throw error;
	}
}

/** The first of the prefixes that the text starts with. */
export function prefixAt(bytes: Buffer, prefixes: readonly Prefix[], start: number, stop: number): string | undefined {
	for (let i = 0; i < prefixes.length; i++) {
		const { text, raw } = prefixes[i] as Prefix;
		if (stop - start >= raw.length && sameBytes(bytes, raw, start)) return text;
	}
	return undefined;
}

export function holdsMark(bytes: Buffer, marks: readonly Buffer[], start: number, stop: number): boolean {
	const range = bytes.subarray(start, stop);
	return marks.some((mark) => range.includes(mark));
}

/** `2026-11-22T20:53:37.895Z` digit by digit, since each record has one; any other spelling as Date reads it. */
export function timeIn(bytes: Buffer, start: number, stop: number): number | undefined {
	if (stop - start === ISO_BYTES && bytes[stop - 1] === UPPER_Z && bytes[start + 10] === UPPER_T) {
		const day = dayOf(digits(bytes, start, 4), digits(bytes, start + 5, 2), digits(bytes, start + 8, 2));
		const seconds = digits(bytes, start + 11, 2) * 3600 + digits(bytes, start + 14, 2) * 60 + digits(bytes, start + 17, 2);
		const time = day + seconds * 1000 + digits(bytes, start + 20, 3);
		if (!Number.isNaN(time)) return time;
	}
	const time = stop - start > ISO_BYTES * 2 ? Number.NaN : Date.parse(decode(bytes, start, stop));
	return Number.isNaN(time) ? undefined : time;
}

/** So many digits are surely exact. */
const DIGITS_MAX = 15;

/** Most numbers are small and whole: those are read digit by digit, without a text in between. */
export function numberIn(bytes: Buffer, start: number, stop: number): number | undefined {
	const whole = stop - start <= DIGITS_MAX ? digits(bytes, start, stop - start) : Number.NaN;
	const number = Number.isNaN(whole) ? Number(latin(bytes, start, stop)) : whole;
	return Number.isFinite(number) ? number : undefined;
}

/** The day that was asked for last, since many records in a row are of one. */
let lastDate = 0;
let lastDay = 0;

function dayOf(year: number, month: number, day: number): number {
	const date = (year * 100 + month) * 100 + day;
	if (date !== lastDate) {
		lastDay = Date.UTC(year, month - 1, day);
		lastDate = date;
	}
	return lastDay;
}

function digits(bytes: Buffer, start: number, count: number): number {
	let number = 0;
	for (let i = start; i < start + count; i++) {
		const digit = (bytes[i] as number) - 0x30;
		if (digit < 0 || digit > 9) return Number.NaN;
		number = number * 10 + digit;
	}
	return number;
}

/** The beginning and the end of the text, a line each. */
export function edgesOf(bytes: Buffer, start: number, stop: number, size: number): string {
	if (stop - start <= size * 2) return latin(bytes, start, stop);
	return `${latin(bytes, start, start + size)}\n${latin(bytes, stop - size, stop)}`;
}
