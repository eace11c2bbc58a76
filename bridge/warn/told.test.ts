import { expect, test } from 'vitest';
import { Told } from './told.ts';

const MIN = 60_000;

test('[W3] once per file, person and session in ten minutes, and at once where it got worse', () => {
	const told = new Told();
	const isNews = (minute: number, is: 'conflict' | 'same file', [session, path, person] = ['s', 'a.ts', 'andrew']) =>
		told.isNews(session as string, path as string, person as string, is, minute * MIN);
	expect(isNews(0, 'same file')).toBe(true);
	expect(isNews(1, 'same file')).toBe(false);
	expect([
		isNews(1, 'same file', ['t', 'a.ts', 'andrew']),
		isNews(1, 'same file', ['s', 'b.ts', 'andrew']),
		isNews(1, 'same file', ['s', 'a.ts', 'ada']),
	]).toEqual([true, true, true]);
	expect(isNews(2, 'conflict')).toBe(true);
	expect(isNews(3, 'same file')).toBe(false);
	expect(isNews(12, 'conflict')).toBe(true);
});
