/** Popup, panel, dashboard and options: the built extension in a real Chromium, rooms on a real relay. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Browser } from 'wxt/browser';
import { type Relay, startRelay } from '../../scripts/relay.ts';
import { callRelay } from '../../shared/relay.ts';
import { OPEN_POLICY } from '../../shared/report/policy.ts';
import { newRoomKey } from '../../shared/seal.ts';
import { newSecret, writeToken } from '../../shared/token.ts';
import { eventually } from '../../testing/eventually.ts';
import { type Chromium, startChromium } from '../chromium.ts';
import { faultsOf } from './axe.ts';
import { picture } from './picture.ts';
import { openSix } from './six.ts';
import { openSprint } from './sprint.ts';
import { living, type Member, openTeam, type Team } from './team.ts';

const SOON_MS = 60_000;
/** The relay takes twenty calls a second. */
const ONCE_A_SECOND = { timeout: SOON_MS, interval: 1_000 };

let folder: string;
let relay: Relay;
let chromium: Chromium;
const teams: Team[] = [];
let rooms = 0;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'pylon-surfaces-'));
	relay = await startRelay({ persist: folder });
});

afterAll(async () => {
	await relay?.stop();
	await rm(folder, { recursive: true, force: true });
});

afterEach(async () => {
	for (const team of teams.splice(0)) team.close();
	await chromium?.close();
});

async function browse(): Promise<void> {
	chromium = await startChromium();
}

/** Pictures show them: they are to look like rooms. */
const SEASONS = ['spring', 'summer', 'autumn', 'winter'];
const nextRoom = () =>
	`${SEASONS[rooms % SEASONS.length]}-sprint${rooms++ < SEASONS.length ? '' : `-${Math.ceil(rooms / SEASONS.length)}`}`;

async function sprint() {
	const opened = await openSprint(relay.url, nextRoom());
	teams.push(opened);
	return opened;
}

function team(server = relay.url): Team {
	const opened = openTeam(server, nextRoom());
	teams.push(opened);
	return opened;
}

async function paste(popup: Page, token: string): Promise<void> {
	await popup.getByTestId('token').fill(token);
	await popup.getByTestId('connect').click();
}

/** A popup in a room that this browser was just paired with. */
async function paired(member: Member): Promise<Page> {
	const popup = await chromium.open('popup');
	await paste(popup, await member.link());
	await popup.getByTestId('people').waitFor();
	return popup;
}

/** What the background keeps for the next start, once it holds these words: that is a second after they were news. */
const keptView = (words: string) =>
	eventually(
		async () => (await (await chromium.worker()).evaluate('chrome.storage.session.get().then(JSON.stringify)')) as string,
		(kept) => kept.includes(words),
		SOON_MS,
	);

const badge = async () => (await chromium.worker()).evaluate('chrome.action.getBadgeText({})') as Promise<string>;
const badgeColor = async () => (await chromium.worker()).evaluate('chrome.action.getBadgeBackgroundColor({})');
const RED = [0xcf, 0x22, 0x2e, 255];
const AMBER = [0x9a, 0x67, 0, 255];
const agents = (page: Page) => page.getByTestId('agent-row');
const collisions = (page: Page) => page.getByTestId('collision-row');

describe('no room yet', () => {
	test('the popup says how to begin and why a text does not pair', async () => {
		await browse();
		const opened = await sprint();
		const popup = await chromium.open('popup');
		await popup.getByText('pylon link', { exact: true }).waitFor();
		await picture(popup, 'popup-no-room');
		const fault = popup.getByTestId('fault');
		const told = async (token: string) => {
			await paste(popup, token);
			await popup.getByTestId('connect').and(popup.locator(':enabled')).waitFor();
			return fault.innerText();
		};
		expect(await told('hello')).toContain('not a link token');
		const link = await opened.jake.link();
		expect(await told(link.slice(0, -3))).toContain('cut short');
		const parts = { server: relay.url, room: opened.room, secret: newSecret(), roomKey: newRoomKey() };
		expect(await told(writeToken({ ...parts, kind: 'invite' }))).toContain('pylon join');
		expect(await told(writeToken({ ...parts, kind: 'link' }))).toContain('does not know this link');
		expect(await told(writeToken({ ...parts, kind: 'link', server: 'http://127.0.0.1:9' }))).toContain('does not answer');
		expect(await told(writeToken({ ...parts, kind: 'link', room: 'no-such-room' }))).toContain('no such room');
		await picture(popup, 'popup-no-pairing');
		expect(await faultsOf(popup)).toEqual([]);
	});
});

