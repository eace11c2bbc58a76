/** The same extension in a real Firefox, started once: paired with a room on a real relay, beside pages of our own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import axe from 'axe-core';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Relay, startRelay } from '../../scripts/relay.ts';
import { eventually } from '../../testing/eventually.ts';
import { type Firefox, sidebarText, startFirefox } from '../firefox.ts';
import { ENTERPRISE } from '../github/answer.ts';
import { digest } from '../github/frame.ts';
import { docs, login } from '../github/pull.ts';
import { type SiteOptions, site } from '../github/site.ts';
import { marksOf } from '../marks/firefox-eye.ts';
import type { Marks } from '../marks/marks.ts';
import type { Surface } from '../surface.ts';
import { faultsIn } from './axe.ts';
import { keepPicture } from './picture.ts';
import { openSprint, type Sprint } from './sprint.ts';
import { living, type Member, openTeam, type Team } from './team.ts';

const SOON_MS = 60_000;
/** The background keeps itself awake by a call each 15 s. */
const IDLE_MS = 25_000;
const LOGIN = 'src/auth/login.ts';
const LIMITS = 'src/http/limits.ts';
const REPO = 'https://github.com/acme/api';
/** Firefox looks through every element for a name, some of them for a tenth of a second: it is told where. */
const ALL_VIEW = 'nav ::-p-aria([name="All View"][role="button"])';
/** Jake's agent is on its branch. */
const pull = { ...login, branch: 'feat/login', files: [...login.files, LIMITS] };

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

const serve = (options: SiteOptions = {}) => firefox.serve(site([pull, docs], options));

