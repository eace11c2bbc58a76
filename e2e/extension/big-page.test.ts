/** A pull request of 1,200 files, of which agents are in 300: what nobody sees is left alone, wherever one looks there are marks. */
import { expect, test } from 'vitest';
import { bulkyBlock, bulkyFilesPage, bulkyPull, storm } from '../github/bulky-pull.ts';
import { agentIn } from '../github/teammates.ts';
import { type AtWork, besidePages } from './beside-pages.ts';

const TOLD = 300;
/** What an agent's report has room for. */
const EACH = 100;

const atWork: AtWork = async (team, browser) => {
	const andrew = await team.join('Andrew');
	const told = Array.from({ length: TOLD }, (_, index) => bulkyPull.files[index * 4] as string);
	for (let from = 0; from < TOLD; from += EACH) {
		await andrew.report(agentIn(Object.fromEntries(told.slice(from, from + EACH).map((path, index) => [path, index / 10]))));
	}
	const page = bulkyFilesPage();
	browser.serve((url) => (url.pathname.endsWith('/changes') ? page : undefined));
};

besidePages(atWork, (browser) => {
	test('only what is near the window is marked, wherever that is, and in a storm of changes as well', async () => {
		const page = await browser().visit('https://github.com/acme/api/pull/1200/changes');
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