describe('a room', () => {
	test('[R8] a link token pairs: popup, panel and badge show the room and its collisions live, once', async () => {
		await browse();
		const { jake, andrew, room } = await sprint();
		const link = await jake.link();
		const popup = await chromium.open('popup');
		await paste(popup, link);
		await collisions(popup).first().waitFor();
		await expect
			.poll(() => collisions(popup).first().innerText())
			.toContain("Andrew's Codex is editing the same lines as your Claude Code");
		const first = () => popup.getByTestId('attention').getByTestId('agent-row').first().innerText();
		await expect.poll(first, { timeout: SOON_MS }).toContain('Upgrade the database driver');
		await expect.poll(badge).toBe('1');
		await picture(popup, 'popup-room');

		const panel = await chromium.open('sidepanel');
		await agents(panel).first().waitFor();
		await expect.poll(() => agents(panel).count(), { timeout: SOON_MS }).toBe(2);
		expect(await panel.getByTestId('room-name').innerText()).toBe(room);

		await andrew.change({ session: 'andrew-limits', touches: [living('src/auth/reset.ts')] });
		await jake.change({ session: 'jake-login', touches: [living('src/auth/reset.ts', 'andrew-limits')] });
		await panel.getByTestId('collision-row').filter({ hasText: 'reset.ts' }).waitFor({ timeout: SOON_MS });
		await popup.getByTestId('collision-row').filter({ hasText: 'reset.ts' }).waitFor({ timeout: SOON_MS });
		await expect.poll(badge).toBe('2');

		const second = await chromium.open('popup');
		await paste(await openPairing(second), link);
		await expect.poll(() => second.getByTestId('fault').innerText()).toContain('was used');
	});

	test('one socket serves every surface, and no secret lies where surfaces read', async () => {
		await browse();
		const { jake, room } = await sprint();
		await paired(jake);
		await chromium.open('sidepanel');
		const dashboard = await chromium.open('dashboard');
		await agents(dashboard).first().waitFor();
		const credential = (await (
			await chromium.worker()
		).evaluate("chrome.storage.local.get('rooms').then(({ rooms }) => rooms[0].credential)")) as string;
		const sockets = async () => (await callRelay({ server: relay.url, room, credential }).room.stats.query()).sockets;
		await expect.poll(sockets, ONCE_A_SECOND).toBe(4); // Three bridges and this browser.
		const session = await keptView('Rework the login form');
		expect(session).not.toContain(credential);
		expect(session).not.toContain('roomKey');
	});

	test("my view, everyone's and one person's; filtered by text, repository and status", async () => {
		await browse();
		const { jake } = await sprint();
		await paired(jake);
		const panel = await chromium.open('sidepanel');
		await agents(panel).first().waitFor();
		const tasks = () => agents(panel).locator('.task').allInnerTexts();
		await expect.poll(tasks, { timeout: SOON_MS }).toEqual(['Upgrade the database driver', 'Rework the login form']);
		await picture(panel, 'panel-mine');
		await panel.getByRole('button', { name: 'All View' }).click();
		await expect.poll(async () => (await tasks()).length, { timeout: SOON_MS }).toBe(4);
		await panel.getByRole('button', { name: '1 idle agent' }).click();
		await expect.poll(async () => (await tasks()).length, { timeout: SOON_MS }).toBe(5);
		expect((await tasks())[0]).toBe('Upgrade the database driver');
		await picture(panel, 'panel-all');
		await panel.getByLabel('View of one person').selectOption({ label: "Andrew's View" });
		await expect.poll(tasks, { timeout: SOON_MS }).toEqual(['Rate limits on sign-in', 'Docs for the API']);
		await panel.getByRole('button', { name: 'All View' }).click();
		await panel.getByRole('searchbox').fill('lovelace run.ts');
		await expect.poll(tasks, { timeout: SOON_MS }).toEqual(['Flaky end-to-end tests']);
		await panel.getByRole('searchbox').fill('no such thing');
		await panel.getByText('No agent passes the filter.').waitFor();
		await panel.getByRole('button', { name: 'Clear the filter' }).click();
		const chip = (name: string) => panel.getByTestId('chips').getByRole('button', { name });
		await chip('frontend').click();
		await expect.poll(tasks, { timeout: SOON_MS }).toEqual(['Docs for the API']);
		await chip('frontend').click();
		await chip('error').click();
		await expect.poll(tasks, { timeout: SOON_MS }).toEqual(['Flaky end-to-end tests']);
	});

	test('an agent tells its plan, its files with edits and reads told apart, its errors and tokens', async () => {
		await browse();
		const { jake } = await sprint();
		await paired(jake);
		const dashboard = await chromium.open('dashboard');
		const row = agents(dashboard).filter({ hasText: 'Rework the login form' });
		await row.getByRole('button').first().click();
		const details = row.getByTestId('agent-details');
		expect(await details.locator('.step').allInnerTexts()).toEqual([
			expect.stringContaining('Read how the form validates today'),
			expect.stringContaining('Move validation to the server'),
			expect.stringContaining('Cover it with tests'),
		]);
		expect(await details.locator('[data-mode=edit]').textContent()).toContain('login.ts');
		expect(await details.locator('[data-mode=read]').textContent()).toContain('refresh-token-rotation.ts');
		expect(await details.innerText()).toContain('1 tool error');
		expect(await details.innerText()).toContain('120,345 tokens in');
		await dashboard.getByRole('button', { name: 'All View' }).click();
		await picture(dashboard, 'dashboard');
	});

	test('what happened is told: started, waits, finished, collided, resolved', async () => {
		await browse();
		const { jake, andrew } = await sprint();
		await paired(jake);
		const dashboard = await chromium.open('dashboard');
		await dashboard.getByRole('button', { name: 'All View' }).click();
		await andrew.report({ session: 'andrew-new', kind: 'codex', task: 'A new thing' });
		await andrew.change({ session: 'andrew-limits', status: 'waiting', statusAge: 0 });
		await andrew.change({ session: 'andrew-new', touches: [living('src/new.ts')] });
		await jake.change({ session: 'jake-login', touches: [living('src/new.ts', 'andrew-new')] });
		await andrew.gone('andrew-limits');
		await jake.change({ session: 'jake-driver', status: 'idle', statusAge: 0 });
		const types = () =>
			dashboard.getByTestId('feed-entry').evaluateAll((entries) => entries.map((entry) => entry.getAttribute('data-type')));
		await expect.poll(types, { timeout: SOON_MS }).toEqual(['finished', 'resolved', 'collided', 'edited', 'edited', 'waits', 'started']);
		const popup = await chromium.open('popup');
		await expect.poll(() => popup.getByTestId('news').getByTestId('feed-entry').count()).toBe(5);
		await picture(popup, 'popup-news');
		// That somebody looked is kept a moment later.
		const newsAfterReload = async () => {
			await popup.reload();
			await popup.getByTestId('people').waitFor();
			return popup.getByTestId('news').count();
		};
		await expect.poll(newsAfterReload, { timeout: SOON_MS }).toBe(0);
	});

	test('offline, paused and unknown are shown as what they are', async () => {
		await browse();
		const { jake, andrew, ada } = await sprint();
		await paired(jake);
		const panel = await chromium.open('sidepanel');
		await panel.getByRole('button', { name: 'All View' }).click();
		await jake.change({ session: 'jake-login', status: 'unknown', statusAge: 0 });
		ada.leave();
		await andrew.pause(true);
		const statusOf = (task: string) => agents(panel).filter({ hasText: task }).getAttribute('data-status');
		await expect.poll(() => statusOf('Flaky'), { timeout: SOON_MS }).toBe('offline');
		await expect.poll(() => statusOf('Rework')).toBe('unknown');
		await expect.poll(() => statusOf('Rate limits')).toBe('paused');
		await expect.poll(() => panel.getByTestId('person-row').filter({ hasText: 'Ada' }).innerText()).toContain('last seen');
		await picture(panel, 'panel-away');
	});
});

