/** What the browser ran of the extension's scripts on a page, from Chrome's own trace. */
import type { Page } from 'playwright-core';

/** The content script, and what it fetches on the pages of interest. */
export const SCRIPTS = ['github.js', 'marks.js'];

const FRAME_US = 1_000_000 / 60;

export const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

/** An event of Chrome's trace, as far as it is read. Times are µs; `tdur` is the thread's own, which a busy machine does not lengthen. */
export interface TraceEvent {
	name: string;
	pid: number;
	tid: number;
	ts: number;
	dur?: number;
	tdur?: number;
	args?: { data?: { url?: string }; worldId?: number };
}

/** What the browser ran of the content script, in ms. Work that follows a promise is not seen: some tenths of a ms for each view of the room. */
export interface Work {
	/** Compiling the scripts and running them once. */
	load: number;
	/** Each callback: frames, observers, messages. */
	calls: number[];
	/** All of them together, for each frame that has any. */
	frames: number[];
	/** What the browser ran when it had nothing else to do: telling the side panel of the pull request's files. Not among the calls. */
	idle: number[];
}

export async function startTrace(page: Page): Promise<{ stop(): Promise<TraceEvent[]> }> {
	const session = await page.context().newCDPSession(page);
	const events: TraceEvent[] = [];
	session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
	await session.send('Tracing.start', { traceConfig: { includedCategories: ['devtools.timeline'], excludedCategories: ['*'] } });
	return {
		stop: async () => {
			const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
			await session.send('Tracing.end');
			await complete;
			await session.detach();
			return events;
		},
	};
}

export function workIn(events: TraceEvent[]): Work {
	const ours = events.filter(({ args }) => SCRIPTS.some((script) => args?.data?.url?.endsWith(`/${script}`)));
	// Told without an address: the page's own modules run in world 0, and nothing else brings one.
	const modules = events.filter(({ name, args }) => name === 'v8.evaluateModule' && args?.worldId !== 0);
	const of = (name: string) => ours.filter((event) => event.name === name);
	const idles = events.filter(({ name }) => name === 'FireIdleCallback');
	const isIn = (inner: TraceEvent, outer: TraceEvent) =>
		inner.pid === outer.pid && inner.tid === outer.tid && inner.ts >= outer.ts && inner.ts <= outer.ts + (outer.dur ?? 0);
	const calls = of('FunctionCall').filter((call) => !ours.some((outer) => outer !== call && isIn(call, outer)));
	return {
		load: sum([...of('EvaluateScript'), ...of('v8.compileModule'), ...modules].map(threadMs)),
		calls: calls.filter((call) => !idles.some((idle) => isIn(call, idle))).map(threadMs),
		idle: calls.filter((call) => idles.some((idle) => isIn(call, idle))).map(threadMs),
		frames: frameSums(calls),
	};
}

function threadMs({ tdur, dur }: TraceEvent): number {
	return (tdur ?? dur ?? 0) / 1_000;
}

export function all({ load, calls }: Work): number {
	return load + sum(calls);
}

/** Where one frame ends is not told of every one: a sixtieth of a second is as long as one. */
function frameSums(calls: TraceEvent[]): number[] {
	const frames = new Map<number, number>();
	for (const call of calls) {
		const frame = Math.floor(call.ts / FRAME_US);
		frames.set(frame, (frames.get(frame) ?? 0) + threadMs(call));
	}
	return [...frames.values()];
}
