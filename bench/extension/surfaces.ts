/**
 * What popup and panel cost, measured on the built extension in a real Chromium: the popup's first paint with the background
 * asleep, against a page of the extension that holds one word, and an update of a panel that shows 200 agents.
 */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { type Chromium, startChromium } from '../../e2e/chromium.ts';
import { openSprint, type Sprint } from '../../e2e/extension/sprint.ts';
import { startRelay } from '../../scripts/relay.ts';
import { home } from '../../scripts/run.ts';
import { type Measured, midmean } from './measured.ts';

const OPENINGS = 25;
/** The browser's driver keeps quiet until a page is long painted: what it injects shares the page's thread. */
const PAINTED_MS = 500;
/** Before a page is opened the browser is done with closing the last one and making a tab: a popup needs neither. */
const QUIET_MS = 500;
const AGENTS = 200;
const UPDATES = 30;
/** Between updates, so that each has a frame of its own. */
const PAUSE_MS = 120;
/** What the main thread does for a frame, outermost events only; `tdur` is the thread's own time, in µs. */
const WORK = new Set(['FunctionCall', 'UpdateLayoutTree', 'Layout', 'PrePaint', 'Paint', 'Layerize', 'Commit']);

export async function measureSurfaces(): Promise<Measured[]> {
	const folder = await mkdtemp(join(tmpdir(), 'pylon-bench-surfaces-'));
	const extension = join(folder, 'extension');
	await cp(resolve(home, process.env.PYLON_EXTENSION ?? '.output/chrome-mv3'), extension, { recursive: true });
	await writeFile(join(extension, 'empty.html'), '<!doctype html><title>Empty</title><p>Empty</p>');
	// Nothing but a word, as any page gets it that is drawn by a script: what the browser takes to hand over files is in it.
	await writeFile(
		join(extension, 'word.html'),
		'<!doctype html><title>Word</title><link rel="stylesheet" href="word.css"><script type="module" src="word.js"></script><p>',
	);
	await writeFile(join(extension, 'word.js'), "document.querySelector('p').textContent = 'Word';");
	await writeFile(join(extension, 'word.css'), 'p { color: red }');
	const relay = await startRelay({ persist: join(folder, 'relay') });
	const chromium = await startChromium({ extension });
	let team: Sprint | undefined;
	try {
		team = await openSprint(relay.url, 'acme-sprint');
		const popup = await chromium.open('popup');
		await popup.getByTestId('token').fill(await team.jake.link());
		await popup.getByTestId('connect').click();
		await popup.getByTestId('people').waitFor();
		await sleep(2_000); // The view is kept a second after it changed.
		await popup.close();
		const paints = await openings(chromium);
		const update = await updates(chromium, team);
		return [
			{ what: `popup's first paint, the background asleep, mid-mean of ${OPENINGS}`, is: paints.popup, unit: 'ms' },
			{ what: '… of an empty extension page', is: paints.empty, unit: 'ms' },
			{ what: '… against an empty page', is: paints.popup / paints.empty, limit: 1.5, unit: '×' },
			{ what: '… against a page whose one word a script writes', is: paints.popup / paints.word, unit: '×' },
			{ what: `panel with ${AGENTS} agents: main-thread work from an update to its paint`, is: update, limit: 16, unit: 'ms' },
		];
	} finally {
		team?.close();
		await chromium.close();
		await relay.stop();
		await rm(folder, { recursive: true, force: true });
	}
}

async function openings({ context, extensionId, killWorker }: Chromium): Promise<Record<'popup' | 'empty' | 'word', number>> {
	const paintOf = async (file: string) => {
		await killWorker();
		const page = await context.newPage();
		await sleep(QUIET_MS);
		await page.goto(`chrome-extension://${extensionId}/${file}`, { waitUntil: 'commit' });
		await sleep(PAINTED_MS);
		const at = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
		await page.close();
		if (at === undefined) throw new Error(`${file} was not painted within ${PAINTED_MS} ms.`);
		return at;
	};
	const paints = { popup: [] as number[], empty: [] as number[], word: [] as number[] };
	const kinds = Object.keys(paints) as (keyof typeof paints)[];
	for (let run = 0; run < OPENINGS; run++) {
		// Each follows each: what is opened leaves something behind for the next.
		for (let turn = 0; turn < kinds.length; turn++) {
			const kind = kinds[(run + turn) % kinds.length] as keyof typeof paints;
			paints[kind].push(await paintOf(`${kind}.html`));
		}
	}
	return { popup: midmean(paints.popup), empty: midmean(paints.empty), word: midmean(paints.word) };
}

async function updates({ open }: Chromium, { andrew, ada }: Sprint): Promise<number> {
	const drafts = Array.from({ length: AGENTS }, (_, index) => ({
		session: `many-${index}`,
		task: `Task number ${index}`,
		branch: `branch-${index % 40}`,
		touches: Array.from({ length: 10 }, (_, file) => ({ path: `src/part-${index}/file-${file}.ts`, mode: 'edit' as const, age: 60_000 })),
	}));
	// No more than 100 agents of one operator.
	for (const [member, from] of [
		[andrew, 0],
		[ada, AGENTS / 2],
	] as const) {
		const mine = drafts.slice(from, from + AGENTS / 2 - 2);
		for (let start = 0; start < mine.length; start += 20) await member.report(...mine.slice(start, start + 20));
	}
	const panel = await open('sidepanel');
	await panel.getByRole('button', { name: 'All View' }).click();
	await panel.getByText('Task number 150', { exact: true }).first().waitFor();
	await sleep(1_000);
	await panel.getByText('Task number 3', { exact: true }).first().scrollIntoViewIfNeeded();
	await sleep(1_000);
	const stop = await trace(panel);
	for (let turn = 0; turn < UPDATES; turn++) {
		await andrew.change({ session: 'many-3', touches: [{ path: `src/new-${turn}.ts`, mode: 'edit', age: 0 }] });
		await sleep(PAUSE_MS);
	}
	return (await stop()) / UPDATES;
}

/** Main-thread work of the page until it is stopped, in ms. */
async function trace(page: Page): Promise<() => Promise<number>> {
	const session = await page.context().newCDPSession(page);
	const events: { name: string; pid: number; tid: number; ts: number; dur?: number; tdur?: number; args?: { data?: { url?: string } } }[] =
		[];
	session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as typeof events)));
	await session.send('Tracing.start', { traceConfig: { includedCategories: ['devtools.timeline'], excludedCategories: ['*'] } });
	return async () => {
		const complete = new Promise((done) => session.once('Tracing.tracingComplete', done));
		await session.send('Tracing.end');
		await complete;
		const ours = events.find((event) => event.name === 'FunctionCall' && event.args?.data?.url?.includes('/chunks/'));
		const work = events.filter((event) => event.pid === ours?.pid && event.tid === ours?.tid && WORK.has(event.name));
		let end = 0;
		let total = 0;
		for (const event of work.sort((one, other) => one.ts - other.ts)) {
			if (event.ts < end) continue;
			end = event.ts + (event.dur ?? 0);
			total += event.tdur ?? 0;
		}
		return total / 1_000;
	};
}
