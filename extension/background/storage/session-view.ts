/**
 * What is kept in `storage.session`, in the browser's memory: the view, so that the next first paint and the next wake have it at
 * once, and what GitHub was asked. It holds 10 MB. The view is one text: as an object it counts more than three times as much, and
 * takes several times as long to read (tried in Chromium with the view of 500 agents).
 */
import { browser } from 'wxt/browser';
import { VIEW_KEY } from '../../contract/surface-port.ts';
import { type SurfaceView, surfaceView } from '../../contract/surface-view.ts';
import { type AskedRecord, askedRecord, nothingAsked } from '../pulls/pull-questions.ts';
import { written } from './storage-error.ts';
import { TRIMS } from './view-trims.ts';

const read = async (key: string): Promise<unknown> => (await browser.storage.session.get(key))[key];

/** `undefined` where nothing was kept, or by another version. */
export async function readView(): Promise<SurfaceView | undefined> {
	const text = await read(VIEW_KEY);
	return typeof text === 'string' ? surfaceView.safeParse(JSON.parse(text)).data : undefined;
}

/** One after the other: of two views the later is what stays. */
let keeping: Promise<void> = Promise.resolve();

export function keepView(view: SurfaceView): Promise<void> {
	const kept = keeping.then(() => written(keepWhatFits(view)));
	keeping = kept.catch(() => undefined); // Told to whoever asked for it.
	return kept;
}

/** As much of it as the browser takes: the room is whole again as soon as the relay tells it. */
async function keepWhatFits(view: SurfaceView): Promise<void> {
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

export async function readAsked(): Promise<AskedRecord> {
	return askedRecord.safeParse(await read('asked')).data ?? nothingAsked();
}

export const keepAsked = (asked: AskedRecord): Promise<void> => written(browser.storage.session.set({ asked }));
