/** What a surface draws first, asked for before its own script runs. */
import { browser } from 'wxt/browser';
import { type SurfaceMessage, VIEW_KEY } from '../contract/surface-port.ts';
import type { SurfaceView } from '../contract/surface-view.ts';
import { text } from '../texts.ts';

/** The global by which the early script hands on what it asked for. */
interface Early {
	storedView?: Promise<Record<string, unknown>>;
}

const askForView = () => browser.storage.session.get<Record<string, unknown>>(VIEW_KEY);

/** All that the early script does. */
export function askEarly(): void {
	Object.assign(globalThis, { storedView: askForView() } satisfies Early);
	// With the first text the browser reads all of them.
	document.documentElement.lang = text('htmlLang');
}

/**
 * The view that lies in `storage.session`: the background may be asleep, and is not waited for. It is taken as it lies: the
 * background of this very version checked and wrote it, nobody else can, and it does not outlive an update.
 */
export async function readStoredView(): Promise<SurfaceMessage | undefined> {
	const json = (await ((globalThis as Early).storedView ?? askForView()))[VIEW_KEY];
	return typeof json === 'string' ? { type: 'view', view: JSON.parse(json) as SurfaceView } : undefined;
}
