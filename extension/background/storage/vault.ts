/**
 * Where the background keeps what no content script may read: rooms with their credential and key, the token for GitHub, and what
 * teammates' agents touch. A content script runs in a process that a web page shares. In Chrome `storage.local` is closed to it
 * (`lockVault`), and each value is an item of WXT's. Firefox has no such lock
 * (https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/API/storage/StorageArea/setAccessLevel): there it is the
 * IndexedDB of the extension's own origin, which pages and content scripts, being of another, cannot open. WXT knows no items
 * in IndexedDB: `versioned-item.ts` has them.
 */
import { createStore, delMany, getMany, setMany, type UseStore } from 'idb-keyval';
import { browser } from 'wxt/browser';
import { storage } from 'wxt/utils/storage';
import { SETTINGS_KEY } from '../../contract/stored-settings.ts';
import { type Store, type StoredItem, type Versions, versionedItem } from './versioned-item.ts';

/** Opened when it is first asked for. */
let opened: UseStore | undefined;
const database = (): UseStore => {
	opened ??= createStore('pylon', 'vault');
	return opened;
};

const indexedDb: Store = {
	get: async (keys) => {
		const values = await getMany<unknown>(keys, database());
		return Object.fromEntries(keys.flatMap((key, index) => (values[index] === undefined ? [] : [[key, values[index]]])));
	},
	set: (items) => setMany(Object.entries(items), database()),
	remove: (keys) => delMany(keys, database()),
};

export const vaultItem = <Value>(key: string, versions: Versions): StoredItem<Value> =>
	import.meta.env.FIREFOX ? versionedItem<Value>(indexedDb, key, versions) : storage.defineItem<Value>(`local:${key}`, versions);

/** Before anything is read or written. */
export async function lockVault(): Promise<void> {
	if (import.meta.env.FIREFOX) await takeOver();
	else await browser.storage.local.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' });
}

/** What an earlier version stored in Firefox's `storage.local`, all but the settings, is moved. What is in the vault already is newer. */
async function takeOver(): Promise<void> {
	const { [SETTINGS_KEY]: _, [`${SETTINGS_KEY}$`]: __, ...open } = await browser.storage.local.get<Record<string, unknown>>(null);
	const keys = Object.keys(open);
	if (keys.length === 0) return;
	const known = await indexedDb.get(keys);
	await indexedDb.set(Object.fromEntries(Object.entries(open).filter(([key]) => !(key in known))));
	await browser.storage.local.remove(keys);
}
