/**
 * The view that lies in `storage.session`, in the browser's memory, so that the next first paint and the next wake have it at once.
 * That holds 10 MB. The view is one text: as an object it counts more than three times as much, and takes several times as long to
 * read (tried in Chromium with the view of 500 agents). It is no item of WXT's: an item reads its value once more when it is
 * defined, here megabytes at every wake, and needs no version, since the browser drops it with every update of the extension.
 */
import { browser } from 'wxt/browser';
import { VIEW_KEY } from '../../contract/surface-port.ts';
import { type SurfaceView, surfaceView } from '../../contract/surface-view.ts';
import { storing } from './storage-error.ts';
import { TRIMS } from './view-trims.ts';

/** `undefined` where none was stored, or by another version. */
export async function readView(): Promise<SurfaceView | undefined> {
	const text = (await browser.storage.session.get(VIEW_KEY))[VIEW_KEY];
	return typeof text === 'string' ? surfaceView.safeParse(JSON.parse(text)).data : undefined;
}

/** One after the other: of two views the later is what stays. */
let lastWrite: Promise<void> = Promise.resolve();

export function storeView(view: SurfaceView): Promise<void> {
	const write = lastWrite.then(() => storing(storeWhatFits(view)));
	lastWrite = write.catch(() => undefined); // Whoever asked for the write is told.
	return write;
}

/** As much of it as the browser takes: the room is whole again as soon as the relay tells it. */
async function storeWhatFits(view: SurfaceView): Promise<void> {
	for (const trim of TRIMS) {
		if (await fits(JSON.stringify(trim(view)))) return;
	}
	await browser.storage.session.remove(VIEW_KEY);
}

async function fits(text: string): Promise<boolean> {
	try {
		await browser.storage.session.set({ [VIEW_KEY]: text });
		return true;
	} catch {
		return false; // Too much, in words that each browser has for itself: the next one is less.
	}
}
