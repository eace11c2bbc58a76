/** The settings as they lie in the browser's storage: the options page changes them, the background follows. */
import { browser } from 'wxt/browser';
import { type Settings, settings } from './settings.ts';

export const SETTINGS_KEY = 'settings';
/** Settings that do not fit the schema, of another version perhaps, count as never made. */
const parsed = (stored: unknown): Settings => settings.safeParse(stored ?? {}).data ?? settings.parse({});

export async function readSettings(): Promise<Settings> {
	return parsed((await browser.storage.local.get(SETTINGS_KEY))[SETTINGS_KEY]);
}

export async function changeSettings(change: Partial<Settings>): Promise<Settings> {
	const changed = { ...(await readSettings()), ...change };
	await browser.storage.local.set({ [SETTINGS_KEY]: changed });
	return changed;
}

/** Without a signal, for as long as the background lives. */
export function watchSettings(listener: (changed: Settings) => void, signal?: AbortSignal): void {
	const heard = (changes: Record<string, { newValue?: unknown }>, area: string) => {
		const change = changes[SETTINGS_KEY];
		if (area === 'local' && change !== undefined) listener(parsed(change.newValue));
	};
	browser.storage.onChanged.addListener(heard);
	signal?.addEventListener('abort', () => browser.storage.onChanged.removeListener(heard), { once: true });
}
