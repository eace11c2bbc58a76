/** The same extension in a real Firefox: paired, live, and marking a pull request's files. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureBrowser } from '../../scripts/browsers.ts';
import { type Relay, startRelay } from '../../scripts/relay.ts';
import { run } from '../../scripts/run.ts';
import { type Firefox, startFirefox } from '../firefox.ts';
import { login } from '../github/pull.ts';
import { site } from '../github/site.ts';
import { openSprint, type Sprint } from './sprint.ts';

const SOON = { timeout: 15_000 };
const owner = new AbortController();

let folder: string;
let relay: Relay;
let team: Sprint;
let firefox: Firefox;
let popup: Page;

beforeAll(async () => {
	await ensureBrowser('firefox', owner.signal);
	const built = await run('wxt', ['build', '--browser', 'firefox', '--mv3'], { signal: owner.signal, output: 'keep' });
	if (built.code !== 0) throw new Error(`The extension could not be built for Firefox:\n${built.output}`);
	folder = await mkdtemp(join(tmpdir(), 'pylon-firefox-relay-'));
	relay = await startRelay({ persist: folder });
	team = await openSprint(relay.url, 'acme-sprint');
	firefox = await startFirefox();
	popup = await firefox.open('popup');
}, 300_000);

afterAll(async () => {
	owner.abort();
	team?.close();
	await firefox?.close();
	await relay?.stop();
	if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

const textOf = (page: Page) => page.evaluate(() => document.body.innerText);

test('[R8] a link token pairs: popup and panel show the room and its collisions live', async () => {
	await popup.evaluate(
		(token) => {
			const field = document.querySelector<HTMLInputElement>('[data-testid=token]');
			if (field === null) throw new Error('There is no field for the token.');
			field.value = token;
			field.dispatchEvent(new Event('input', { bubbles: true }));
			document.querySelector<HTMLButtonElement>('[data-testid=connect]')?.click();
		},
		await team.jake.link(),
	);
	await expect.poll(() => textOf(popup), SOON).toContain("Andrew's Codex is editing it too");
	const badge = () =>
		popup.evaluate(() =>
			(globalThis as unknown as { browser: { action: { getBadgeText(of: object): Promise<string> } } }).browser.action.getBadgeText({}),
		);
	await expect.poll(badge, SOON).toBe('1');
	const panel = await firefox.open('sidepanel');
	await expect.poll(() => textOf(panel), SOON).toContain('Rework the login form');
	await team.jake.change({ session: 'jake-login', task: 'Something else by now' });
	await expect.poll(() => textOf(panel), SOON).toContain('Something else by now');
});

test('a pull request’s files carry their marks', async () => {
	const pages = site([login], {});
	const page = await firefox.browser.newPage();
	await page.setRequestInterception(true);
	page.on('request', (request) => {
		const body = pages(new URL(request.url()));
		void request.respond({ status: body === undefined ? 404 : 200, contentType: 'text/html; charset=utf-8', body: body ?? '' });
	});
	await page.goto(`https://github.com/acme/api/pull/${login.number}/changes`);
	await expect.poll(() => page.evaluate(() => document.querySelectorAll('[data-pylon-mark]').length), SOON).toBeGreaterThan(0);
});
