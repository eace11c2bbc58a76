import { describe, expect, test } from 'vitest';
import { safeLine } from './door.ts';
import { depthOf, styleFor } from './style.ts';

describe('colour', () => {
	const tty = (depth: number) => ({ isTTY: true, getColorDepth: () => depth }) as unknown as NodeJS.WriteStream;
	test('is none where NO_COLOR is set or nobody watches, and as deep as the terminal otherwise', () => {
		expect(depthOf(tty(24), { NO_COLOR: '1' })).toBe(1);
		expect(depthOf({ isTTY: false } as NodeJS.WriteStream, {})).toBe(1);
		expect([1, 4, 8, 24].map((depth) => depthOf(tty(depth), {}))).toEqual([1, 4, 8, 24]);
	});
	test('of an operator is true, near, or bold, as the terminal can', () => {
		expect(safeLine(styleFor(24).hex('#3B82F6', 'J'))).toBe('\u001b[38;2;59;130;246mJ\u001b[39m');
		expect(safeLine(styleFor(8).hex('#3B82F6', 'J'))).toBe('\u001b[38;5;69mJ\u001b[39m');
		expect(safeLine(styleFor(4).hex('#3B82F6', 'J'))).toBe('\u001b[1mJ\u001b[22m');
		expect(styleFor(1).hex('#3B82F6', 'J')).toBe('J');
	});
	test('has the codes of Node, and none where there is no colour or no text', () => {
		const { bold, dim, red, green, amber, blue } = styleFor(4);
		expect([bold, dim, red, green, amber, blue].map((paint) => safeLine(paint('x')))).toEqual(
			[
				[1, 22],
				[2, 22],
				[31, 39],
				[32, 39],
				[33, 39],
				[34, 39],
			].map(([open, close]) => `\u001b[${open}mx\u001b[${close}m`),
		);
		expect(red('')).toBe('');
		expect(styleFor(1).red('x')).toBe('x');
	});
});
