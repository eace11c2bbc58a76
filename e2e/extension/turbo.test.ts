/** Turbo leads from page to page without loading, and back by copies that it keeps: marks are there on each, once, and in no copy. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EitherPage } from '../either-browser.ts';
import { digest } from '../github/frame.ts';
import { docs, login, pullPath } from '../github/pull.ts';
import { site } from '../github/site.ts';
import { agentIn } from '../github/teammates.ts';
import { withTurbo } from '../github/turbo/with-turbo.ts';
import { type AtWork, besidePages } from './beside-pages.ts';

const SOON = { timeout: 15_000 };
const LOGIN = 'src/auth/login.ts';
const [CONVERSATION, FILES, REACT_FILES] = [pullPath(login), `${pullPath(login)}/files`, `${pullPath(login)}/changes`];
/** Of a pull request that nobody is in. */
const OTHER = `${pullPath(docs)}/files`;

const atWork: AtWork = async (team, browser) => {
	browser.serve(await withTurbo(site([login, docs])));
	const andrew = await team.join('Andrew');
	await andrew.report(agentIn({ [LOGIN]: 90 }, { kind: 'codex', branch: login.branch }));
};

besidePages(atWork, (browser) => {
	let page: EitherPage;

	beforeEach(async () => {
		page = await browser().visit(`https://github.com${CONVERSATION}`);
		await page.evaluate('window.isSame = true');
		await shows(CONVERSATION);
	});
	afterEach(() => page.close());

	/** What is marked on each page, in its order. */
	const MARKED: Record<string, string[]> = {
		[CONVERSATION]: ["Andrew's Codex is working on this branch"],
		[FILES]: ["Andrew's Codex is working on this branch", '', "Andrew's Codex edited it"],
		[REACT_FILES]: ["Andrew's Codex is working on this branch", '', "Andrew's Codex edited it"],
		[OTHER]: [],
	};
	const words = async () => (await page.marks.all()).map(({ fit, words: said = '' }) => (fit === undefined ? 'not seen' : said)).sort();
	async function shows(path: string): Promise<void> {
		await expect.poll(() => page.evaluate('location.pathname'), SOON).toBe(path);
		await expect.poll(words, SOON).toEqual([...(MARKED[path] ?? [])].sort());
	}
	const renders = () => page.evaluate('turbo.renders.join()') as Promise<string>;
	async function rendered(times: number): Promise<void> {
		await expect.poll(async () => (await renders()).split(',').filter(Boolean).length, SOON).toBeGreaterThanOrEqual(times);
	}
	const go = (path: string, action = 'advance') => page.evaluate(`void turbo.visit('${path}', '${action}')`);

	test('the pages that it leads to are marked, and those that it leads back to, once each', async () => {
		for (const [index, path] of [FILES, OTHER, REACT_FILES].entries()) {
			await go(path);
			await rendered(index + 1);
			await shows(path);
		}
		for (const path of [OTHER, FILES, CONVERSATION]) {
			await page.evaluate('history.back()');
			await shows(path);
		}
		await page.evaluate('history.forward()');
		await shows(FILES);
		expect(await page.evaluate('window.isSame')).toBe(true);
		expect(page.faults).toEqual([]);
	});

	test('a page that one has been to is shown from its copy first, marked, and then anew', async () => {
		await go(FILES);
		await shows(FILES);
		await go(CONVERSATION);
		await expect.poll(renders, SOON).toContain('preview');
		await shows(CONVERSATION);
		await go(FILES);
		await shows(FILES);
		await expect.poll(() => page.evaluate("turbo.renders.filter((each) => each === 'preview').length"), SOON).toBe(2);
		await shows(FILES);
		expect(page.faults).toEqual([]);
	});

	test('no copy that it keeps has anything of the extension’s', async () => {
		const plain = await page.evaluate('document.body.outerHTML');
		await go(FILES);
		await shows(FILES);
		expect(await page.evaluate('turbo.cached[0]')).toBe(plain);
		await go(CONVERSATION);
		await shows(CONVERSATION);
		expect(await page.evaluate('turbo.cached.join()')).not.toMatch(/pylon|data-words|<slot/i);
	});

	test('a page that it changes in place keeps its marks', async () => {
		await go(FILES);
		await shows(FILES);
		await page.evaluate(`window.block = document.getElementById('diff-${digest(LOGIN)}')`);
		await go(FILES, 'replace');
		await expect.poll(renders, SOON).toContain('morph');
		await shows(FILES);
		expect(await page.evaluate('block.isConnected')).toBe(true);
	});
});
