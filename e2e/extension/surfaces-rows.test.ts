/** Panel, dashboard and popup with a whole team: one line for each agent, grouped and filtered as somebody likes, all by keyboard. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { pair } from '../github/teammates.ts';
import { faultsOf } from './axe.ts';
import { picture } from './picture.ts';
import { roomsAtHand } from './rooms-at-hand.ts';
import { openSix } from './six.ts';

const SOON = { timeout: 60_000 };

const here = roomsAtHand();

async function six(agents?: number) {
	const team = here.opened(await openSix(here.relay.url, here.nextRoom(), agents));
	await pair(here.chromium, team.jake);
	return team;
}

async function sprint() {
	const team = await here.sprint();
	await pair(here.chromium, team.jake);
	return team;
}

/** Of 34 agents three are idle, and folded. */
const AWAKE = 31;
const agents = (page: Page) => page.getByTestId('agent-row');
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');

/** How many of them lie within the first `height` px. */
const within = (rows: Locator, height: number) =>
	rows.evaluateAll((all, most) => all.filter((row) => row.getBoundingClientRect().bottom <= most).length, height);

describe('a team of six with 34 agents', () => {
	test('the dashboard shows what needs me, everyone and 20 agents on its first screen, a line each', async () => {
		await six();
		const page = await here.chromium.open('dashboard');
		await page.setViewportSize({ width: 1_440, height: 900 });
		await agents(page)
			.nth(AWAKE - 1)
			.waitFor();
		await expect.poll(() => within(agents(page), 900)).toBeGreaterThanOrEqual(20);
		await expect.poll(() => within(page.getByTestId('person-row'), 900)).toBe(6);
		expect(await within(page.locator('[data-testid=collision-row][data-mine=true][data-level=conflict]'), 900)).toBe(3);
		expect(await within(page.getByTestId('collision-rest'), 900)).toBeGreaterThanOrEqual(4);
		const heights = await agents(page).evaluateAll((rows) => [...new Set(rows.map((row) => row.getBoundingClientRect().height))]);
		expect(heights).toEqual([28]);
		expect(await page.getByTestId('workstream').count(), 'A branch with one agent takes no header').toBe(0);
		const heading = await page.getByTestId('agents').locator('header').innerText();
		expect(heading).toContain('34');
		expect(heading, 'As many as there are agents').not.toContain('workstreams');
		expect(await faultsOf(page)).toEqual([]);
	});

	test('popup and panel show their agents on the first screen too', async () => {
		await six();
		const popup = await here.chromium.open('popup');
		await agents(popup).first().waitFor();
		await expect.poll(() => within(agents(popup), 510)).toBeGreaterThanOrEqual(4);
		const panel = await here.chromium.open('sidepanel');
		await panel.getByRole('button', { name: 'All View' }).click();
		await agents(panel)
			.nth(AWAKE - 1)
			.waitFor();
		for (const [width, most] of [
			[360, 10],
			[280, 7],
		] as const) {
			await panel.setViewportSize({ width, height: 900 });
			expect(await within(agents(panel), 900), `${width} px`).toBeGreaterThanOrEqual(most);
			expect(await panel.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
			const clocks = agents(panel).locator('.state');
			const cut = await clocks.evaluateAll((all) => all.filter((clock) => clock.getBoundingClientRect().right > innerWidth).length);
			expect(cut, 'No clock is cut').toBe(0);
			await picture(panel, `panel-six-${width}`, width === 360 ? undefined : ['dark']);
		}
	});

	test('grouping, order, view and filter stay in the address, and come back with it', async () => {
		await six();
		const page = await here.chromium.open('dashboard');
		await agents(page).first().waitFor();
		await page.getByLabel('Group').selectOption('person');
		await page.getByLabel('Sort').selectOption('title');
		await page.getByTestId('chips').getByRole('button', { name: 'working' }).click();
		expect(new URL(page.url()).search).toBe('?status=working&group=person&sort=title');
		const groups = () => page.getByTestId('group').locator('.name').allInnerTexts();
		await expect.poll(async () => (await groups()).length, SOON).toBe(6);
		const before = await groups();
		await page.reload();
		await agents(page).first().waitFor();
		expect(await groups()).toEqual(before);
		await page.getByTestId('chips').getByRole('button', { name: 'error' }).click();
		await page.getByTestId('person-row').filter({ hasText: 'Dana Ortiz' }).click();
		await page.getByText('No agent passes the filter.').waitFor();
		expect(page.url()).toContain('person=dana-ortiz');
	});

	test('the panel is as it was left when it is opened again, but for what was searched', async () => {
		await six();
		const first = await here.chromium.open('sidepanel');
		await first.getByRole('button', { name: 'All View' }).click();
		await first.getByLabel('Group').selectOption('person');
		await first.getByRole('searchbox').fill('login');
		await first.close();
		const second = await here.chromium.open('sidepanel');
		await expect.poll(() => second.locator('[data-group=person]').count(), SOON).toBe(6);
		expect(await second.getByRole('searchbox').inputValue()).toBe('');
	});

	test('a group folds; one of two on a branch has its header, with their number', async () => {
		const { jake } = await six();
		await jake.report({ session: 'second', branch: 'feat/proration', title: 'A second pair of eyes', statusAge: 1 });
		const page = await here.chromium.open('dashboard');
		const header = page.getByTestId('workstream');
		await header.waitFor();
		expect(await header.innerText()).toMatch(/acme\/api\s+feat\/proration\s+2 agents/);
		await header.getByRole('button').click();
		await expect.poll(() => agents(page).filter({ hasText: 'second pair of eyes' }).count()).toBe(0);
		expect(await page.getByTestId('agents').locator('header').first().innerText()).toMatch(/35\s+34 workstreams/);
		expect(await agents(page).count()).toBe(AWAKE - 1);
	});
});

test.for([3, 104])('%i agents: popup, panel and dashboard show them alike, and axe finds nothing', async (count) => {
	await six(count);
	for (const [surface, width, height] of [
		['popup', 380, 560],
		['sidepanel', 360, 900],
		['dashboard', 1_440, 900],
	] as const) {
		const page = await here.chromium.open(surface, surface === 'sidepanel' ? '?view=all' : '');
		await page.setViewportSize({ width, height });
		await agents(page).nth(2).waitFor(SOON);
		if (surface === 'dashboard') await page.getByTestId('folders').waitFor(SOON);
		expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
		await picture(page, `${surface === 'sidepanel' ? 'panel' : surface}-${count}`);
		expect(await faultsOf(page)).toEqual([]);
	}
});

test('of 104 agents those in sight are drawn, and every one is reached', async () => {
	await six(104);
	const page = await here.chromium.open('dashboard');
	await page.setViewportSize({ width: 1_440, height: 900 });
	await page.getByTestId('chips').getByText('104').or(agents(page).first()).first().waitFor();
	await expect.poll(() => page.getByTestId('agents').locator('header').innerText(), SOON).toContain('104');
	expect(await agents(page).count()).toBeLessThan(60);
	await page.setViewportSize({ width: 1_920, height: 1_080 });
	await picture(page, 'dashboard-104-wide', ['light']);
	await page.setViewportSize({ width: 1_440, height: 900 });
	await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
	await page.getByTestId('group').filter({ hasText: '2 idle agents' }).waitFor(SOON);
	await page.keyboard.press('Control+k');
	await page.keyboard.type('Reindex without downtime, web');
	await page.keyboard.press('Enter');
	await page.locator('[data-testid=agent-row] [aria-expanded=true]').waitFor(SOON);
	expect(await focused(page)).toContain('Reindex without downtime, web');
});

describe('pictures', () => {
	test('stand beside the agents and on a page of their own, have tables, and lead to people and files', async () => {
		await six();
		const page = await here.chromium.open('dashboard');
		await page.setViewportSize({ width: 1_440, height: 900 });
		await page.getByTestId('lanes').waitFor();
		await picture(page, 'dashboard-six');
		await page.getByRole('button', { name: 'Pictures' }).click();
		await expect.poll(() => page.getByTestId('lanes').locator('rect.waiting').count()).toBe(7);
		expect(await page.getByTestId('lanes').locator('g.tie').count()).toBeGreaterThan(4);
		const meetings = page.getByTestId('meetings');
		const row = meetings.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Jake' }) });
		expect(await row.getByRole('cell').allInnerTexts()).toEqual(['', 'Conflict', 'Conflict', 'Conflict', 'Conflict', 'Same file']);
		await page.getByText('As a table').click();
		await expect.poll(() => page.getByTestId('lanes').getByRole('row').count()).toBe(1 + 34);
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			expect(await faultsOf(page)).toEqual([]);
		}
		await page.getByText('As a table').click();
		await picture(page, 'dashboard-pictures');
		const ties = page.getByTestId('lanes').locator('g.tie');
		const [lately, hours] = [await ties.count(), page.getByLabel('How far back')];
		await hours.selectOption('4 hours');
		await expect.poll(() => ties.count()).toBeGreaterThan(lately);
		await page.reload();
		await page.getByTestId('lanes').waitFor();
		expect(await hours.inputValue(), 'It is in the address').toBe('4');
		expect(await page.getByTestId('views').locator('[aria-pressed=true]').count(), 'Pictures show the whole room').toBe(0);
		await page.keyboard.press('g');
		await page.keyboard.press('m');
		await expect.poll(() => agents(page).count(), { message: 'Whoever asks for agents is shown them' }).toBe(6);
		await page.keyboard.press('g');
		await page.keyboard.press('p');
		await page.getByTestId('folders').getByRole('button').filter({ hasText: 'src/auth' }).click();
		await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('src/auth');
		await agents(page).first().waitFor();
	});
});

