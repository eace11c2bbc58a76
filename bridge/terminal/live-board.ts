/**
 * A board that stays: redrawn in place where somebody watches, printed again when it changes where the output is piped.
 *
 * log-update does the first by counting lines: it wraps what is too wide by its own idea of columns, and where the terminal has another one
 * (an emoji of several characters, half of all terminals) its next picture begins in the wrong line. Here no line ever wraps, whatever the
 * terminal thinks of its width. log-update also hides the cursor by way of another stream, standard error.
 */
import { safeLine, safeLines } from './door.ts';
import type { ColorDepth } from './style.ts';

export interface LiveBoard {
	/** Draws when something changed; the same text twice is drawn once. */
	refresh(): void;
}

export interface LiveBoardOptions {
	stdout: NodeJS.WriteStream;
	env: NodeJS.ProcessEnv;
	color: ColorDepth;
	signal: AbortSignal;
	/** Lines. */
	draw: (look: { width: number; rows: number | undefined; color: ColorDepth }) => string[];
}

/** Ages in words change by the minute; statuses that age (stale, offline) sooner. */
const TICK_MS = 1_000;
const PIPED_EVERY_MS = 1_000;
const PLAIN_WIDTH = 100;

/** A dumb terminal knows no way back up. */
export const openLiveBoard = (options: LiveBoardOptions): LiveBoard =>
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
function watched({ stdout, color, signal, draw }: LiveBoardOptions): LiveBoard {
	let drawn: string[] = [];
	let width = stdout.columns;
	const refresh = () => {
		const lines = draw({ width: stdout.columns, rows: Math.max(5, stdout.rows - 1), color }).map(safeLine);
		if (isSame(lines, drawn)) return;
		const back = drawn.length === 0 ? '' : `\u001b[${drawn.length}A\r`;
		// Cleared before it is written: after a full line the cursor may stand on its last letter.
		const text = lines.map((line) => `${clearRight}${line}\n`).join('');
		stdout.write(begin + noWrap + back + text + clearBelow + wrapAgain + end);
		drawn = lines;
	};
	const onResize = () => {
		// Narrower terminals wrap what was drawn: only a clean screen is certain.
		if (stdout.columns !== width) {
			stdout.write('\u001b[2J\u001b[H');
			drawn = [];
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

function piped({ stdout, color, signal, draw }: LiveBoardOptions): LiveBoard {
	let drawn: string[] = [];
	let timer: NodeJS.Timeout | undefined;
	const print = () => {
		timer = undefined;
		const lines = draw({ width: PLAIN_WIDTH, rows: undefined, color });
		if (!isSame(lines, drawn)) stdout.write(safeLines([...lines, '']));
		drawn = lines;
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

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
	one.length === other.length && one.every((line, index) => line === other[index]);