test('a team of six with 34 agents: conflicts lead, fold by pair of people, and agents are seen without scrolling', async () => {
	await browse();
	const six = await openSix(relay.url, nextRoom());
	teams.push(six);
	const popup = await paired(six.jake);
	const [panel, dashboard] = [await chromium.open('sidepanel'), await chromium.open('dashboard')];
	await panel.setViewportSize({ width: 360, height: 900 });
	await dashboard.setViewportSize({ width: 1440, height: 900 });
	for (const page of [panel, dashboard]) await page.getByRole('button', { name: 'All View' }).click();
	for (const [page, most] of [
		[popup, 560],
		[panel, 900],
		[dashboard, 900],
	] as const) {
		await page.getByTestId('collision-rest').first().waitFor();
		expect(await collisions(page).count()).toBe(3);
		expect(await collisions(page).first().getAttribute('data-level')).toBe('conflict');
		const bottomOf = async () => {
			const box = await agents(page).first().boundingBox();
			return box === null ? Number.POSITIVE_INFINITY : box.y + box.height;
		};
		await expect.poll(bottomOf, { timeout: SOON_MS }).toBeLessThanOrEqual(most);
	}
	await picture(popup, 'popup-six');
	const rest = popup.getByTestId('collision-rest').first();
	await rest.getByRole('button').first().focus();
	await popup.keyboard.press('Enter');
	await rest.getByTestId('collision-row').first().waitFor();
	expect(await faultsOf(popup)).toEqual([]);
});

