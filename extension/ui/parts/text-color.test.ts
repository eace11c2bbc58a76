import { expect, test } from 'vitest';
import { PALETTE } from '../../../shared/names.ts';
import { textColorOn } from './text-color.ts';

/** WCAG 2.2, relative luminance, worked out here again. */
function luminance(color: string): number {
	const channel = (start: number) => {
		const value = Number.parseInt(color.slice(start, start + 2), 16) / 255;
		return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
	};
	return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

test.for([...PALETTE])('initials on %s pass AA', (color) => {
	const [lighter = 0, darker = 0] = [luminance(color), luminance(textColorOn(color))].sort((one, other) => other - one);
	expect((lighter + 0.05) / (darker + 0.05)).toBeGreaterThanOrEqual(4.5);
});
