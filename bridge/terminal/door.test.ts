import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMOJI, UNPRINTABLE } from './columns.ts';
import { safeJson, safeLine, safeLines } from './door.ts';
import { styleFor } from './style.ts';

const hostile = fc.string({
	unit: fc.oneof(fc.constantFrom('\u001b[32m', '\u001b', '\n', '\r', '\u202e', '\u{e0041}', '\ufe0f', '✓ '), fc.string({ unit: 'binary' })),
});

describe('the door', () => {
	test('[R14] lets nothing through that cannot be seen, whoever wrote it, and one line stays one line', () => {
		fc.assert(
			fc.property(hostile, (text) => {
				expect(safeLine(text).replace(EMOJI, '')).not.toMatch(UNPRINTABLE);
				expect(safeLines([text]).split('\n')).toHaveLength(2);
			}),
		);
	});

	test('[R14] lets styles of ours through, around what others wrote, and none of theirs', () => {
		const { red, bold } = styleFor(4);
		expect(safeLine(red(`a ${bold('b')}`))).toBe('\u001b[31ma \u001b[1mb\u001b[22m\u001b[39m');
		expect(safeLine(red('\u001b[32m✓ Joined\u001b[39m'))).toBe('\u001b[31m\\u{1b}[32m✓ Joined\\u{1b}[39m\u001b[39m');
	});

	test('JSON that went through says the same', () => {
		fc.assert(
			fc.property(fc.array(hostile), fc.constantFrom(undefined, 2), (texts, indent) => {
				const json = safeJson(texts, indent);
				expect(json.replaceAll('\n', '')).not.toMatch(UNPRINTABLE);
				expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(texts)));
			}),
		);
	});
});
