/** What an update of a panel costs that shows 200 agents, measured on the built extension in a real Chromium. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Chromium } from '../../e2e/chromium.ts';
import type { Sprint } from '../../e2e/extension/sprint.ts';
import type { Measured } from './measured.ts';

const AGENTS = 200;
const UPDATES = 30;
/** Between updates, so that each has a frame of its own. */
const PAUSE_MS = 120;
/** What the main thread does for a frame, outermost events only; `tdur` is the thread's own time, in µs. */
const WORK = new Set(['FunctionCall', 'UpdateLayoutTree', 'Layout', 'PrePaint', 'Paint', 'Layerize', 'Commit']);

export async function measurePanel(chromium: Chromium, team: Sprint): Promise<Measured[]> {
	const update = await updates(chromium, team);
	return [{ what: `panel with ${AGENTS} agents: main-thread work from an update to its paint`, is: update, limit: 16, unit: 'ms' }];
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