async function visit(path: string): Promise<Page> {
	const page = await firefox.visit(`${REPO}${path}`);
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

const has = (page: Page, selector: string) => page.waitForSelector(selector, { timeout: SOON_MS });
const marksIn = (page: Page, selector: string): Marks => marksOf(firefox, page).in(selector);
const headerMark = (page: Page, path: string): Marks => marksIn(page, `[id="diff-${digest(path)}"]`);
const badge = (surface: Page) => surface.evaluate('browser.action.getBadgeText({})');

test('[R8] a pasted link token pairs: popup, panel and badge show the room and its collision, live', async () => {
	const popup = await open('popup');
	await pair(popup, team.jake);
	await has(popup, `[data-testid=collision-row] ::-p-text(Andrew's Codex is editing the same lines as your Claude Code)`);
	await expect.poll(() => badge(popup), { timeout: SOON_MS }).toBe('1');
	const panel = await open('sidepanel');
	await has(panel, '[data-testid=agent-row]');
	await expect
		.poll(() => panel.$$eval('[data-testid=agent-row] .task', (tasks) => tasks.map((task) => task.textContent)))
		.toEqual(['Upgrade the database driver', 'Rework the login form']);
	await team.jake.change({ session: 'jake-driver', task: 'Ask which driver' });
	for (const surface of [popup, panel]) await has(surface, '::-p-text(Ask which driver)');
});

describe('beside a pull request', () => {
	const files: [string, string, SiteOptions][] = [
		['React', '/pull/7/changes', {}],
		['classic', '/pull/7/files', { signedOut: true }],
		['all-renamed', '/pull/7/changes', { classesRenamed: true }],
		['compared', '/compare/main...feat/login', {}],
	];
	test.for(files)('%s Files changed: marks in the headers of the files that agents are in, and only there', async ([, path, options]) => {
		serve(options);
		const page = await visit(path);
		await headerMark(page, LOGIN).one('conflict-mine');
		await expect.poll(headerMark(page, LOGIN).words).toMatch(/^Andrew's Codex (is editing|changed) the same lines as your Claude Code$/);
		await headerMark(page, LIMITS).one('reading');
		expect(await headerMark(page, 'README.md').count()).toBe(0);
	});

	test('a soft navigation from Conversation to Files changed brings marks although its payload is stale', async () => {
		serve();
		const page = await visit('/pull/7');
		await page.click('::-p-aria([name="Files changed"][role="link"])');
		await headerMark(page, LOGIN).one('conflict-mine');
		expect(await page.$eval('script[data-target="react-app.embeddedData"]', (script) => script.textContent)).toContain(
			'pullRequestsConversationsRoute',
		);
	});

	const places: [string, string, string, string][] = [
		['a Conversation', '/pull/7', 'header', 'Your Claude Code is working on this branch'],
		['a file view', `/blob/feat/login/${LOGIN}`, 'body', 'the same lines as your Claude Code'],
		['the list of pull requests', '/pulls', 'li', 'Your Claude Code is working'],
	];
	test.for(places)('%s says who is there', async ([, path, selector, said]) => {
		serve();
		const page = await visit(path);
		await expect.poll(marksIn(page, selector).words).toContain(said);
	});

	test('a mark’s card says who, and leads to the room', async () => {
		const page = await visit('/pull/7/changes');
		const mark = headerMark(page, LOGIN);
		const { text } = await mark.open();
		for (const said of [LOGIN, "Andrew's Codex", 'fix/rate-limit', 'Your Claude Code']) expect(text).toContain(said);
		// A page may not open the sidebar.
		await mark.press('Open dashboard');
		const popup = await open('popup');
		const dashboards = () =>
			popup.evaluate(`browser.extension.getViews({ type: 'tab' })
			.filter((view) => view.location.pathname === '/dashboard.html')
			.map((view) => view.document.querySelector('[data-testid=agent-details]')?.textContent ?? '')`);
		await expect.poll(dashboards, { timeout: SOON_MS }).toEqual([expect.stringContaining('login.ts')]);
		// It is shown where it is open already.
		await popup.click('footer ::-p-aria([name="Open dashboard"][role="button"])');
		await sleep(500);
		expect(await dashboards()).toHaveLength(1);
		await popup.evaluate(
			"browser.extension.getViews({ type: 'tab' }).find((view) => view.location.pathname === '/dashboard.html').close()",
		);
	});
});

describe('the background', () => {
	test('is stopped under open pages: marks stay, and news arrive by themselves', async () => {
		await closePages();
		const [panel, page] = [await open('sidepanel'), await visit('/pull/7/changes')];
		await headerMark(page, LOGIN).one();
		await firefox.stopBackground();
		expect(await firefox.isBackgroundRunning()).toBe(false);
		await headerMark(page, LOGIN).one('conflict-mine');
		await team.ada.change({ session: 'ada-flaky', touches: [{ path: 'README.md', mode: 'edit', age: 0 }] });
		await headerMark(page, 'README.md').one('touched');
		await team.jake.change({ session: 'jake-login', task: 'Something else by now' });
		await has(panel, '::-p-text(Something else by now)');
	});

	test('stays while somebody looks, sleeps when nobody does, and the next popup shows what was kept at once', async () => {
		await closePages();
		const [panel, page] = [await open('sidepanel'), await visit('/pull/7/changes')];
		await headerMark(page, LOGIN).one();
		const starts = await firefox.backgroundStarts();
		await sleep(IDLE_MS + 4_000);
		expect(await firefox.backgroundStarts()).toBe(starts);
		// It would wake for this once a minute. The next start sets it again.
		await panel.evaluate("browser.alarms.clear('refresh')");
		await closePages();
		await eventually(
			() => firefox.isBackgroundRunning(),
			(isRunning) => !isRunning,
			3 * IDLE_MS,
		);
		const popup = await open('popup');
		await has(popup, '[data-testid=collision-row]');
		await has(popup, '[data-testid=connection][data-connection=live]');
		await team.jake.change({ session: 'jake-login', status: 'waiting', statusAge: 0, task: 'Ask which form' });
		await has(popup, '[data-testid=attention] ::-p-text(Ask which form)');
	});
});

test('the popup opens Firefox’s own sidebar, which shows the room', async () => {
	const popup = await open('popup');
	expect(await sidebarText(popup)).toBe('');
	await popup.click('footer ::-p-aria([name="Open side panel"][role="button"])');
	await expect.poll(() => sidebarText(popup), { timeout: SOON_MS }).toContain('Ask which driver');
});

test('the dashboard shows everyone, and options this browser among my devices', async () => {
	const dashboard = await open('dashboard');
	await dashboard.click(ALL_VIEW);
	await has(dashboard, '[data-testid=agent-row] ::-p-text(Flaky end-to-end tests)');
	const options = await open('options');
	await has(options, '[data-testid=device] ::-p-text(Firefox on Linux)');
});

test('[C8] notifications: once they are allowed, Firefox is asked to show a collision, once', async () => {
	const options = await open('options');
	expect(await options.evaluate('typeof browser.notifications')).toBe('undefined');
	// Without a desktop Firefox closes at once what it was asked to show, and says so. What is open already is shown as soon as it may be.
	const listen = 'browser.permissions.onAdded.addListener(() => browser.notifications.onClosed.addListener((id) => shown.push(id)))';
	await options.evaluate(`var shown = []; ${listen}`);
	await options.click('input[name=notify][value=collisions]');
	await has(options, 'input[name=notify][value=collisions]:checked');
	const edited = [living('src/new.ts', 'jake-login')];
	await team.andrew.change({ session: 'andrew-limits', touches: edited });
	await team.jake.change({ session: 'jake-login', touches: [living('src/new.ts', 'andrew-limits')] });
	await expect.poll(() => options.evaluate('shown.length'), { timeout: SOON_MS }).toBeGreaterThan(0);
	await team.andrew.change({ session: 'andrew-limits', task: 'Still at it', touches: edited });
	await has(await open('popup'), '::-p-text(Still at it)');
	expect(await options.evaluate('shown.length - new Set(shown).size')).toBe(0);
});

test('a GitHub Enterprise host is marked once it is added, and no longer once it is removed', async () => {
	const repo = `${ENTERPRISE}/acme/api`;
	await team.ada.report({ session: 'ada-enterprise', repo, touches: [{ path: LOGIN, mode: 'edit', age: 0 }] });
	const marksAfterLoad = async () => {
		const page = await firefox.visit(`https://${repo}/pull/7/changes`);
		pages.push(page);
		await sleep(1_000);
		return (await marksOf(firefox, page).count()) > 0;
	};
	const options = await open('options');
	await options.type('#host', `${ENTERPRISE}:8443`);
	await options.click('::-p-aria([name="Add host"][role="button"])');
	await has(options, `::-p-text(Pages of ${ENTERPRISE} show marks)`);
	await expect.poll(marksAfterLoad, { timeout: SOON_MS }).toBe(true);
	await options.click(`::-p-aria([name="Remove https://${ENTERPRISE}"][role="button"])`);
	await expect.poll(marksAfterLoad, { timeout: SOON_MS }).toBe(false);
	await team.ada.gone('ada-enterprise');
});

test.for(['popup', 'sidepanel', 'dashboard', 'options'] as const)('axe finds nothing on the %s', async (surface) => {
	const page = await open(surface);
	await has(page, surface === 'options' ? '[data-testid=device]' : '[data-testid=agent-row]');
	await page.evaluate(axe.source);
	expect(faultsIn((await page.evaluate('axe.run(document).then(JSON.stringify)')) as string)).toEqual([]);
});

test('pictures of each surface, and of a pull request with a card', async () => {
	await closePages();
	serve();
	for (const surface of ['popup', 'sidepanel', 'dashboard', 'options'] as const) {
		const page = await open(surface);
		await has(page, surface === 'options' ? '[data-testid=device]' : '[data-testid=agent-row]');
		if (surface === 'sidepanel') await (await has(page, '[data-row]'))?.click();
		if (surface === 'dashboard') await page.click(ALL_VIEW);
		await keepPicture(`firefox-${surface}`, await page.screenshot());
		await page.close();
	}
	const page = await visit('/pull/7/changes');
	await page.setViewport({ width: 1280, height: 760 });
	await headerMark(page, LOGIN).open();
	await keepPicture('firefox-files', await page.screenshot());
});

test('hostile names and paths stay text, on surfaces and on GitHub’s pages', async () => {
	await closePages();
	const hostile = openTeam(relay.url, 'hostile-room');
	teams.push(hostile);
	const jake = await hostile.join('Jake');
	const mallory = await hostile.join('<img src=x onerror=alert(1)> ﷽﷽');
	const task = '<script>document.title="hacked"</script> שלום';
	await jake.report({ session: 'mine', task: 'Mine', touches: [living(LOGIN, 'theirs')] });
	await mallory.report({ session: 'theirs', task, branch: '"><b>'.repeat(50), touches: [living(LOGIN, 'mine')] });
	const popup = await open('popup');
	await popup.click('header ::-p-aria([name="Add room"][role="button"])');
	await pair(popup, jake);
	await has(popup, '[data-testid=collision-row] ::-p-text(<img src=x onerror=alert(1)>)');
	const panel = await open('sidepanel');
	await panel.click(ALL_VIEW);
	await has(panel, '::-p-text(<script>document.title)');
	for (const surface of [popup, panel]) {
		expect(await surface.$$('img, b, script:not([src])')).toEqual([]);
		expect(await surface.title()).toBe('Pylon Rooms');
	}
	const page = await visit('/pull/7/changes');
	await headerMark(page, LOGIN).one('conflict-mine');
	await expect.poll(headerMark(page, LOGIN).words).toContain('<img src=x onerror=alert(1)>');
	expect((await headerMark(page, LOGIN).open()).markup).not.toContain('<img');
});

test('nothing of the extension failed or broke its policy on the way', async () => {
	expect(await firefox.faults()).toEqual([]);
});
