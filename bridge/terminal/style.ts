/** Colour for a terminal, as much as it takes: none where NO_COLOR is set or nobody watches. Becomes colour at the door, and only there. */
import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import { ownStyle } from './door.ts';

/** Bits of colour: 1 is none, 4 and 8 a palette, 24 true colour; as `WriteStream.getColorDepth` counts. */
export type ColorDepth = 1 | 4 | 8 | 24;

export interface Style {
	depth: ColorDepth;
	bold(text: string): string;
	dim(text: string): string;
	red(text: string): string;
	green(text: string): string;
	amber(text: string): string;
	blue(text: string): string;
	/** An operator's colour, `#3B82F6`. */
	hex(color: string, text: string): string;
}

/** FORCE_COLOR and NO_COLOR are obeyed by Node's own count. */
export function depthOf(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): ColorDepth {
	if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return 1;
	const isForced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0';
	if (!stream.isTTY && !isForced) return 1;
	const tty = stream as WriteStream;
	const depth = typeof tty.getColorDepth === 'function' ? tty.getColorDepth(env) : 4;
	return depth === 4 || depth === 8 || depth === 24 ? depth : 1;
}

export function styleFor(depth: ColorDepth): Style {
	const painter = (codes: Codes) => (text: string) =>
		depth === 1 || text === '' ? text : ownStyle(codes.open) + text + ownStyle(codes.close);
	return {
		depth,
		bold: painter(BOLD),
		dim: painter(codesOf('dim')),
		red: painter(codesOf('red')),
		green: painter(codesOf('green')),
		amber: painter(codesOf('yellow')),
		blue: painter(codesOf('blue')),
		hex: (color, text) => painter(depth < 8 ? BOLD : colorCodes(color, depth))(text),
	};
}

/** Parameters of SGR (ECMA-48): `1` is bold, `38;5;69` a colour. */
interface Codes {
	open: string;
	close: string;
}

/** As Node styles text, but as parameters: a whole sequence would be stopped at the door, as everyone's is. */
function codesOf(format: 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue'): Codes {
	const [open = '', close = ''] = styleText(format, '|', { validateStream: false })
		.split('|')
		.map((sequence) => sequence.slice(2, -1));
	return { open, close };
}

const BOLD = codesOf('bold');

function colorCodes(color: string, depth: ColorDepth): Codes {
	const [red, green, blue] = [1, 3, 5].map((from) => Number.parseInt(color.slice(from, from + 2), 16)) as [number, number, number];
	return { open: depth === 24 ? `38;2;${red};${green};${blue}` : `38;5;${cube(red, green, blue)}`, close: '39' };
}

/** The steps of xterm's 6 × 6 × 6 colours. */
const CUBE = [0, 95, 135, 175, 215, 255];

/** The nearest colour that terminals of 256 colours have. */
function cube(red: number, green: number, blue: number): number {
	const step = (value: number) =>
		CUBE.reduce((best, level, index) => (Math.abs(level - value) < Math.abs((CUBE[best] ?? 0) - value) ? index : best), 0);
	return 16 + 36 * step(red) + 6 * step(green) + step(blue);
}
