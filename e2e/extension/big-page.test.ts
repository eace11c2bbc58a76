/** A pull request of 1,200 files, of which agents are in 300: what nobody sees is left alone, wherever one looks there are marks. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TriedRelay, tryRelay } from '../../testing/try-relay.ts';
import { BROWSERS, type EitherBrowser, startBrowser } from '../either-browser.ts';
import { bulkyBlock, bulkyFilesPage, bulkyPull, storm } from '../github/bulky-pull.ts';
import { agentIn } from '../github/teammates.ts';
import { openTeam, type Team } from './team.ts';

const TOLD = 300;
/** What an agent's report has room for. */
const EACH = 100;

let relay: TriedRelay;
beforeAll(async () => {
	relay = await tryRelay({ createKey: undefined });
});
afterAll(() => relay.stop());

describe.for(BROWSERS)('in %s', (name) => {
	let browser: EitherBrowser;
	let team: Team;

	beforeAll(async () => {
		[browser, team] = [await startBrowser(name), openTeam(relay.url, `${name}-sprint`)];
		await browser.pair(await team.join('Jake'));
		const andrew = await team.join('Andrew');
		const told = Array.from({ length: TOLD }, (_, index) => bulkyPull.files[index * 4] as string);
		for (let from = 0; from < TOLD; from += EACH) {
			await andrew.report(agentIn(Object.fromEntries(told.slice(from, from + EACH).map((path, index) => [path, index / 10]))));
		}
		const page = bulkyFilesPage();
		browser.serve((url) => (url.pathname.endsWith('/changes') ? page : undefined));
	});
	afterAll(async () => {
		team?.close();
		await browser?.close();
	});

	test('only what is near the window is marked, wherever that is, and in a storm of changes as well', async () => {
		const page = await browser.visit('https://github.com/acme/api/pull/1200/changes');
		expect(await page.evaluate("document.querySelectorAll('*').length")).toBeGreaterThan(60_000);
		const header = (index: number) => page.marks.in(`[id="${bulkyBlock(index)}"]`);
		await header(0).one('touched');
		const headers = await page.marks.in('.files').count();
		expect(headers).toBeLessThan(TOLD / 10);
		expect(await header(800).count()).toBe(0);
		await page.evaluate(`document.getElementById('${bulkyBlock(800)}').scrollIntoView()`);
		await header(800).one('touched');
		expect(await page.marks.in('.files').count()).toBeLessThan(TOLD / 5);
		const stormy = page.evaluate(storm(200, 400));
		await page.evaluate(`document.getElementById('${bulkyBlock(400)}').scrollIntoView()`);
		await header(400).one('touched');
		await stormy;
		expect(page.faults).toEqual([]);
		await page.close();
	});
});
