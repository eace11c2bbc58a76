/**
 * Standard input for a question whose answer is pasted: a line break inside of what was pasted is white space, and does not end the
 * answer. Terminals that know bracketed paste (xterm, "Bracketed Paste Mode") say where a paste begins and ends; of others a paste
 * arrives in one piece.
 */
import { Transform, type TransformCallback } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

export const ASK_FOR_MARKS = '\u001b[?2004h';
export const NO_MORE_MARKS = '\u001b[?2004l';
const BEGIN = '\u001b[200~';
const END = '\u001b[201~';
// biome-ignore lint/suspicious/noControlCharactersInRegex: marks begin with one.
const MARKS = /(\u001b\[20[01]~)/;
/** The beginning of a mark whose rest has not arrived. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: marks begin with one.
const TORN_MARK = /\u001b\[(?:2(?:0[01]?)?)?$/;

export class PastedInput extends Transform {
	readonly isTTY = true;
	readonly #terminal: NodeJS.ReadStream;
	readonly #decoder = new StringDecoder('utf8');
	#isPasting = false;
	#torn = '';

	constructor(terminal: NodeJS.ReadStream) {
		super();
		this.#terminal = terminal;
		terminal.pipe(this);
	}

	/** As readline asks it of a terminal. */
	setRawMode(isRaw: boolean): this {
		this.#terminal.setRawMode(isRaw);
		return this;
	}

	/** Leaves the terminal to whoever asks next. */
	close(): void {
		this.#terminal.unpipe(this);
		this.#terminal.pause();
	}

	override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
		const text = this.#torn + this.#decoder.write(chunk);
		this.#torn = TORN_MARK.exec(text)?.[0] ?? '';
		done(null, this.#joined(text.slice(0, text.length - this.#torn.length)));
	}

	#joined(text: string): string {
		let typed = '';
		for (const part of text.split(MARKS)) {
			if (part === BEGIN || part === END) this.#isPasting = part === BEGIN;
			else typed += this.#isPasting ? part.replace(/[\r\n]+/g, ' ') : part.replace(/[\r\n]+(?=[^\r\n])/g, ' ');
		}
		return typed;
	}
}
