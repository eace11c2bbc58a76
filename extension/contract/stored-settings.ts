/** The settings as they lie in the browser's storage: the options page changes them, the background follows. */
import { storage } from 'wxt/utils/storage';
import { type Settings, settings } from './settings.ts';

export const SETTINGS_KEY = 'settings';

/** A change of what is stored raises the version and brings a migration. */
const storedSettings = storage.defineItem<unknown>(`local:${SETTINGS_KEY}`, { version: 1 });

/** Settings that do not fit the schema, of another version perhaps, count as never made. */
const parsed = (stored: unknown): Settings => settings.safeParse(stored ?? {}).data ?? settings.parse({});

export async function readSettings(): Promise<Settings> {
	return parsed(await storedSettings.getValue());
}

export async function changeSettings(change: Partial<Settings>): Promise<Settings> {
	const changed = { ...(await readSettings()), ...change };
	await storedSettings.setValue(changed);
	return changed;
}

/** Without a signal, for as long as the background lives. */
export function watchSettings(listener: (changed: Settings) => void, signal?: AbortSignal): void {
	const unwatch = storedSettings.watch((changed) => listener(parsed(changed)));
	signal?.addEventListener('abort', unwatch, { once: true });
}
