/** The same extension in a real Firefox, started once: paired with a room on a real relay, beside pages of our own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Relay, startRelay } from '../../scripts/relay.ts';
import { eventually } from '../eventually.ts';
import { type Firefox, sidebarText, startFirefox } from '../firefox.ts';
import { digest } from '../github/frame.ts';
import { login } from '../github/pull.ts';
import { type SiteOptions, site } from '../github/site.ts';
import type { Surface } from '../surface.ts';
import { openSprint, type Sprint } from './sprint.ts';
import { type Member, openTeam, type Team } from './team.ts';

const SOON_MS = 15_000;
/** The background keeps itself awake by a call each 15 s. */
const IDLE_MS = 18_000;
const LOGIN = 'src/auth/login.ts';
const LIMITS = 'src/http/limits.ts';
const PULL = 'https://github.com/acme/api/pull/7';
const pull = { ...login, files: [...login.files, LIMITS] };

let folder: string;
let relay: Relay;
let team: Sprint;
let firefox: Firefox;
const teams: Team[] = [];
const pages: Page[] = [];

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'pylon-firefox-relay-'));
	[relay, firefox] = await Promise.all([startRelay({ persist: folder }), startFirefox({ idleMs: IDLE_MS })]);
	team = await openSprint(relay.url, 'winter-sprint');
	teams.push(team);
	serve();
});

afterAll(async () => {
	for (const opened of teams) opened.close();
	await firefox?.close();
	await relay?.stop();
	await rm(folder, { recursive: true, force: true });
});

const serve = (options: SiteOptions = {}) => firefox.serve(site([pull], options));

async function visit(path = ''): Promise<Page> {
	const page = await firefox.visit(`${PULL}${path}`);
	pages.push(page);
	return page;
}

async function open(surface: Surface): Promise<Page> {
	const page = await firefox.open(surface);
	pages.push(page);
	return page;
}

const closePages = () => Promise.all(pages.splice(0).map((page) => page.close()));

async function pair(popup: Page, member: Member): Promise<void> {
	await popup.waitForSelector('[data-testid=token]');
	await popup.type('[data-testid=token]', await member.link());
	await popup.click('[data-testid=connect]');
	await popup.waitForSelector('[data-testid=people]', { timeout: SOON_MS });
}

const has = (page: Page, selector: string, timeout = SOON_MS) => page.waitForSelector(selector, { timeout });
const headerMark = (path: string, severity = '') =>
	`[id="diff-${digest(path)}"] [data-pylon-mark${severity === '' ? '' : `="${severity}"`}]`;
const words = (page: Page, path: string): Promise<string> => page.$eval(`${headerMark(path)} >>> .words`, (element) => element.textContent);
const badge = (surface: Page) => surface.evaluate('browser.action.getBadgeText({})');

test('[R8] a pasted link token pairs: popup, panel and badge show the room and its collision, live', async () => {
	const popup = await open('popup');
	await pair(popup, team.jake);
	await has(popup, `[data-testid=collision-row] ::-p-text(Andrew's Codex is editing it too)`);
	await expect.poll(() => badge(popup), { timeout: SOON_MS }).toBe('1');
	const panel = await open('sidepanel');
	await has(panel, '[data-testid=agent-row]');
	expect(await panel.$$eval('[data-testid=agent-row] .task', (tasks) => tasks.map((task) => task.textContent))).toEqual([
		'Upgrade the database driver',
		'Rework the login form',
	]);
	await team.jake.change({ session: 'jake-driver', task: 'Ask which driver' });
	for (const surface of [popup, panel]) await has(surface, '::-p-text(Ask which driver)');
});

