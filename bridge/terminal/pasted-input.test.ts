import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { PastedInput } from './pasted-input.ts';

/** What a prompt reads of what a terminal sends, in the pieces that it sends. */
async function read(...pieces: (string | Buffer)[]): Promise<string> {
	const terminal = new PassThrough();
	const input = new PastedInput(Object.assign(terminal, { setRawMode: () => terminal }) as unknown as NodeJS.ReadStream);
	for (const piece of pieces) {
		terminal.write(piece);
		await new Promise(setImmediate);
	}
	terminal.end();
	return text(input);
}

test('a line end inside of a paste is white space, and the key after it ends the answer', async () => {
	expect(await read('\u001b[200~one\r\ntwo\nthree\u001b[201~', '\r')).toBe('one two three\r');
});

test('a mark that arrives in two pieces is a mark', async () => {
	expect(await read('\u001b[20', '0~one\n', 'two\u001b[2', '01~\r')).toBe('one two\r');
});

test('where the terminal does not mark a paste, only its last line end counts', async () => {
	expect(await read('one\ntwo\n')).toBe('one two\n');
	expect(await read('typed\r')).toBe('typed\r');
});

test('a letter that arrives in two pieces is one letter', async () => {
	const bytes = Buffer.from('ü');
	expect(await read(bytes.subarray(0, 1), bytes.subarray(1))).toBe('ü');
});
