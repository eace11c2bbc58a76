/**
 * How soon the popup is painted after a click on the extension's button, with the background asleep and no process of the
 * extension left, against the same click where the popup is an empty page. Nothing is attached to a popup before it is painted.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chromium } from '../../e2e/chromium.ts';
import type { Measured } from './measured.ts';

/** A page of the extension that holds one word. */
export const EMPTY = 'empty.html';

/** Paints come in frames of 16.7 ms: it is their mean that shows less than a frame. */
const OPENINGS = 40;
/** The first ones are slower: the browser keeps what it compiled of a script that it has run before. */
const WARM_UP = 3;
const PAINTED_MS = 1_000;
/** A machine that is busy with other things is waited for. */
const AGAIN = 10;
/** The last popup's process has ended by then. */
const QUIET_MS = 700;

export async function measurePopup(chromium: Chromium): Promise<Measured[]> {
	const { 'popup.html': popup, [EMPTY]: empty } = await measurePaint(chromium, OPENINGS, true);
	return [
		{ what: `popup's first paint after a click, the background asleep, mean of ${OPENINGS}`, is: popup, unit: 'ms' },
		{ what: '… of an empty page as the popup', is: empty, unit: 'ms' },
		{ what: '… against an empty page', is: popup / empty, limit: 1.5, unit: '×' },
	];
}

/** The means, in ms, of so many openings each, in turn. */
export async function measurePaint(
	chromium: Chromium,
	openings: number,
	isAsleep: boolean,
): Promise<Record<'popup.html' | typeof EMPTY, number>> {
	const paints = { 'popup.html': [] as number[], [EMPTY]: [] as number[] };
	for (let run = -WARM_UP; run < openings; run++) {
		for (const page of ['popup.html', EMPTY] as const) {
			const paint = await paintOf(chromium, page, isAsleep);
			if (run >= 0) paints[page].push(paint);
		}
	}
	return { 'popup.html': mean(paints['popup.html']), [EMPTY]: mean(paints[EMPTY]) };
}

async function paintOf(chromium: Chromium, page: string, isAsleep: boolean): Promise<number> {
	const { context, extensionId, killWorker, clickButton, clickedPopup } = chromium;
	// Any page of the extension may say what its button opens; one without a script wakes nobody.
	const teller = await context.newPage();
	await teller.goto(`chrome-extension://${extensionId}/${EMPTY}`);
	await teller.evaluate(`chrome.action.setPopup({ popup: '${page}' })`);
	await teller.close();
	if (isAsleep) await killWorker();
	await sleep(QUIET_MS);
	await clickButton();
	await sleep(PAINTED_MS);
	const popup = await clickedPopup(page);
	const paint = () => popup.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime");
	let at = await paint();
	for (let again = 0; typeof at !== 'number' && again < AGAIN; again++) {
		await sleep(PAINTED_MS);
		at = await paint();
	}
	await popup.close();
	if (typeof at !== 'number') throw new Error(`${page} was not painted within ${(AGAIN + 1) * PAINTED_MS} ms.`);
	return at;
}

const mean = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0) / numbers.length;
