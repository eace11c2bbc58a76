import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columns, cutToFit, padEnd, printable, wrap } from './columns.ts';

describe('columns', () => {
	test.each([
		['abc', 3],
		['日本', 4],
		['e\u0301', 1],
		['😀', 2],
		['✅', 2],
		['👨\u200d👩\u200d👧\u200d👦', 2],
		['👍🏽', 2],
		['🇩🇪', 2],
		['1\ufe0f\u20e3', 2],
		['❤\ufe0f', 2],
		['●', 1],
		['✓ ‖ …', 5],
		['한국', 4],
		['हिन्दी', 5],
		['한국'.normalize('NFD'), 4],
	])('%s takes %i', (text, width) => expect(columns(text)).toBe(width));

	test('a cut text has an ellipsis and fits, wide letters included', () => {
		expect(cutToFit('Cover the limit', 10)).toBe('Cover the…');
		expect(cutToFit('日本語日本語', 6)).toBe('日本…');
		expect(cutToFit('same', 4)).toBe('same');
		expect(padEnd('日本', 6)).toBe('日本  ');
	});

	test('a cut goes between letters as they are seen, never through one', () => {
		const family = '👨\u200d👩\u200d👧\u200d👦';
		expect(cutToFit(`${family}${family}${family}`, 5)).toBe(`${family}${family}…`);
		expect(cutToFit('🇩🇪🇫🇷🇮🇹', 4)).toBe('🇩🇪…');
		expect(cutToFit('e\u0301e\u0301e\u0301e\u0301', 3)).toBe('e\u0301e\u0301…');
		expect(cutToFit(`${'✅'.repeat(3)} done`, 8)).toBe('✅✅✅…');
	});

	test('whatever a text is, cut and padded it takes what it is given', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 12 }), (text, width) => {
				expect(columns(padEnd(cutToFit(printable(text), width), width))).toBe(width);
			}),
		);
	});

	test('wrapping breaks between words', () => expect(wrap('one two three', 7)).toEqual(['one two', 'three']));

	test.each([
		['a\u001b[2Jb', 'a\\u{1b}[2Jb'],
		['\u202e\u061c\u2028\u009b', '\\u{202e}\\u{61c}\\u{2028}\\u{9b}'],
		['a\u200bb\ufeff\u3164', 'a\\u{200b}b\\u{feff}\\u{3164}'],
		['\u{e0041}x\ufe0f\ud800', '\\u{e0041}x\\u{fe0f}\\u{d800}'],
		['👩\u200d💻 ❤\ufe0f 1\ufe0f\u20e3', '👩\u200d💻 ❤\ufe0f 1\ufe0f\u20e3'],
		['🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}', '🏴\\u{e0067}\\u{e0062}\\u{e0065}\\u{e006e}\\u{e0067}\\u{e007f}'],
		['Zoë 田中 نص हिन्दी', 'Zoë 田中 نص हिन्दी'],
	])('what steers a terminal or hides in a text becomes visible: %j', (text, seen) => expect(printable(text)).toBe(seen));
});
