/** What an update of a panel costs that shows 200 agents, measured on the built extension in a real Chromium. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chromium } from '../../e2e/chromium.ts';
import type { Sprint } from '../../e2e/extension/sprint.ts';
import type { Measured } from './measured.ts';
import { trace } from './trace.ts';

const AGENTS = 200;
const UPDATES = 30;
/** Between updates, so that each has a frame of its own. */
const PAUSE_MS = 120;

export async function measurePanel(chromium: Chromium, team: Sprint): Promise<Measured[]> {
	const update = await updates(chromium, team);
	return [{ what: `panel with ${AGENTS} agents: main-thread work from an update to its paint`, is: update, limit: 16, unit: 'ms' }];
}

async function updates({ open }: Chromium, { andrew, ada }: Sprint): Promise<number> {
	const drafts = Array.from({ length: AGENTS }, (_, index) => ({
		session: `many-${index}`,
		task: `Task number ${index}`,
		// The one that changes is in sight: of so many only those are drawn.
		status: index === 3 ? ('waiting' as const) : ('working' as const),
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
	await panel
		.getByTestId('agents')
		.getByText(/^20\d$/)
		.first()
		.waitFor();
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