describe('beside a pull request', () => {
	const files: [string, string, SiteOptions][] = [
		['React', '/changes', {}],
		['classic', '/files', { signedOut: true }],
		['all-renamed', '/changes', { classesRenamed: true }],
	];
	test.for(files)('%s Files changed: marks in the headers of the files that agents are in, and only there', async ([, path, options]) => {
		serve(options);
		const page = await visit(path);
		await has(page, headerMark(LOGIN, 'collision-mine'));
		expect(await words(page, LOGIN)).toContain("Andrew's Codex is editing it too");
		await has(page, headerMark(LIMITS, 'note'));
		expect(await page.$(headerMark('README.md'))).toBeNull();
	});

	test('a soft navigation from Conversation to Files changed brings marks although its payload is stale', async () => {
		serve();
		const page = await visit();
		await page.click('::-p-aria([name="Files changed"][role="link"])');
		await has(page, headerMark(LOGIN, 'collision-mine'));
		expect(await page.$eval('script[data-target="react-app.embeddedData"]', (script) => script.textContent)).toContain(
			'pullRequestsConversationsRoute',
		);
	});

	test('a mark’s card says who, and leads to the room', async () => {
		const page = await visit('/changes');
		const mark = await has(page, `${headerMark(LOGIN)} >>> button`);
		await mark?.click();
		const card = await has(page, '>>> [role=dialog]:popover-open');
		const said = await card?.evaluate((dialog) => dialog.textContent);
		for (const text of [LOGIN, "Andrew's Codex", 'fix/rate-limit', 'Your Claude Code']) expect(said).toContain(text);
	});
});

describe('the background', () => {
	test('is stopped under open pages: marks stay, and news arrive by themselves', async () => {
		await closePages();
		const [panel, page] = [await open('sidepanel'), await visit('/changes')];
		await has(page, headerMark(LOGIN));
		await firefox.stopBackground();
		expect(await firefox.isBackgroundRunning()).toBe(false);
		await has(page, headerMark(LOGIN, 'collision-mine'), 1_000);
		await team.ada.change({ session: 'ada-flaky', touches: [{ path: 'README.md', mode: 'edit', age: 0 }] });
		await has(page, headerMark('README.md', 'touched'));
		await team.jake.change({ session: 'jake-login', task: 'Something else by now' });
		await has(panel, '::-p-text(Something else by now)');
	});

	test('stays while somebody looks, sleeps when nobody does, and the next popup shows what was kept at once', async () => {
		await closePages();
		const page = await visit('/changes');
		await has(page, headerMark(LOGIN));
		await sleep(IDLE_MS + 2_000);
		expect(await firefox.isBackgroundRunning()).toBe(true);
		await closePages();
		await eventually(
			() => firefox.isBackgroundRunning(),
			(isRunning) => !isRunning,
			3 * IDLE_MS,
		);
		const popup = await open('popup');
		await has(popup, '[data-testid=collision-row]', 1_000);
		await has(popup, '[data-testid=connection][data-connection=live]');
		await team.jake.change({ session: 'jake-login', status: 'waiting', statusAge: 0 });
		await has(popup, '[data-testid=attention] ::-p-text(Something else by now)');
	});
});

test('the popup opens Firefox’s own sidebar, which shows the room', async () => {
	const popup = await open('popup');
	expect(await sidebarText(popup)).toBe('');
	await popup.click('::-p-aria([name="Open side panel"][role="button"])');
	await expect.poll(() => sidebarText(popup), { timeout: SOON_MS }).toContain('Ask which driver');
});

test('hostile names and paths stay text, on surfaces and on GitHub’s pages', async () => {
	await closePages();
	const hostile = openTeam(relay.url, 'hostile-room');
	teams.push(hostile);
	const jake = await hostile.join('Jake');
	const mallory = await hostile.join('<img src=x onerror=alert(1)> ﷽﷽');
	const task = '<script>document.title="hacked"</script> שלום';
	const touches = [{ path: LOGIN, mode: 'edit' as const, age: 0 }];
	await jake.report({ session: 'mine', task: 'Mine', touches });
	await mallory.report({ session: 'theirs', task, branch: '"><b>'.repeat(50), touches });
	const popup = await open('popup');
	await popup.click('::-p-aria([name="Add room"][role="button"])');
	await pair(popup, jake);
	await has(popup, '[data-testid=collision-row] ::-p-text(<img src=x onerror=alert(1)>)');
	const panel = await open('sidepanel');
	await panel.click('::-p-aria([name="All View"][role="button"])');
	await has(panel, '::-p-text(<script>document.title)');
	for (const surface of [popup, panel]) {
		expect(await surface.$$('img, b, script:not([src])')).toEqual([]);
		expect(await surface.title()).toBe('Pylon Rooms');
	}
	const page = await visit('/changes');
	await has(page, headerMark(LOGIN, 'collision-mine'));
	expect(await words(page, LOGIN)).toContain('<img src=x onerror=alert(1)>');
	expect(await page.$$(`${headerMark(LOGIN)} >>> img`)).toEqual([]);
});

test('nothing of the extension failed or broke its policy on the way', async () => {
	expect(await firefox.faults()).toEqual([]);
});
