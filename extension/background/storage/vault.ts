/**
 * Where the background keeps what no content script may read: rooms with their credential and key, the token for GitHub, and what
 * teammates' agents touch. A content script runs in a process that a web page shares. In Chrome `storage.local` is closed to it
 * (`lockVault`). Firefox has no such lock (https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/API/storage/StorageArea/setAccessLevel):
 * there it is the IndexedDB of the extension's own origin, which pages and content scripts, being of another, cannot open.
 */
import { createStore, del, getMany, setMany, type UseStore } from 'idb-keyval';
import { browser } from 'wxt/browser';
import { SETTINGS_KEY } from '../../contract/stored-settings.ts';

export interface Vault {
	/** Of those that are there. */
	get(keys: string[]): Promise<Record<string, unknown>>;
	set(items: Record<string, unknown>): Promise<void>;
	remove(key: string): Promise<void>;
}

/** Made when it is first asked for: to open a database costs a surface nothing that it does not use. */
let store: UseStore | undefined;
const database = (): UseStore => {
	store ??= createStore('pylon', 'vault');
	return store;
};

const indexed: Vault = {
	get: async (keys) => {
		const values = await getMany<unknown>(keys, database());
		return Object.fromEntries(keys.flatMap((key, index) => (values[index] === undefined ? [] : [[key, values[index]]])));
	},
	set: (items) => setMany(Object.entries(items), database()),
	remove: (key) => del(key, database()),
};

const locked: Vault = {
	get: (keys) => browser.storage.local.get<Record<string, unknown>>(keys),
	set: (items) => browser.storage.local.set(items),
	remove: (key) => browser.storage.local.remove(key),
};

export const vault = import.meta.env.FIREFOX ? indexed : locked;

/** Before anything is read or written. */
export async function lockVault(): Promise<void> {
	if (import.meta.env.FIREFOX) await takeOver();
	else await browser.storage.local.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' });
}

/** What an earlier version kept in Firefox's `storage.local`, all but the settings, is moved. What is in the vault already is newer. */
async function takeOver(): Promise<void> {
	const { [SETTINGS_KEY]: _, ...open } = await browser.storage.local.get<Record<string, unknown>>(null);
	const keys = Object.keys(open);
	if (keys.length === 0) return;
	const known = await indexed.get(keys);
	await indexed.set(Object.fromEntries(Object.entries(open).filter(([key]) => !(key in known))));
	await browser.storage.local.remove(keys);
}
