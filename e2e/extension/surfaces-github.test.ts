/** With a token, agents link to pull requests that no page has shown: GitHub's API is played, the requests are the browser's own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Relay, startRelay } from '../../scripts/relay.ts';
import { type Chromium, startChromium } from '../chromium.ts';
import { pair } from '../github/teammates.ts';
import { faultsOf } from './axe.ts';
import { picture } from './picture.ts';
import { openTeam, type Team } from './team.ts';

const SOON = { timeout: 60_000 };
const GOOD = 'github_pat_good';

let folder: string;
let relay: Relay;
let chromium: Chromium;
let team: Team;
const asked: { path: string; head: string | null; authorization: string | undefined }[] = [];

const PULLS: Record<string, object[]> = {
	'acme:feat/login': [{ number: 41, head: { ref: 'feat/login', repo: { full_name: 'Acme/api' } } }],
	'ada:docs': [
		{ number: 42, head: { ref: 'docs', repo: { full_name: 'acme/api' } } },
		{ number: 43, head: { ref: 'docs', repo: { full_name: 'ada/api' } } },
	],
};

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'pylon-github-'));
	relay = await startRelay({ persist: folder });
	chromium = await startChromium();
	await chromium.context.route('https://api.github.com/**', async (route) => {
		const { pathname: path, searchParams } = new URL(route.request().url());
		const { authorization } = route.request().headers();
		const head = searchParams.get('head');
		asked.push({ path, head, authorization });
		const isGood = authorization === `Bearer ${GOOD}`;
		await route.fulfill({
			status: isGood ? 200 : 401,
			headers: { 'access-control-allow-origin': '*' },
			json: isGood ? (PULLS[head ?? ''] ?? []) : { message: 'Bad credentials' },
		});
	});
	team = openTeam(relay.url, 'acme-sprint');
	const jake = await team.join('Jake');
	await jake.report(
		{ session: 'own', branch: 'feat/login', task: 'Rework the login form' },
		{ session: 'fork', branch: 'docs', head: 'github.com/ada/api', task: 'Say how to sign in' },
		{ session: 'none', branch: 'main', task: 'Nothing under review' },
		{ session: 'local', repo: 'local/notes@0123456789ab', branch: 'main', task: 'Notes' },
	);
	await pair(chromium, jake);
});

afterAll(async () => {
	team?.close();
	await chromium?.close();
	await relay?.stop();
	await rm(folder, { recursive: true, force: true });
});

async function save(options: Page, token: string): Promise<void> {
	await options.getByLabel('Access token for GitHub').fill(token);
	await options.getByRole('button', { name: 'Save token' }).click();
	await options.getByText('A token is kept in this browser.').waitFor();
}

test('without a token nothing is asked; one that does not work is told and not tried again; a good one brings the links', async () => {
	const dashboard = await chromium.open('dashboard');
	await dashboard.getByText('Say how to sign in', { exact: true }).first().waitFor();
	const options = await chromium.open('options');
	await options.getByTestId('options-github').scrollIntoViewIfNeeded();
	await picture(options, 'options-github');
	await dashboard.waitForTimeout(1_500);
	expect(asked).toEqual([]);

	await save(options, 'github_pat_old');
	await options.getByText('The token does not work').waitFor();
	await picture(options, 'options-github-fault');
	expect(await faultsOf(options)).toEqual([]);
	await dashboard.waitForTimeout(1_500);
	const heads = asked.map(({ head }) => head);
	expect(heads, 'None is asked for twice').toEqual([...new Set(heads)]);
	await options.getByRole('button', { name: 'Remove token' }).click();

	asked.length = 0;
	await save(options, GOOD);
	await dashboard.bringToFront();
	for (const number of [41, 43]) {
		const link = dashboard.getByRole('link', { name: `#${number}` }).first();
		await expect.poll(() => link.getAttribute('href'), SOON).toBe(`https://github.com/acme/api/pull/${number}`);
	}
	expect(await dashboard.getByRole('link', { name: '#42' }).count()).toBe(0);
	await expect.poll(() => asked.length).toBe(3);
	await dashboard.waitForTimeout(1_500);
	expect(asked.map(({ path, head }) => `${path} ${head}`).sort()).toEqual([
		'/repos/acme/api/pulls acme:feat/login',
		'/repos/acme/api/pulls acme:main',
		'/repos/acme/api/pulls ada:docs',
	]);
	expect(await options.getByText('The token does not work').count()).toBe(0);
});

test('the token is kept by the background alone, survives its sleep, and is gone when it is removed', async () => {
	const options = await chromium.open('options');
	const kept = () => options.evaluate(async () => JSON.stringify([await chrome.storage.session.get(), document.body.innerHTML]));
	await options.getByText('A token is kept in this browser.').waitFor();
	// The view is kept a second after it changed.
	await expect.poll(kept).toMatch(/hasToken\\*":true/);
	expect(await kept()).not.toContain(GOOD);
	const before = asked.length;
	await chromium.killWorker();
	await options.waitForTimeout(2_500);
	expect(asked, 'What was asked is remembered').toHaveLength(before);

	await options.getByRole('button', { name: 'Remove token' }).click();
	await options.getByLabel('Access token for GitHub').waitFor();
	expect(JSON.stringify(await options.evaluate(() => chrome.storage.local.get()))).not.toContain(GOOD);
});
