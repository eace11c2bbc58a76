import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chosenName, nextColor, operatorId, operatorIdFrom, operatorName, PALETTE, roomSlug } from './names.ts';

describe('room slugs', () => {
	test.each(['a', 'acme-sprint', '2026-q4', 'x'.repeat(48)])('[R1] %s is one', (slug) =>
		expect(roomSlug.safeParse(slug).success).toBe(true),
	);
	test.each(['', 'Acme', 'acme_sprint', '-a', 'a-', 'a--b', 'é', 'a b', '../x', 'x'.repeat(49)])('[R1] %j is none', (slug) =>
		expect(roomSlug.safeParse(slug).success).toBe(false),
	);
});

describe('operator names', () => {
	test('[R2] are normalised: NFC, one line, trimmed', () => {
		expect(operatorName.parse('  Jose\u0301 \n Luis ')).toBe('José Luis');
		expect(operatorName.parse('ﾌﾟ田中 😀')).toBe('ﾌﾟ田中 😀');
	});

	test('[R2] count what people see as characters: 40 emoji are 40', () => {
		expect(operatorName.safeParse('😀'.repeat(40)).success).toBe(true);
		expect(operatorName.safeParse('😀'.repeat(41)).success).toBe(false);
	});

	test.each([
		['empty', ' \t '],
		['of 500 characters', 'a'.repeat(500)],
		['with a control character', 'a\u0007b'],
		['with a bidi override', 'a\u202Eb'],
		['with a bidi isolate', 'a\u2067b'],
		['with a zero-width space', 'a\u200Bb'],
		['with a soft hyphen', 'a\u00ADb'],
		['with a private-use character', 'a\uE000b'],
	])('[R2] one %s is refused', (_, name) => expect(operatorName.safeParse(name).success).toBe(false));

	test('[R2] parsing what was parsed changes nothing', () => {
		for (const name of ['  Jose\u0301 \n Luis ', 'Å ngström', 'ﬁ'])
			expect(operatorName.parse(operatorName.parse(name))).toBe(operatorName.parse(name));
	});
});

describe('names that are chosen', () => {
	test.each(['Jake', 'ﾌﾟ田中 😀', 'José', '李', '👍', 'R2-D2', "O'Neil", 'محمد', 'नेहा'])('[R2] %s is one', (name) =>
		expect(chosenName.parse(name)).toBe(name.normalize('NFC')),
	);
	test.each([
		'\u3164',
		'a\u115fb',
		'\uffa0',
		'\u2800',
		'\u{1d159}',
		'\u{e0041}',
		'a\u034fb',
		'\u0301',
		'...',
		'—',
		'Z\u0301\u0301\u0301\u0301\u0301',
	])('[R2] %j is none', (name) => expect(chosenName.safeParse(name).success).toBe(false));
	test('[R2] parsing what was parsed changes nothing, and what is chosen a room can hold', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), (text) => {
				const name = chosenName.safeParse(text).data;
				if (name === undefined) return;
				expect([chosenName.parse(name), operatorName.parse(name)]).toEqual([name, name]);
			}),
		);
	});
});

describe('operator ids', () => {
	test('[R3] come from the name, in Latin letters and digits', () => {
		const cases = {
			Jake: 'jake',
			'Zoë Ünal': 'zoe-unal',
			'Łukasz!': 'ukasz',
			ＪＡＫＥ: 'jake',
			'a  b': 'a-b',
			田中: 'operator',
			'—': 'operator',
			ﬁona: 'fiona',
		};
		for (const [name, id] of Object.entries(cases)) expect([name, operatorIdFrom(name, new Set())]).toEqual([name, id]);
	});

	test('[R3] equal ones are numbered', () => {
		expect(operatorIdFrom('Jake', new Set(['jake']))).toBe('jake-2');
		expect(operatorIdFrom('Jake', new Set(['jake', 'jake-2', 'jake-3']))).toBe('jake-4');
		expect(operatorIdFrom('Jake 2', new Set(['jake-2']))).toBe('jake-2-2');
	});

	test('[R3] look-alikes get other ids', () => {
		const latin = operatorIdFrom('Jake', new Set());
		expect(operatorIdFrom('Jаke', new Set([latin]))).toBe('j-ke');
	});

	test('[R3] are ids whatever the name, also numbered ones of long names', () => {
		for (const name of ['x'.repeat(40), 'ﷺ'.repeat(40), '--a--', 'É'.repeat(40), '½'.repeat(40)]) {
			const id = operatorIdFrom(name, new Set());
			const next = operatorIdFrom(name, new Set([id]));
			expect([operatorId.safeParse(id).success, operatorId.safeParse(next).success]).toEqual([true, true]);
		}
	});
});

describe('colours', () => {
	test('[R4] are unique while the palette lasts, in its order', () => {
		const taken: string[] = [];
		for (const color of PALETTE) {
			expect(nextColor(taken)).toBe(color);
			taken.push(color);
		}
		expect(PALETTE.slice(0, 2)).toEqual(['#3B82F6', '#F59E0B']);
	});

	test('[R4] then the one that fewest have', () => {
		expect(nextColor([...PALETTE, ...PALETTE.slice(0, 3)])).toBe(PALETTE[3]);
		expect(nextColor(PALETTE.slice(1))).toBe(PALETTE[0]);
	});
});
