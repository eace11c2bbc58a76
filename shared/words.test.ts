import { describe, expect, test } from 'vitest';
import { ago, counted, initials, middleCut, span } from './words.ts';

describe('a path cut in the middle', () => {
	test.each([
		['src/auth/login.ts', 40, 'src/auth/login.ts'],
		['src/server/auth/session/login.ts', 24, 'src/…/session/login.ts'],
		['src/server/auth/session/login.ts', 16, 'src/…/login.ts'],
		['src/server/auth/session/login.ts', 12, '…/login.ts'],
		['a-very-long-file-name.generated.ts', 12, 'a-ver…ted.ts'],
	])('%s in %i characters', (path, max, cut) => {
		expect(middleCut(path, max)).toBe(cut);
		expect([...middleCut(path, max)].length).toBeLessThanOrEqual(max);
	});
});

test('times are short', () => {
	expect([0, -5, 59_999, 60_000, 3_600_000, 90_000_000].map(span)).toEqual(['now', 'now', 'now', '1 min', '1 h', '1 d']);
	expect([ago(10), ago(180_000)]).toEqual(['just now', '3 min ago']);
});

test('counts agree with their noun', () => {
	expect([counted(1, 'file'), counted(1204, 'file'), counted(0, 'repository', 'repositories'), counted(1234567, 'token')]).toEqual([
		'1 file',
		'1,204 files',
		'0 repositories',
		'1,234,567 tokens',
	]);
});

test('initials are the first letters of the first and last word', () => {
	expect([initials('Jake'), initials('ada lovelace'), initials('Émile-Zola'), initials('Jake (jake-2)')]).toEqual(['J', 'AL', 'ÉZ', 'J2']);
});
