/** Black or white, whichever reads better on a colour (WCAG 2.2, relative luminance). */
export function textColorOn(color: string): '#000000' | '#FFFFFF' {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => linear(Number.parseInt(color.slice(start, start + 2), 16) / 255));
	const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	return contrast(luminance, 0) >= contrast(1, luminance) ? '#000000' : '#FFFFFF';
}

const linear = (channel: number): number => (channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
const contrast = (lighter: number, darker: number): number => (lighter + 0.05) / (darker + 0.05);
