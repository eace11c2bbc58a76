/**
 * The one door through which text reaches a terminal, a pipe or the log. Whoever wrote it, what steers a terminal or cannot be seen
 * becomes visible: no caller has to remember that. What passes are the styles that `styleFor` gave, which carry a mark of this process.
 */
import { printable, UNPRINTABLE } from './columns.ts';

/**
 * Nobody else can write it: the system seeds this generator, and what it gives here never leaves the process. A secret generator would
 * do no more and takes 4 ms to load.
 */
const MARK = `\u001b${[1, 2, 3].map(() => Math.random().toString(36).slice(2)).join('')}`;
const STYLE = new RegExp(`${MARK}\\[([0-9;]+)m`);

/** A style of ours as it is before the door: `1` is bold, `38;5;69` a colour (ECMA-48, SGR). */
export const ownStyle = (code: string): string => `${MARK}[${code}m`;

/** One line as it may be written. A line that somebody else's text would have made is none: its end becomes visible too. */
export const safeLine = (line: string): string =>
	line
		.split(STYLE)
		.map((part, index) => (index % 2 === 0 ? printable(part) : `\u001b[${part}m`))
		.join('');

export const safeLines = (lines: readonly string[]): string => lines.map((line) => `${safeLine(line)}\n`).join('');

/** JSON that says the same, in characters that can be seen. */
export const safeJson = (value: unknown, indent?: number): string =>
	JSON.stringify(value, undefined, indent).replace(UNPRINTABLE_IN_JSON, escapedUnits);

/** Its own line ends stay. */
const UNPRINTABLE_IN_JSON = new RegExp(`(?!\\n)${UNPRINTABLE.source}`, 'gu');
const escapedUnits = (letter: string): string =>
	[...letter.split('')].map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
