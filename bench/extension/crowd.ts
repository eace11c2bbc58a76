/** What panel and dashboard cost with 500 agents of six people in 50 workstreams, on the built extension in a real Chromium. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Chromium } from '../../e2e/chromium.ts';
import type { Sprint } from '../../e2e/extension/sprint.ts';
import type { Draft, Member } from '../../e2e/extension/team.ts';
import { type Measured, median } from './measured.ts';
import { sum } from './script-work.ts';
import { trace, traceTasks } from './trace.ts';

const AGENTS = 500;
const AT_LEAST_500 = /^[5-9]\d\d$/;
const WORKSTREAMS = 50;
/** No more than 100 agents of one operator. */
const NAMES = ['Bea', 'Chen', 'Dana', 'Emil', 'Fay', 'Gus'];
/** What a message has room for. */
const BATCH = 10;
const OPENINGS = 7;
const UPDATES = 30;
/** Between updates, so that each has a frame of its own. */
const PAUSE_MS = 120;
const SETTLED_MS = 3_000;

const sessionOf = (agent: number) => `crowd-${agent}`;

function draftOf(agent: number): Draft {
	return {
		session: sessionOf(agent),
		status: agent % 9 === 0 ? 'waiting' : 'working',
		statusAge: agent * 1_000,
		title: `Title of agent ${agent}`,
		task: `Step ${agent % 5}`,
		branch: `branch-${agent % WORKSTREAMS}`,
		lastActive: 1_000,
		activity: [0, 1, 2, 3, 4, 5].map((slice) => ({ age: slice * 300_000, actions: (agent + slice) % 30 })),
		touches: Array.from({ length: 5 }, (_, file) => ({ path: `src/part-${agent}/file-${file}.ts`, mode: 'alive' as const, age: 60_000 })),
	};
}

export async function measureCrowd(chromium: Chromium, team: Sprint): Promise<Measured[]> {
	const members: Member[] = [];
	for (const name of NAMES) members.push(await team.join(name));
	const memberOf = (agent: number) => members[agent % members.length] as Member;
	for (const [at, member] of members.entries()) {
		const own = Array.from({ length: AGENTS }, (_, agent) => agent).filter((agent) => agent % members.length === at);
		for (let start = 0; start < own.length; start += BATCH) await member.report(...own.slice(start, start + BATCH).map(draftOf));
	}
	const measured: Measured[] = [];
	for (const surface of ['sidepanel', 'dashboard'] as const) {
		const page = await chromium.open(surface, '?view=all');
		// What was measured before left some of its own in the room.
		await page.getByTestId('agents').getByText(AT_LEAST_500).first().waitFor();
		await beat(team, members);
		await sleep(SETTLED_MS);
		const update = await updatesOf(page, (turn) => memberOf(0).change({ session: sessionOf(0), errors: turn + 1 }));
		const scrolls = await longestTask(page);
		await page.close();
		const openings: number[] = [];
		for (let turn = 0; turn < OPENINGS; turn++) openings.push(await firstView(chromium, surface));
		const what = (claim: string) => `${surface} with ${AGENTS} agents in ${WORKSTREAMS} workstreams: ${claim}`;
		measured.push(
			{ what: what('main-thread work to its first view'), is: median(openings), limit: 150, unit: 'ms' },
			{ what: what('main-thread work from an update to its paint'), is: update, limit: 16, unit: 'ms' },
			{ what: what('longest task while it is scrolled'), is: scrolls, limit: 50, unit: 'ms' },
		);
	}
	measured.push({ what: `the background’s heap with that room`, is: await backgroundHeap(chromium), limit: 80, unit: 'MB' });
	return measured;
}

/** As bridges beat: of a machine that is silent for long all agents are drawn anew, as stale, and on a busy machine that comes in between. */
async function beat({ jake, andrew, ada }: Sprint, members: readonly Member[]): Promise<void> {
	await Promise.all([
		jake.change({ session: 'jake-login', errors: 1 }),
		andrew.change({ session: 'andrew-limits', errors: 1 }),
		ada.change({ session: 'ada-flaky', errors: 1 }),
		...members.map((member, at) => member.change({ session: sessionOf(at), errors: 0 })),
	]);
}

/** What the page's thread does from its beginning to its first paint, which waits for the view that was kept. */
async function firstView({ context, extensionId }: Chromium, surface: 'sidepanel' | 'dashboard'): Promise<number> {
	const page = await context.newPage();
	const stop = await traceTasks(page);
	await page.goto(`chrome-extension://${extensionId}/${surface}.html?view=all`);
	await page.getByTestId('agent-row').first().waitFor();
	await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
	const { tasks, paintedAt } = await stop();
	await page.close();
	return sum(tasks.filter(({ ts }) => ts <= paintedAt).map(({ ms }) => ms));
}

async function updatesOf(page: Page, change: (turn: number) => Promise<void>): Promise<number> {
	const stop = await trace(page);
	for (let turn = 0; turn < UPDATES; turn++) {
		await change(turn);
		await sleep(PAUSE_MS);
	}
	return (await stop()) / UPDATES;
}

/** Through all of the list, a screen for each frame. */
async function longestTask(page: Page): Promise<number> {
	const stop = await traceTasks(page);
	await page.evaluate(async () => {
		for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight / 2) {
			scrollTo(0, top);
			await new Promise(requestAnimationFrame);
		}
	});
	const { tasks } = await stop();
	return Math.max(0, ...tasks.map(({ ms }) => ms));
}

/** After a garbage collection. */
export async function backgroundHeap({ clickedPopup }: Chromium): Promise<number> {
	const background = await clickedPopup('background.js');
	await background.send('HeapProfiler.collectGarbage');
	const { usedSize } = (await background.send('Runtime.getHeapUsage')) as { usedSize: number };
	return usedSize / 1_000_000;
}
