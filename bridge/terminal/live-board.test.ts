/** The board that stays, on a real screen. */
import { PassThrough } from 'node:stream';
import xterm from '@xterm/headless';
import { afterEach, expect, test } from 'vitest';
import { openLiveBoard } from './live-board.ts';

const ending: AbortController[] = [];
afterEach(() => {
	for (const end of ending.splice(0)) end.abort();
});

function open(columns: number, rows: number, term = 'xterm-256color') {
	const display = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
	let written = Promise.resolve();
	let raw = '';
	const stdout = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: true, columns, rows }) as unknown as NodeJS.WriteStream;
	stdout.on('data', (text: string) => {
		raw += text;
		written = written.then(() => new Promise((resolve) => display.write(text, resolve)));
	});
	const end = new AbortController();
	ending.push(end);
	let text: string[] = [];
	const canvas = openLiveBoard({ stdout, env: { TERM: term }, color: 1, signal: end.signal, draw: () => text });
	const screen = async () => {
		await new Promise(setImmediate);
		await written;
		const { active } = display.buffer;
		return Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '')
			.join('\n')
			.trimEnd();
	};
	const draw = (lines: string[]) => {
		text = lines;
		canvas.refresh();
		return screen();
	};
	return { draw, screen, end, raw: () => raw };
}

test('the next picture covers the last one whole, lines that are too wide for the terminal included', async () => {
	const board = open(20, 6);
	expect(await board.draw(['x'.repeat(50), 'two', 'three'])).toBe(['x'.repeat(20), 'two', 'three'].join('\n'));
	expect(await board.draw(['y'.repeat(50), 'two'])).toBe(['y'.repeat(20), 'two'].join('\n'));
});

test('a line that fills the terminal keeps its last letter, wherever the cursor stands after it', async () => {
	const board = open(20, 6);
	await board.draw(['x'.repeat(20)]);
	expect(board.raw()).toContain(`\u001b[K${'x'.repeat(20)}\n`);
});

test('in the end the terminal wraps and shows its cursor again, and a `^C` that it showed is gone', async () => {
	const board = open(20, 6);
	await board.draw(['one']);
	board.end.abort();
	expect(await board.screen()).toBe('one');
	expect(board.raw().lastIndexOf('\u001b[?7h')).toBeGreaterThan(board.raw().lastIndexOf('\u001b[?7l'));
	expect(board.raw().endsWith('\r\u001b[K\u001b[?25h')).toBe(true);
});

test('a dumb terminal gets text and nothing that steers it', async () => {
	const board = open(20, 6, 'dumb');
	await board.draw(['one']);
	board.end.abort();
	expect(board.raw()).not.toContain('\u001b');
});
