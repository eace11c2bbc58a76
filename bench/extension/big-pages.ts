/** What marks cost on the largest pages: 1,200 files that are all drawn, of which agents are in 300, and 3,000 that React takes over. */
import type { Page } from 'playwright-core';
import type { Chromium } from '../../e2e/chromium.ts';
import { openTeam } from '../../e2e/extension/team.ts';
import { bulkyFilesPage, bulkyPull, storm } from '../../e2e/github/bulky-pull.ts';
import { hydratedPage } from '../../e2e/github/hydrated/page.ts';
import { largePull } from '../../e2e/github/large-pull.ts';
import { agentIn, pair } from '../../e2e/github/teammates.ts';
import { marksOf } from '../../e2e/marks/chromium-eye.ts';
import type { Measured } from './measured.ts';
import { all, startTrace, sum, type Work, workIn } from './script-work.ts';

const TOLD = 300;
/** What an agent's report has room for. */
const EACH = 100;
const SCROLLS = 40;
const SCROLL_PX = 1_200;
const STORM = { insertions: 200, frames: 300 };
const SETTLED_MS = 1_500;

export async function measureBigPages(chromium: Chromium, server: string): Promise<Measured[]> {
	const team = openTeam(server, 'acme-big');
	await pair(chromium, await team.join('Jake'));
	const andrew = await team.join('Andrew');
	// Both pull requests have these.
	const told = Array.from({ length: TOLD }, (_, index) => bulkyPull.files[index * 4] as string);
	for (let from = 0; from < TOLD; from += EACH) {
		await andrew.report(agentIn(Object.fromEntries(told.slice(from, from + EACH).map((path, index) => [path, index / 10]))));
	}
	try {
		return [...(await onBulkyPull(chromium)), ...(await measureHydratedPull(chromium, { watched: TOLD, runs: 1 }))];
	} finally {
		team.close();
	}
}

async function onBulkyPull(chromium: Chromium): Promise<Measured[]> {
	const html = bulkyFilesPage();
	chromium.serve(() => html);
	const { page, work: first } = await load(chromium, 'https://github.com/acme/api/pull/1200/changes');
	const scrolling = await startTrace(page);
	await scroll(page);
	const scrolled = workIn(await scrolling.stop());
	const storming = await startTrace(page);
	const begin = performance.now();
	await page.evaluate(storm(STORM.insertions, STORM.frames));
	const lasted = performance.now() - begin;
	const stormed = workIn(await storming.stop());
	await page.close();
	return [
		{ what: '1,200 files drawn, 300 watched: loading and first marks', is: all(first), limit: 50, unit: 'ms' },
		{ what: '… longest task of ours', is: longest(first, scrolled, stormed), limit: 50, unit: 'ms' },
		{ what: '… worst frame of ours while scrolling', is: Math.max(0, ...scrolled.frames), limit: 16, unit: 'ms' },
		{
			what: `… ${STORM.insertions} insertions a frame: share of the time`,
			is: ((sum(stormed.calls) + sum(stormed.idle)) / lasted) * 100,
			limit: 3,
			unit: '%',
		},
	];
}

/** The best of so many loads. */
export async function measureHydratedPull(chromium: Chromium, { watched, runs }: Record<'watched' | 'runs', number>): Promise<Measured[]> {
	const html = await hydratedPage({ ...largePull(3_000) }, { delayMs: 300, isVirtual: true });
	chromium.serve(() => html);
	const works: Work[] = [];
	let lost = 0;
	for (let run = 0; run < runs; run++) {
		const { page, work } = await load(chromium, 'https://github.com/acme/api/pull/3000/changes');
		lost += (await page.evaluate('hydration.errors.length + hydration.lost().length')) as number;
		works.push(work);
		await page.close();
	}
	return [
		{
			what: `3,000 files that React takes over, ${watched} watched, ${runs === 1 ? 'loaded once' : `best of ${runs}`}: loading and first marks`,
			is: Math.min(...works.map(all)),
			limit: 20,
			unit: 'ms',
		},
		{ what: '… longest task of ours', is: longest(...works), limit: 50, unit: 'ms' },
		{ what: '… errors of React, and nodes that it lost', is: lost, limit: 0, unit: '' },
	];
}

async function load({ context }: Chromium, url: string): Promise<{ page: Page; work: Work }> {
	const page = await context.newPage();
	const trace = await startTrace(page);
	await page.goto(url);
	await page.waitForTimeout(SETTLED_MS);
	const work = workIn(await trace.stop());
	await marksOf(page).in('.files').one();
	return { page, work };
}

async function scroll(page: Page): Promise<void> {
	for (let step = 1; step <= SCROLLS; step++) {
		await page.evaluate(
			(y) =>
				new Promise<void>((resolve) => {
					window.scrollTo(0, y);
					requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
				}),
			step * SCROLL_PX,
		);
	}
}

const longest = (...works: Work[]): number => Math.max(0, ...works.flatMap(({ calls, idle }) => [...calls, ...idle]));
