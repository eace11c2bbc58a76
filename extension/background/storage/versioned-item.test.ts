/** Both kinds of items, WXT's and the one in IndexedDB, treat versions alike. */
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { type Store, type StoredItem, type Versions, versionedItem } from './versioned-item.ts';

/** Stands for IndexedDB, which Node does not have. */
let lies: Record<string, unknown> = {};
const memory: Store = {
	get: async (keys) => Object.fromEntries(keys.filter((key) => key in lies).map((key) => [key, lies[key]])),
	set: async (items) => void Object.assign(lies, items),
	remove: async (keys) => {
		for (const key of keys) delete lies[key];
	},
};

let storage: typeof import('wxt/utils/storage')['storage'];
beforeAll(async () => {
	vi.stubGlobal('chrome', fakeBrowser);
	({ storage } = await import('wxt/utils/storage'));
});
beforeEach(() => {
	fakeBrowser.reset();
	lies = {};
});

const kinds: [string, Store, (key: string, versions: Versions) => StoredItem<unknown>][] = [
	['an item of WXT', { ...memory, ...areaOf() }, (key, versions) => storage.defineItem(`local:${key}`, versions)],
	['an item in IndexedDB', memory, (key, versions) => versionedItem(memory, key, versions)],
];

function areaOf(): Store {
	const area = fakeBrowser.storage.local;
	return { get: (keys) => area.get(keys), set: (items) => area.set(items), remove: (keys) => area.remove(keys) };
}

/** From a list to an object, and from there to one with another name. */
const THIRD: Versions = {
	version: 3,
	migrations: { 2: (list) => ({ list }), 3: (before) => ({ paths: (before as { list: string[] }).list }) },
};

describe.for(kinds)('%s', ([_, store, itemOf]) => {
	test('without a version is of the first, and is brought to this one step by step', async () => {
		await store.set({ muted: ['a.ts'] });
		const item = itemOf('muted', THIRD);
		expect(await item.getValue()).toEqual({ paths: ['a.ts'] });
		expect(await itemOf('muted', THIRD).getValue()).toEqual({ paths: ['a.ts'] });
	});

	test('of the version between is brought only the rest of the way', async () => {
		await store.set({ muted: ['a.ts'] });
		await itemOf('muted', { ...THIRD, version: 2 }).getValue();
		expect(await itemOf('muted', THIRD).getValue()).toEqual({ paths: ['a.ts'] });
	});

	test('that is written anew is of this version', async () => {
		await itemOf('muted', THIRD).setValue({ paths: ['b.ts'] });
		expect(await itemOf('muted', THIRD).getValue()).toEqual({ paths: ['b.ts'] });
	});

	test('that was removed is not there', async () => {
		const item = itemOf('muted', { version: 1 });
		await item.setValue(['a.ts']);
		await item.removeValue();
		expect(await item.getValue()).toBeNull();
	});
});
