/** A GitHub Enterprise server: once its host is added in the options its pages are marked, and no longer once it is removed. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TriedRelay, tryRelay } from '../../testing/try-relay.ts';
import { type Chromium, startChromium } from '../chromium.ts';
import { ENTERPRISE } from '../github/answer.ts';
import { digest } from '../github/frame.ts';
import { login, pullPath } from '../github/pull.ts';
import { site } from '../github/site.ts';
import { agentIn, pair } from '../github/teammates.ts';
import { everything, marksOf } from '../marks/chromium-eye.ts';
import type { Marks } from '../marks/marks.ts';
import { faultsOf } from './axe.ts';
import { picture } from './picture.ts';
import { openTeam, type Team } from './team.ts';

const SOON = { timeout: 60_000 };
const LOGIN = 'src/auth/login.ts';
const REPO = `${ENTERPRISE}/acme/api`;
const PULL = `https://${ENTERPRISE}${pullPath(login)}`;

let relay: TriedRelay;
let chromium: Chromium;
let team: Team;

beforeAll(async () => {
	[relay, chromium] = await Promise.all([
		tryRelay({ createKey: undefined }),
		startChromium({ agreed: { permissions: ['scripting'], origins: [`https://${ENTERPRISE}/*`] } }),
	]);
	chromium.serve(site([login], { signedOut: true }));
	team = openTeam(relay.url, 'acme-sprint');
	const [jake, andrew] = [await team.join('Jake'), await team.join('Andrew')];
	await jake.report(agentIn({ [LOGIN]: 5 }, { session: 'jake', repo: REPO, branch: login.branch, task: 'Remember who signed in' }));
	await andrew.report(
		agentIn({ [LOGIN]: 3 }, { session: 'andrew', meets: { [LOGIN]: ['jake'] }, repo: REPO, kind: 'codex', branch: 'fix/session' }),
	);
	await pair(chromium, jake);
});

afterAll(async () => {
	team?.close();
	await chromium?.close();
	await relay?.stop();
});

const mark = (page: Page): Marks => marksOf(page).in(`[id="diff-${digest(LOGIN)}"]`);
/** Whether the extension has anything to do with a page that is loaded now. */
async function hasMarks(page: Page): Promise<boolean> {
	await page.goto(`${PULL}/files`);
	await page.waitForTimeout(1_000);
	return (await everything(page)).includes('data-pylon-mark');
}

const scripts = async (): Promise<string[]> =>
	(await chromium.worker()).evaluate(
		'chrome.scripting.getRegisteredContentScripts().then((scripts) => scripts.map(({ id }) => id))',
	) as Promise<string[]>;

async function add(options: Page, host: string): Promise<void> {
	await options.getByLabel('Address of a GitHub Enterprise server').fill(host);
	await options.getByRole('button', { name: 'Add host' }).click();
}

test('a host that is added is marked as github.com is, and agents link to its pull requests', async () => {
	const page = await chromium.visit(`${PULL}/files`);
	expect(await hasMarks(page)).toBe(false);
	const options = await chromium.open('options');
	await add(options, 'http://git');
	await options.getByText('This is no address like git.acme.dev.').waitFor();
	await add(options, `${PULL}/files`);
	await options.getByRole('status').getByText(`Pages of ${ENTERPRISE} show marks`).waitFor();
	await expect.poll(scripts, SOON).toEqual([`https://${ENTERPRISE}`]);
	await options.getByTestId('options-hosts').scrollIntoViewIfNeeded();
	await picture(options, 'options-hosts');
	expect(await faultsOf(options)).toEqual([]);

	await page.bringToFront();
	await page.goto(`${PULL}/files`);
	await mark(page).one('conflict-mine');
	expect(await mark(page).words()).toMatch(/^Andrew's Codex (is editing|changed) the same lines/);
	const dashboard = await chromium.open('dashboard');
	await expect
		.poll(
			() =>
				dashboard
					.getByRole('link', { name: `#${login.number}` })
					.first()
					.getAttribute('href'),
			SOON,
		)
		.toBe(PULL);
});

test('an update of the extension, which drops the scripts, costs no marks', async () => {
	await (await chromium.worker()).evaluate('chrome.scripting.unregisterContentScripts()');
	expect(await scripts()).toEqual([]);
	await chromium.killWorker();
	const page = await chromium.open('popup');
	await expect.poll(scripts, SOON).toEqual([`https://${ENTERPRISE}`]);
	await page.goto(`${PULL}/files`);
	await mark(page).one('conflict-mine');
});

test('a permission that is taken back in the browser’s settings is no host in the options, and marks go from its open pages', async () => {
	const marked = await chromium.visit(`${PULL}/files`);
	await mark(marked).one('conflict-mine');
	const options = await chromium.open('options');
	await options.getByText(`https://${ENTERPRISE}`).waitFor();
	await (await chromium.worker()).evaluate(`chrome.permissions.remove({ origins: ['https://${ENTERPRISE}/*'] })`);
	await options.getByText(`https://${ENTERPRISE}`).waitFor({ state: 'detached', ...SOON });
	await mark(marked).gone();
	await expect.poll(scripts, SOON).toEqual([]);
	await add(options, ENTERPRISE);
	await expect.poll(scripts, SOON).toEqual([`https://${ENTERPRISE}`]);
});

test('a host that is removed is marked no more, and its permission is given back', async () => {
	const options = await chromium.open('options');
	await options.getByRole('button', { name: `Remove https://${ENTERPRISE}` }).click();
	await expect.poll(scripts, SOON).toEqual([]);
	const allowed = () => options.evaluate(`chrome.permissions.contains({ origins: ['https://${ENTERPRISE}/*'] })`);
	await expect.poll(allowed, SOON).toBe(false);
	expect(await hasMarks(await chromium.visit(`${PULL}/files`))).toBe(false);
});
