/**
 * How browsers and a native host talk: each message is JSON in UTF-8, after its length in four bytes of the machine's own order.
 * https://developer.chrome.com/docs/extensions/develop/concepts/native-messaging#native-messaging-host-protocol
 */
import { endianness } from 'node:os';
import { NATIVE_MESSAGE_MAX_BYTES } from '../../shared/native-messages.ts';

const LENGTH_BYTES = 4;
const isLittle = endianness() === 'LE';

export function frame(message: unknown): Buffer {
	const body = Buffer.from(JSON.stringify(message));
	if (body.length > NATIVE_MESSAGE_MAX_BYTES) throw new Error(`A message of ${body.length} bytes is more than browsers take.`);
	const length = Buffer.alloc(LENGTH_BYTES);
	if (isLittle) length.writeUInt32LE(body.length);
	else length.writeUInt32BE(body.length);
	return Buffer.concat([length, body]);
}

/** What is no frame: nothing after it can be understood either. */
export class FrameError extends Error {}

/** Takes apart what arrives in pieces of any size. */
export class FrameReader {
	#rest: Buffer = Buffer.alloc(0);

	/** The messages that are whole by now, as JSON has them. Throws a `FrameError`. */
	read(chunk: Buffer): unknown[] {
		this.#rest = Buffer.concat([this.#rest, chunk]);
		const messages: unknown[] = [];
		for (let body = this.#take(); body !== undefined; body = this.#take()) messages.push(parsed(body));
		return messages;
	}

	#take(): Buffer | undefined {
		if (this.#rest.length < LENGTH_BYTES) return undefined;
		const length = isLittle ? this.#rest.readUInt32LE() : this.#rest.readUInt32BE();
		if (length > NATIVE_MESSAGE_MAX_BYTES) throw new FrameError(`A message of ${length} bytes is announced.`);
		const end = LENGTH_BYTES + length;
		if (this.#rest.length < end) return undefined;
		const body = this.#rest.subarray(LENGTH_BYTES, end);
		this.#rest = this.#rest.subarray(end);
		return body;
	}
}

function parsed(body: Buffer): unknown {
	try {
		return JSON.parse(body.toString());
	} catch (error) {
		if (error instanceof SyntaxError) throw new FrameError('A message is no JSON.');
		throw error;
	}
}
