/** A board that stays: redrawn in place where somebody watches, printed again when it changes where the output is piped. */
import type { ColorDepth } from './ink.ts';

export interface Canvas {
	/** Draws when something changed; the same text twice is drawn once. */
	refresh(): void;
}

export interface CanvasOptions {
	stdout: NodeJS.WriteStream;
	env: NodeJS.ProcessEnv;
	color: ColorDepth;
	signal: AbortSignal;
	draw: (look: { width: number; rows: number | undefined; color: ColorDepth }) => string;
}

/** Ages in words change by the minute; statuses that age (stale, offline) sooner. */
const TICK_MS = 1_000;
const PIPED_EVERY_MS = 1_000;
const PLAIN_WIDTH = 100;

/** A dumb terminal knows no way back up. */
export const openCanvas = (options: CanvasOptions): Canvas =>
	options.stdout.isTTY && options.env.TERM !== 'dumb' ? watched(options) : piped(options);

const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';
/** Terminals that know it show the whole picture at once; others ignore it. */
const begin = '\u001b[?2026h';
const end = '\u001b[?2026l';
/** A line that is too long is cut by the terminal: one that went on below would be in the way of the next picture. */
const noWrap = '\u001b[?7l';
const wrapAgain = '\u001b[?7h';
const clearRight = '\u001b[K';
const clearBelow = '\u001b[J';

/** Below what is on the screen already, so that what was said before stays readable. */
function watched({ stdout, color, signal, draw }: CanvasOptions): Canvas {
	let drawn = '';
	let width = stdout.columns;
	const refresh = () => {
		const text = draw({ width: stdout.columns, rows: Math.max(5, stdout.rows - 1), color });
		if (text === drawn) return;
		const up = drawn === '' ? 0 : drawn.split('\n').length;
		const back = up === 0 ? '' : `\u001b[${up}A\r`;
		// Cleared before it is written: after a full line the cursor may stand on its last letter.
		const lines = text.split('\n').map((line) => `${clearRight}${line}\n`);
		stdout.write(begin + noWrap + back + lines.join('') + clearBelow + wrapAgain + end);
		drawn = text;
	};
	const onResize = () => {
		// Narrower terminals wrap what was drawn: only a clean screen is certain.
		if (stdout.columns !== width) {
			stdout.write('\u001b[2J\u001b[H');
			drawn = '';
		}
		width = stdout.columns;
		refresh();
	};
	const timer = setInterval(refresh, TICK_MS);
	stdout.on('resize', onResize);
	stdout.write(hideCursor);
	signal.addEventListener(
		'abort',
		() => {
			clearInterval(timer);
			stdout.off('resize', onResize);
			// Over the `^C` that the terminal has shown.
			stdout.write(`\r${clearRight}${showCursor}`);
		},
		{ once: true },
	);
	return { refresh };
}

function piped({ stdout, color, signal, draw }: CanvasOptions): Canvas {
	let drawn = '';
	let timer: NodeJS.Timeout | undefined;
	const print = () => {
		timer = undefined;
		const text = draw({ width: PLAIN_WIDTH, rows: undefined, color });
		if (text !== drawn) stdout.write(`${text}\n\n`);
		drawn = text;
	};
	const ticks = setInterval(print, 60 * TICK_MS);
	signal.addEventListener(
		'abort',
		() => {
			clearInterval(ticks);
			clearTimeout(timer);
		},
		{ once: true },
	);
	return {
		refresh: () => {
			timer ??= setTimeout(print, PIPED_EVERY_MS);
		},
	};
}
