/**
 * Follows one growing file by byte offset, in complete lines. Reads through one buffer that all tails share, so a pass over
 * thousands of files holds one chunk and, for as long as it lasts, one line.
 */
import { closeSync, fstatSync, readSync } from 'node:fs';
import { Outline } from '../agents/skim/outline.ts';
import type { RecordShape } from '../agents/skim/record-shape.ts';
import { openAtOnce } from '../base/whole-file.ts';

const CHUNK_BYTES = 256 * 1024;
/** Grown to this at the most, the buffer stays: made anew after each long line, it would leave more behind than it holds. */
const KEPT_BYTES = 4 * 1024 * 1024;
/** A longer line is not held: it is cut to what is looked for in it while it is read. */
export const HELD_MAX_BYTES = 8 * 1024 * 1024;
/** Of a line that is cut, so much of its end is held: in it may be a record that was glued on. */
const END_BYTES = 1024 * 1024;
/** So many bytes before the offset are compared before reading on, to notice a file that was rewritten in place. */
const GUARD_BYTES = 64;
const NEWLINE = 0x0a;
const CLOSE_BRACE = 0x7d;

export interface LineSink {
	/** The line is `buffer[start, end)`, valid only during the call. Returns whether it was a whole record. */
	line(buffer: Buffer, start: number, end: number): boolean;
	/** The end of a line that was cut to an outline and is no record: another one may stand in it. Valid only during the call, too. */
	lineEnd?(buffer: Buffer, start: number, end: number): void;
	/** What was handed over before is void: the file is another one, or was cut or rewritten. */
	restarted(): void;
	/** What is looked for in a line that is too long to be held. */
	recordShape?: RecordShape<unknown> | undefined;
	/** A line that is too long was skipped, since nobody said what to look for in it, or since that is too much. */
	oversized(): void;
}

let shared = Buffer.allocUnsafe(CHUNK_BYTES);

/** A longer last line waits for its newline. */
const LAST_MAX_BYTES = 1024 * 1024;

/** A line that ends in a brace may still be torn in the middle of a record. */
function isWhole(held: number): boolean {
	try {
		JSON.parse(shared.toString('utf8', 0, held));
		return true;
	} catch (error) {
		if (error instanceof SyntaxError) return false;
		throw error;
	}
}

export class Tail {
	readonly path: string;
	#offset = 0;
	#inode = 0;
	#guard = Buffer.alloc(0);
	/** Of the line whose beginning has been read already. */
	#outline: Outline | undefined;

	constructor(path: string) {
		this.path = path;
	}

	/** Hands over what is new, whole lines only. Throws what the file system throws (ENOENT, EACCES, …). */
	read(sink: LineSink): void {
		const file = openAtOnce(this.path);
		try {
			const { ino, size } = fstatSync(file);
			if (this.#offset > 0 && (ino !== this.#inode || size < this.#offset || !this.#guardHolds(file))) {
				this.#offset = 0;
				this.#outline = undefined;
				sink.restarted();
			}
			this.#inode = ino;
			if (size > this.#offset) this.#readOn(file, sink);
		} finally {
			closeSync(file);
			if (shared.length > KEPT_BYTES) shared = Buffer.allocUnsafe(CHUNK_BYTES);
		}
	}

	#guardHolds(file: number): boolean {
		const found = Buffer.alloc(this.#guard.length);
		const got = readSync(file, found, 0, found.length, this.#offset - found.length);
		return got === found.length && found.equals(this.#guard);
	}

	#readOn(file: number, sink: LineSink): void {
		let held = 0;
		for (;;) {
			if (held === shared.length) held = this.#makeRoom(held, sink);
			const got = readSync(file, shared, held, shared.length - held, this.#offset + held);
			if (got === 0) break;
			const filled = held + got;
			const consumed = this.#lines(filled, held, sink);
			if (consumed > 0) {
				this.#remember(consumed);
				shared.copyWithin(0, consumed, filled);
			}
			held = filled - consumed;
		}
		this.#lastLine(held, sink);
	}

	/** A record that lacks its newline is complete when it reads as one: the writer adds the newline with the next. */
	#lastLine(held: number, sink: LineSink): void {
		if (held === 0 || held > LAST_MAX_BYTES || this.#outline || shared[held - 1] !== CLOSE_BRACE || !isWhole(held)) return;
		if (sink.line(shared, 0, held)) this.#remember(held);
	}

	#lines(filled: number, searchFrom: number, sink: LineSink): number {
		let start = 0;
		let newline = shared.indexOf(NEWLINE, searchFrom);
		while (newline !== -1 && newline < filled) {
			if (this.#outline) this.#endOutline(start, newline, this.#outline, sink);
			else if (newline > start) sink.line(shared, start, newline);
			start = newline + 1;
			newline = shared.indexOf(NEWLINE, start);
		}
		return start;
	}

	/** One line fills the buffer: it grows, or the line is cut to its outline. */
	#makeRoom(held: number, sink: LineSink): number {
		if (this.#outline || held >= HELD_MAX_BYTES) {
			this.#outline ??= new Outline(sink.recordShape ?? {});
			const cut = held - Math.min(END_BYTES, held / 2);
			this.#outline.push(shared, 0, cut);
			this.#remember(cut);
			shared.copyWithin(0, cut, held);
			return held - cut;
		}
		const grown = Buffer.allocUnsafe(Math.min(held * 2, HELD_MAX_BYTES));
		shared.copy(grown, 0, 0, held);
		shared = grown;
		return held;
	}

	#endOutline(start: number, end: number, outline: Outline, sink: LineSink): void {
		outline.push(shared, start, end);
		this.#outline = undefined;
		const { text } = outline;
		if (sink.recordShape === undefined || text === undefined) sink.oversized();
		else if (!sink.line(text, 0, text.length)) sink.lineEnd?.(shared, start, end);
	}

	#remember(consumed: number): void {
		this.#offset += consumed;
		this.#guard = Buffer.from(shared.subarray(Math.max(0, consumed - GUARD_BYTES), consumed));
	}
}