describe('alerts', () => {
	test('[C8] snoozed, muted by file and by person, judged; badge and options follow', async () => {
		await browse();
		const { jake } = await sprint();
		const popup = await paired(jake);
		await expect.poll(badge).toBe('1');
		expect(await badgeColor()).toEqual(RED);
		const act = async (name: string) => {
			await popup.getByRole('button', { name: 'What to do about' }).first().click();
			await popup.getByRole('button', { name, exact: true }).click();
		};
		await act('Useful');
		await act('Snooze 30 min');
		await collisions(popup).getByText('snoozed').waitFor();
		// Snoozed away, what is left to tell is the agent that waits.
		const title = async () => (await chromium.worker()).evaluate('chrome.action.getTitle({})') as Promise<string>;
		await expect.poll(title).toBe('1 of your agents waits for you');
		expect([await badge(), await badgeColor()]).toEqual(['1', AMBER]);
		await jake.gone('jake-driver');
		await expect.poll(badge).toBe('');
		await jake.report({ session: 'jake-driver', status: 'waiting' });
		await popup.getByRole('button', { name: 'What to do about' }).first().click();
		await picture(popup, 'popup-alert');
		await popup.getByRole('button', { name: 'Mute this file' }).click();
		await expect.poll(() => collisions(popup).filter({ hasText: 'login.ts' }).count()).toBe(0);
		const options = await chromium.open('options');
		// What was kept is drawn first, and may be a second old.
		await expect.poll(() => options.getByTestId('opinions').innerText()).toContain('1 were useful');
		await options.getByRole('button', { name: /^Unmute .*login\.ts$/ }).click();
		await collisions(popup).filter({ hasText: 'login.ts' }).waitFor();
		await act('Mute Andrew');
		await expect.poll(() => collisions(popup).filter({ hasText: 'login.ts' }).count()).toBe(0);
	});
});

