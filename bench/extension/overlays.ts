/**
 * What the extension costs GitHub's pages, measured on the built extension in a real Chromium, on pages of our own: a pull request
 * of 3,000 files with 100 watched paths, and a page that is no pull request. The best of several runs.
 */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { type Chromium, startChromium } from '../../e2e/chromium.ts';
import { openTeam } from '../../e2e/extension/team.ts';
import { BLOCK_PX, largePull } from '../../e2e/github/large-pull.ts';
import { site } from '../../e2e/github/site.ts';
import { agentIn, pair } from '../../e2e/github/teammates.ts';
import { marksOf } from '../../e2e/marks/chromium-eye.ts';
import { home } from '../../scripts/run.ts';
import { tryRelay } from '../../testing/try-relay.ts';
import { measureBigPages, measureHydratedPull } from './big-pages.ts';
import { type Measured, median } from './measured.ts';
import { all, SCRIPTS, startTrace, sum, type Work, workIn } from './script-work.ts';

const WATCHED = 100;
const RUNS = 5;
/** What lasts so short wants more. */
const RUNS_ELSEWHERE = 15;
const SCROLLS = 60;
const ISSUES = '<!DOCTYPE html><title>Issues</title><h1>Issues</h1>';
const pull = largePull(3_000);

/** Sums the page's layout shifts. */
const WATCH_PAGE = `
window.seen = { shift: 0 };
new PerformanceObserver((list) => {
	for (const entry of list.getEntries()) {
		if (entry.sources.some(({ node }) => node !== null)) window.seen.shift += entry.value;
	}
}).observe({ type: 'layout-shift', buffered: true });
`;

const built = resolve(home, process.env.PYLON_EXTENSION ?? '.output/chrome-mv3');

export async function measureOverlays(): Promise<Measured[]> {
	const scripts = await Promise.all(SCRIPTS.map(async (script) => gzipSync(await readFile(join(built, script))).length / 1_000));
	const relay = await tryRelay({ createKey: undefined });
	const chromium = await startChromium({ extension: built });
	try {
		chromium.serve((url) => (url.pathname.endsWith('/issues') ? ISSUES : site([pull])(url)));
		const team = openTeam(relay.url, 'acme-sprint');
		await pair(chromium, await team.join('Jake'));
		const andrew = await team.join('Andrew');
		const watched = Array.from({ length: WATCHED }, (_, index) => pull.files[index * 30] as string);
		await andrew.report(agentIn(Object.fromEntries(watched.map((path, index) => [path, index / 10])), { kind: 'codex' }));
		const elsewhere = await outsideOfPulls(chromium);
		const measured = await onLargePull(chromium);
		const hydrated = await measureHydratedPull(chromium, { watched: WATCHED, runs: RUNS });
		team.close();
		const big = await measureBigPages(chromium, relay.url);
		return [
			{ what: 'content script and what it fetches, gzip', is: sum(scripts), limit: 30, unit: 'kB' },
			{ what: 'a page that is no pull request: loading and all work', is: elsewhere, limit: 1, unit: 'ms' },
			...measured,
			...hydrated,
			...big,
		];
	} finally {
		await chromium.close();
		await relay.stop();
	}
}

async function outsideOfPulls({ context }: Chromium): Promise<number> {
	const works: Work[] = [];
	for (let run = 0; run < RUNS_ELSEWHERE; run++) {
		const page = await context.newPage();
		const trace = await startTrace(page);
		await page.goto('https://github.com/acme/api/issues');
		await page.waitForTimeout(300);
		works.push(workIn(await trace.stop()));
		await page.close();
	}
	return Math.min(...works.map(all));
}

async function onLargePull({ context }: Chromium): Promise<Measured[]> {
	const first: Work[] = [];
	const later: number[] = [];
	const calls: number[] = [];
	let shift = 0;
	let worst = 0;
	for (let run = 0; run < RUNS; run++) {
		const page = await context.newPage();
		await page.addInitScript(WATCH_PAGE);
		const begin = await startTrace(page);
		await page.goto('https://github.com/acme/api/pull/3000/changes');
		await marksOf(page).in('.files').one();
		await page.waitForTimeout(300);
		first.push(workIn(await begin.stop()));
		const scrolling = await startTrace(page);
		await scrollThrough(page);
		const work = workIn(await scrolling.stop());
		later.push(...work.frames);
		worst = Math.max(worst, ...work.frames);
		calls.push(...work.calls, ...work.idle, ...(first.at(-1)?.calls ?? []), ...(first.at(-1)?.idle ?? []));
		shift = Math.max(shift, await page.evaluate(() => (window as unknown as { seen: { shift: number } }).seen.shift));
		await page.close();
	}
	return [
		{ what: '3,000 files, 100 watched: loading and first marks', is: Math.min(...first.map(all)), limit: 20, unit: 'ms' },
		{ what: `later passes while scrolling (${later.length} frames), median`, is: median(later), limit: 2, unit: 'ms' },
		{ what: 'worst frame of ours while scrolling', is: worst, limit: 16, unit: 'ms' },
		{
			what: 'telling the side panel of 3,000 files, while idle',
			is: Math.min(...first.map(({ idle }) => sum(idle))),
			limit: 50,
			unit: 'ms',
		},
		{ what: 'longest task of ours', is: Math.max(...calls), limit: 50, unit: 'ms' },
		{ what: 'layout shift of GitHub’s own nodes', is: shift, limit: 0, unit: '' },
	];
}

async function scrollThrough(page: Page): Promise<void> {
	for (let step = 1; step <= SCROLLS; step++) {
		await page.evaluate(
			(y) =>
				new Promise<void>((resolve) => {
					window.scrollTo(0, y);
					requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
				}),
			step * 10 * BLOCK_PX,
		);
	}
}
