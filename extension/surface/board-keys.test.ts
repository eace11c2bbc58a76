import { expect, test } from 'vitest';
import { commandOf } from './board-keys.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) => ({
	key,
	ctrlKey: false,
	metaKey: false,
	altKey: false,
	...held,
});

test('keys move, filter, help; after g they lead to a view or the pictures', () => {
	expect(['j', 'k', '/', '?'].map((key) => commandOf(press(key), false, false))).toEqual(['next', 'previous', 'filter', 'help']);
	expect(['m', 'a', 'p', 'j'].map((key) => commandOf(press(key), false, true))).toEqual(['mine', 'all', 'pictures', undefined]);
	expect(['m', 'a', 'constructor'].map((key) => commandOf(press(key), false, false))).toEqual([undefined, undefined, undefined]);
});

test('⌘K and Ctrl-K open the palette from anywhere; what is typed into a field, or held for the browser, is not ours', () => {
	expect(commandOf(press('k', { metaKey: true }), true, false)).toBe('palette');
	expect(commandOf(press('K', { ctrlKey: true }), false, false)).toBe('palette');
	expect(commandOf(press('j'), true, false)).toBeUndefined();
	expect(commandOf(press('j', { ctrlKey: true }), false, false)).toBeUndefined();
	expect(commandOf(press('k', { ctrlKey: true, altKey: true }), false, false)).toBeUndefined();
});