describe('options', () => {
	test('rooms, devices, theme, what is shared, diagnostics without content', async () => {
		await browse();
		const { jake } = await sprint();
		await jake.setPolicy({ ...OPEN_POLICY, reads: false });
		await paired(jake);
		const options = await chromium.open('options');
		await options.getByTestId('device').filter({ hasText: 'Chrome on' }).getByText('this browser').waitFor();
		const reads = options.getByRole('row').filter({ hasText: 'Paths of read files' });
		await expect.poll(() => reads.innerText()).toContain('no');
		await picture(options, 'options');
		await options.getByRole('button', { name: 'Copy diagnostics' }).click();
		const told = await options.locator('pre').innerText();
		expect(JSON.parse(told)).toMatchObject({ connection: 'live', operators: 3, agents: 5 });
		for (const secret of ['Jake', 'Andrew', 'login', 'acme', '127.0.0.1']) expect(told).not.toContain(secret);
		expect(await faultsOf(options)).toEqual([]);
		await options.getByLabel('Dark', { exact: true }).check();
		const popup = await chromium.open('popup');
		await expect.poll(() => popup.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(13, 17, 23)');
		await options.getByTestId('device').filter({ hasText: 'laptop' }).getByRole('button').click();
		await expect.poll(() => options.getByTestId('device').count()).toBe(1);
	});

	test('several rooms: switched in the popup, forgotten in the options', async () => {
		await browse();
		const [first, second] = [await sprint(), await sprint()];
		const popup = await paired(first.jake);
		await paste(await openPairing(popup), await second.andrew.link());
		await popup.getByTestId('room-switch').waitFor();
		await expect.poll(() => popup.getByTestId('room-switch').locator('option:checked').innerText()).toBe(second.room);
		await collisions(popup).first().waitFor();
		await picture(popup, 'popup-rooms');
		await popup.getByTestId('room-switch').selectOption({ label: first.room });
		await popup.getByText('Upgrade the database driver').waitFor();
		const options = await chromium.open('options');
		await options.getByRole('button', { name: `Forget ${first.room}` }).click();
		await expect.poll(() => popup.getByTestId('room-name').innerText()).toBe(second.room);
		// What is forgotten here is let in nowhere any more.
		await expect.poll(() => first.jake.devices()).toEqual(['laptop']);
	});
});

async function openPairing(popup: Page): Promise<Page> {
	await popup.getByRole('button', { name: 'Add room' }).click();
	return popup;
}

describe('states', () => {
	test('an empty room says what to do', async () => {
		await browse();
		const alone = team();
		const jake = await alone.join('Jake');
		const popup = await paired(jake);
		await popup.getByText('pylon invite', { exact: true }).waitFor();
		await picture(popup, 'popup-alone');
		await alone.join('Andrew');
		await popup.getByText('pylon share add .').waitFor({ timeout: SOON_MS });
		expect(await faultsOf(popup)).toEqual([]);
	});

	test('the background asleep: the popup shows what was kept at once, then is live again', async () => {
		await browse();
		const { jake } = await sprint();
		const popup = await paired(jake);
		await expect.poll(badge).toBe('1');
		await keptView('Rework the login form');
		await popup.close();
		await chromium.killWorker();
		const again = await chromium.open('popup');
		await collisions(again).first().waitFor();
		await expect.poll(() => again.getByTestId('connection').getAttribute('data-connection'), { timeout: SOON_MS }).toBe('live');
		await jake.change({ session: 'jake-login', status: 'waiting', statusAge: 0 });
		await again.getByTestId('attention').getByText('Rework the login form').waitFor({ timeout: SOON_MS });
	});

	test('a click on the button: the popup is painted before the background wakes', async () => {
		await browse();
		const { jake } = await sprint();
		const popup = await paired(jake);
		await keptView('Rework the login form');
		await popup.close();
		await chromium.killWorker();
		await chromium.clickButton();
		const real = await vi.waitFor(() => chromium.clickedPopup(), { timeout: SOON_MS });
		const paintedAt = await real.evaluate(`new Promise((done) => {
			new PerformanceObserver((list, observer) => {
				const [paint] = list.getEntriesByName('first-contentful-paint');
				if (paint === undefined) return;
				observer.disconnect();
				done(performance.timeOrigin + paint.startTime);
			}).observe({ type: 'paint', buffered: true });
		})`);
		expect(await real.evaluate("document.querySelectorAll('[data-testid=agent-row]').length")).toBeGreaterThan(0);
		const wokeAt = await (await chromium.worker()).evaluate('performance.timeOrigin');
		expect(wokeAt).toBeGreaterThan(paintedAt as number);
	});

	test('nobody looks: the socket is let go, and an alarm brings the badge up to date', async () => {
		await browse();
		const { jake, room } = await sprint();
		const popup = await paired(jake);
		await expect.poll(badge).toBe('1');
		const worker = await chromium.worker();
		const credential = (await worker.evaluate("chrome.storage.local.get('rooms').then(({ rooms }) => rooms[0].credential)")) as string;
		const sockets = async () => (await callRelay({ server: relay.url, room, credential }).room.stats.query()).sockets;
		await expect.poll(sockets, ONCE_A_SECOND).toBe(4);
		await popup.close();
		await expect.poll(sockets, ONCE_A_SECOND).toBe(3);
		await jake.gone('jake-login');
		// The alarm of every minute, a little earlier.
		await worker.evaluate("chrome.alarms.create('refresh', { when: Date.now() + 500, periodInMinutes: 1 })");
		const title = async () => (await chromium.worker()).evaluate('chrome.action.getTitle({})') as Promise<string>;
		await expect.poll(title, { timeout: SOON_MS }).toBe('1 of your agents waits for you');
		await expect.poll(sockets, ONCE_A_SECOND).toBe(3);
	});

	test('the background is stopped under an open panel: the panel is live again by itself', async () => {
		await browse();
		const { jake } = await sprint();
		await paired(jake);
		const panel = await chromium.open('sidepanel');
		await agents(panel).first().waitFor();
		await chromium.killWorker();
		await jake.change({ session: 'jake-login', task: 'Something else by now' });
		await panel.getByText('Something else by now').first().waitFor({ timeout: SOON_MS });
	});

	test('removed from the room: says so, and who can help', async () => {
		await browse();
		const { jake, andrew } = await sprint();
		const popup = await paired(andrew);
		await jake.remove(andrew.operatorId);
		await popup.getByText('You are no longer a member of this room.').waitFor({ timeout: SOON_MS });
		expect(await agents(popup).count()).toBe(0);
		await picture(popup, 'popup-removed');
		expect(await faultsOf(popup)).toEqual([]);
		await popup.getByRole('button', { name: 'Forget this room' }).click();
		await popup.getByTestId('token').waitFor();
	});

	test('the room was deleted: says so', async () => {
		await browse();
		const { jake } = await sprint();
		const popup = await paired(jake);
		await jake.deleteRoom();
		await popup.getByText(/The room .* is gone/).waitFor({ timeout: SOON_MS });
		expect(await agents(popup).count()).toBe(0);
		await picture(popup, 'popup-deleted');
	});

	test('the relay does not answer: the last that was known with its age, and live again once it is back', async () => {
		await browse();
		const persist = join(folder, 'own');
		let own = await startRelay({ persist });
		try {
			const { port } = new URL(own.url);
			const opened = await openSprint(own.url, nextRoom());
			teams.push(opened);
			const popup = await paired(opened.jake);
			await collisions(popup).first().waitFor();
			await own.stop();
			await popup.getByText(/does not answer\. Showing what was known/).waitFor({ timeout: SOON_MS });
			await collisions(popup).first().waitFor();
			await picture(popup, 'popup-unreachable');
			expect(await faultsOf(popup)).toEqual([]);
			own = await startRelay({ persist, port: Number(port) });
			await expect.poll(() => popup.getByTestId('connection').getAttribute('data-connection'), { timeout: 60_000 }).toBe('live');
		} finally {
			await own.stop();
		}
	});
});

describe('everyone can use it', () => {
	test.for(['popup', 'sidepanel', 'dashboard', 'options'] as const)('axe finds nothing on the %s, light and dark', async (surface) => {
		await browse();
		const { jake } = await sprint();
		await paired(jake);
		const page = await chromium.open(surface);
		if (surface !== 'options') {
			await agents(page).first().getByRole('button').first().click();
			await page.getByRole('button', { name: 'What to do about' }).first().click();
		}
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			expect(await faultsOf(page)).toEqual([]);
		}
	});

	test('by keyboard: the slash leads to the filter, arrows through the agents, Enter opens one', async () => {
		await browse();
		const { jake } = await sprint();
		await paired(jake);
		const panel = await chromium.open('sidepanel');
		await agents(panel).first().waitFor();
		await panel.keyboard.press('/');
		await expect.poll(() => panel.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search');
		await agents(panel).first().getByRole('button').first().focus();
		await panel.keyboard.press('ArrowDown');
		await panel.keyboard.press('Enter');
		await agents(panel).nth(1).getByTestId('agent-details').waitFor();
	});

	test('rows do not jump under the pointer', async () => {
		await browse();
		const { jake, andrew } = await sprint();
		await paired(jake);
		const dashboard = await chromium.open('dashboard');
		await dashboard.getByRole('button', { name: 'All View' }).click();
		await andrew.report({ session: 'andrew-second', branch: 'fix/rate-limit', statusAge: 60_000, task: 'Second on the branch' });
		const tasks = () =>
			agents(dashboard)
				.filter({ hasText: /on the branch|on sign-in/ })
				.locator('.task')
				.allInnerTexts();
		await expect.poll(tasks).toEqual(['Second on the branch', 'Rate limits on sign-in']);
		await agents(dashboard).filter({ hasText: 'Second on the branch' }).hover();
		await andrew.change({ session: 'andrew-limits', status: 'waiting', statusAge: 0 });
		await expect.poll(() => agents(dashboard).filter({ hasText: 'Rate limits' }).getAttribute('data-status')).toBe('waiting');
		expect(await tasks()).toEqual(['Second on the branch', 'Rate limits on sign-in']);
		await dashboard.mouse.move(5, 5);
		await expect.poll(tasks).toEqual(['Rate limits on sign-in', 'Second on the branch']);
	});

	test('hostile names and paths stay text, and stay in their place', async () => {
		await browse();
		const hostile = team();
		const jake = await hostile.join('Jake');
		const mallory = await hostile.join('<img src=x onerror=alert(1)> ﷽﷽﷽﷽﷽');
		const path = `${'<b>very</b> long '.repeat(8)}/${'שלום-'.repeat(20)}${'x'.repeat(200)}.ts`;
		const task = '<script>document.title="hacked"</script> '.repeat(3).trim();
		await jake.report({ session: 'mine', task: 'Mine', touches: [living(path, 'theirs')] });
		await mallory.report({ session: 'theirs', task, branch: 'x'.repeat(255), touches: [living(path, 'mine')] });
		const popup = await paired(jake);
		const panel = await chromium.open('sidepanel');
		await panel.setViewportSize({ width: 280, height: 800 });
		await panel.getByRole('button', { name: 'All View' }).click();
		for (const page of [popup, panel]) {
			await collisions(page).first().waitFor();
			await agents(page).last().getByRole('button').first().click();
			expect(await page.locator('img, script:not([src])').count()).toBe(0);
			expect(await page.title()).toBe('Pylon Rooms');
			const tooWide = () =>
				[...document.querySelectorAll('body *')]
					.filter((element) => element.scrollWidth > innerWidth && getComputedStyle(element).overflowX !== 'hidden')
					.map((element) => element.className.toString());
			expect(await page.evaluate(tooWide)).toEqual([]);
		}
		await picture(panel, 'panel-narrow');
	});
});

test('the package asks for what it needs and nothing else', async () => {
	await browse();
	const manifest = (await (await chromium.worker()).evaluate('chrome.runtime.getManifest()')) as Browser.runtime.ManifestV3;
	expect(manifest.permissions).toEqual(['storage', 'nativeMessaging', 'alarms', 'sidePanel']);
	expect(manifest.host_permissions).toEqual(['https://github.com/*']);
	expect(manifest.optional_permissions).toEqual(['notifications', 'scripting']);
	expect(manifest.web_accessible_resources).toEqual([{ resources: ['marks.js'], matches: ['https://github.com/*'] }]);
	expect(manifest.content_security_policy?.extension_pages).toMatch(/^default-src 'none'; script-src 'self';/);
	await eventually(
		() => badge(),
		(text) => text === '',
		SOON_MS,
	);
});