describe('everything answers', () => {
	test('a collision opens its file and both agents; an agent of it comes into sight', async () => {
		await sprint();
		const page = await here.chromium.open('dashboard');
		const faults: string[] = [];
		page.on('pageerror', (fault) => faults.push(fault.message));
		const row = page.getByTestId('collision-row').first();
		await row.getByRole('button').first().click();
		expect(await row.getByRole('link', { name: 'src/auth/login.ts' }).getAttribute('href')).toBe(
			'https://github.com/acme/api/blob/fix/rate-limit/src/auth/login.ts',
		);
		expect(await faultsOf(page)).toEqual([]);
		await row.getByRole('button', { name: 'Andrew · Codex' }).click();
		const agent = agents(page).filter({ hasText: 'Rate limits on sign-in' });
		await agent.getByTestId('agent-details').waitFor();
		expect(await focused(page)).toContain('Rate limits on sign-in');
		expect(faults).toEqual([]);
	});

	test('from the popup, a number and a person lead to the dashboard', async () => {
		await sprint();
		const popup = await here.chromium.open('popup');
		const opened = async (act: () => Promise<void>) => {
			const [page] = await Promise.all([here.chromium.context.waitForEvent('page'), act()]);
			await page.waitForURL(/dashboard/);
			return page;
		};
		const page = await opened(() => popup.getByRole('button', { name: '1 waiting' }).first().click());
		await expect.poll(() => agents(page).locator('.task').allInnerTexts(), SOON).toEqual(['Upgrade the database driver']);
		await popup.bringToFront();
		await popup.getByTestId('person-row').filter({ hasText: 'Andrew' }).getByRole('button').click();
		await page.waitForURL(/person=andrew/);
		await expect.poll(() => agents(page).locator('.task').allInnerTexts(), SOON).toEqual(['Rate limits on sign-in']);
	});

	test('by keyboard alone: rows, views, palette and sheet; Escape gives the focus back', async () => {
		await sprint();
		const page = await here.chromium.open('dashboard');
		await agents(page).nth(3).waitFor();
		const keys = async (...pressed: string[]) => {
			for (const key of pressed) await page.keyboard.press(key);
		};
		await keys('j');
		expect(await focused(page)).toContain('login.ts');
		await keys('x');
		await page.getByTestId('collision-row').first().getByText('snoozed').waitFor(SOON);
		await keys('j', 'j');
		expect(await focused(page)).toContain('Upgrade the database driver');
		await keys('Enter');
		await agents(page).first().getByTestId('agent-details').waitFor();
		await keys('Enter', 'k', 'j');
		expect(await focused(page)).toContain('Upgrade the database driver');

		await keys('?');
		await page.getByTestId('keys').waitFor();
		expect(await faultsOf(page)).toEqual([]);
		await picture(page, 'dashboard-keys');
		await keys('Escape');
		await page.getByTestId('keys').waitFor({ state: 'detached' });
		expect(await focused(page)).toContain('Upgrade the database driver');

		await keys('Control+k');
		await page.getByTestId('palette').waitFor();
		await page.keyboard.type('andrew');
		expect(await faultsOf(page)).toEqual([]);
		await picture(page, 'dashboard-palette');
		await keys('Escape');
		expect(await focused(page)).toContain('Upgrade the database driver');
		await keys('Control+k');
		await page.keyboard.type('andrew');
		await keys('Enter');
		await expect.poll(() => agents(page).locator('.task').allInnerTexts()).toEqual(['Rate limits on sign-in']);
		await keys('g', 'm');
		await expect
			.poll(() => agents(page).locator('.task').allInnerTexts())
			.toEqual(['Upgrade the database driver', 'Rework the login form']);
		await keys('g', 'a');
		await expect.poll(() => agents(page).count()).toBe(4);
		await keys('/');
		await page.keyboard.type('flaky');
		await expect.poll(() => agents(page).locator('.task').allInnerTexts()).toEqual(['Flaky end-to-end tests']);
		await keys('Escape');
		await expect.poll(() => agents(page).count()).toBe(4);
		await agents(page).nth(1).getByRole('button').first().focus();
		const before = await focused(page);
		await keys('/', 'Escape');
		expect(await focused(page)).toBe(before);
	});
});

test('a title stands beside its step; an agent that works and is silent looks otherwise; one that rests says nothing that it does', async () => {
	const { jake } = await sprint();
	await jake.report(
		{ session: 'busy', title: 'Rework the login', task: 'Cover it with tests', lastActive: 0, activity: [{ age: 0, actions: 7 }] },
		{ session: 'stuck', title: 'Wait for a build', statusAge: 3_600_000, lastActive: 7.1 * 60_000 },
	);
	const page = await here.chromium.open('dashboard');
	await page.setViewportSize({ width: 1_440, height: 900 });
	const row = (title: string) => agents(page).filter({ hasText: title });
	await row('Wait for a build').waitFor();
	expect(await row('Rework the login').filter({ hasText: 'Cover it' }).locator('.what').innerText()).toMatch(
		/^Rework the login\s+Cover it with tests$/,
	);
	expect((await row('Wait for a build').locator('.state').innerText()).replace(/\s+/g, ' ').trim()).toBe('silent 7 min');
	await row('Cover it with tests').getByRole('button').first().click();
	expect(await row('Cover it with tests').getByTestId('agent-details').innerText()).toContain('7 actions in the last half hour');
});
