/** What a person chose for this browser. Kept on this machine only. */
import { browser } from 'wxt/browser';
import { z } from 'zod';

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const settings = z.object({
	theme: z.enum(['system', 'light', 'dark']).default('system'),
	/** `off` until somebody asks for them: the browser's permission comes with the choice. */
	notify: z.enum(['off', 'collisions', 'collisions-and-waiting']).default('off'),
	/** No notification between the two, by this machine's clock; over midnight where `from` is later. */
	quiet: z.object({ isOn: z.boolean(), from: clockTime, to: clockTime }).default({ isOn: false, from: '18:00', to: '09:00' }),
	/** GitHub Enterprise origins that the browser's permission was given for: `https://git.acme.dev`. */
	hosts: z.array(z.string().regex(/^https:\/\/[^/]+$/)).default([]),
});
export type Settings = z.infer<typeof settings>;

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
