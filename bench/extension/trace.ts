/** What a page's main thread does, as the browser traces it. */
import type { Page } from 'playwright-core';

/** What the main thread does for a frame, outermost events only; `tdur` is the thread's own time, in µs. */
const WORK = new Set(['FunctionCall', 'UpdateLayoutTree', 'Layout', 'PrePaint', 'Paint', 'Layerize', 'Commit']);

/** Main-thread work of the page until it is stopped, in ms. */
export async function trace(page: Page): Promise<() => Promise<number>> {
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

/** A mark of ours says which of the browser's threads is the page's. */
const MARK = 'pylon-traced';

interface Task {
	/** µs. */
	ts: number;
	/** The thread's own time, ms. */
	ms: number;
}

export interface Tasks {
	/** All tasks of the page's main thread, in their order. */
	tasks: Task[];
	/** When its first content was painted, as tasks' `ts`. */
	paintedAt: number;
}

/** What the page's main thread does from now on, task by task: begun before the page goes where it is to be looked at. */
export async function traceTasks(page: Page): Promise<() => Promise<Tasks>> {
	const session = await page.context().newCDPSession(page);
	const events: { name: string; pid: number; tid: number; ts: number; dur?: number; tdur?: number }[] = [];
	session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as typeof events)));
	await session.send('Tracing.start', {
		traceConfig: { includedCategories: ['toplevel', 'loading', 'blink.user_timing'], excludedCategories: ['*'] },
	});
	return async () => {
		await page.evaluate((mark) => performance.mark(mark), MARK);
		const complete = new Promise((done) => session.once('Tracing.tracingComplete', done));
		await session.send('Tracing.end');
		await complete;
		await session.detach();
		const thread = events.find(({ name }) => name === MARK);
		if (thread === undefined) throw new Error('The trace does not say which thread is the page’s.');
		const tasks = events
			.filter(({ name, pid, tid }) => name === 'ThreadControllerImpl::RunTask' && pid === thread.pid && tid === thread.tid)
			.map(({ ts, dur, tdur }) => ({ ts, ms: (tdur ?? dur ?? 0) / 1_000 }))
			.sort((one, other) => one.ts - other.ts);
		const painted = events.find(({ name, pid }) => name === 'firstContentfulPaint' && pid === thread.pid);
		return { tasks, paintedAt: painted?.ts ?? Number.POSITIVE_INFINITY };
	};
}
