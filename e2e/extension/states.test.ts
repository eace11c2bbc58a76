/** What there is to see when there is nothing, not yet or no longer anything to see: each state, on every surface that has it. */
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { type Relay, startRelay } from '../../scripts/relay.ts';
import { CLOSE } from '../../shared/refusal.ts';
import { pair } from '../github/teammates.ts';
import type { Surface } from '../surface.ts';
import { faultsOf } from './axe.ts';
import { picture } from './picture.ts';
import { roomsAtHand } from './rooms-at-hand.ts';
import { living, openTeam } from './team.ts';

const SOON = { timeout: 60_000 };

const here = roomsAtHand();

/** It says so, it looks like something, and axe finds nothing wrong with it. */
async function shows(page: Page, said: string | RegExp, name: string): Promise<void> {
	await page.getByText(said).first().waitFor(SOON);
	await picture(page, name);
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		expect(await faultsOf(page), `${name}, ${colorScheme}`).toEqual([]);
	}
}

const agents = (page: Page) => page.getByTestId('agent-row');

test.for(['popup', 'sidepanel', 'dashboard'] as const)('without a room the %s says how to begin', async (surface) => {
	const page = await here.chromium.open(surface);
	await page.getByText('pylon link', { exact: true }).waitFor();
	await shows(page, 'Not in a room yet?', `${surface === 'sidepanel' ? 'panel' : surface}-no-room`);
});

describe('a relay that', () => {
	let own: Relay;
	let stand: { close(): void } | undefined;

	beforeEach(async () => {
		own = await startRelay({ persist: join(here.folder, `own-${here.nextRoom()}`) });
	});

	afterEach(async () => {
		stand?.close();
		stand = undefined;
		await own.stop();
	});

	/** In the relay's place, what the browser's next connection gets to see. */
	async function replace(by: (port: number) => Promise<{ close(): void }>): Promise<void> {
		await own.stop();
		here.closeRooms();
		stand = await by(Number(new URL(own.url).port));
	}

	const silence = (port: number): Promise<Server> =>
		new Promise((resolve) => {
			const server = createServer(() => undefined).listen(port, '127.0.0.1', () => resolve(server));
		});

	test('is silent from the first: it is being connected to, then it does not answer', async () => {
		const { jake } = await here.sprint(own.url);
		await pair(here.chromium, jake);
		await replace(silence);
		await (await here.chromium.worker()).evaluate('chrome.storage.session.clear()');
		await here.chromium.killWorker();
		const popup = await here.chromium.open('popup');
		await shows(popup, /^Connecting to 127\.0\.0\.1/, 'popup-connecting');
		await popup.getByText(/does not answer\. Retrying\./).waitFor(SOON);
		expect(await popup.getByText('Showing what was known').count()).toBe(0);
	});

	test('falls silent: panel and dashboard show what was known and its age, which is not read out again each minute', async () => {
		const { jake } = await here.sprint(own.url);
		await pair(here.chromium, jake);
		const panel = await here.chromium.open('sidepanel');
		await agents(panel).nth(1).waitFor();
		await replace(silence);
		await shows(panel, /does not answer\. Showing what was known/, 'panel-unreachable');
		expect(await agents(panel).count()).toBe(2);
		expect(await panel.getByTestId('agents').locator('header').innerText()).toMatch(/as of \d\d:\d\d/);
		await panel.emulateMedia({ colorScheme: 'light' });
		const colors = await agents(panel).evaluateAll((rows) => [...new Set(rows.map((row) => getComputedStyle(row).color))]);
		expect(colors, 'Its rows are grey').toEqual(['rgb(89, 99, 110)']);
		await panel.getByRole('button', { name: 'Retry now' }).click();
		expect(await panel.getByTestId('connection').locator('[aria-live=off]').innerText()).toContain('Showing what was known');
		await shows(await here.chromium.open('dashboard'), /does not answer\. Showing what was known/, 'dashboard-unreachable');
	});

	test('[L7] is newer than this extension: says so, and what to do, without letting the pairing go', async () => {
		const { jake } = await here.sprint(own.url);
		await pair(here.chromium, jake);
		const popup = await here.chromium.open('popup');
		await agents(popup).first().waitFor();
		await replace(async (port) => {
			const server = new WebSocketServer({ port, host: '127.0.0.1' });
			server.on('connection', (socket) => socket.close(CLOSE.tooOld.code));
			return server;
		});
		await shows(popup, 'This extension is too old for the relay.', 'popup-too-old');
		expect(await popup.getByRole('button', { name: 'Forget this room' }).count()).toBe(0);
		expect(await agents(popup).count()).toBe(0);
	});
});

test('removed, the panel shows nothing of the room; deleted, neither does the dashboard', async () => {
	const { jake, andrew } = await here.sprint();
	await pair(here.chromium, andrew);
	const panel = await here.chromium.open('sidepanel');
	await agents(panel).first().waitFor();
	await jake.remove(andrew.operatorId);
	await shows(panel, 'You are no longer a member of this room.', 'panel-removed');
	expect(await agents(panel).count()).toBe(0);

	const other = await here.sprint();
	await pair(here.chromium, other.jake);
	const dashboard = await here.chromium.open('dashboard');
	await agents(dashboard).first().waitFor();
	await other.jake.deleteRoom();
	await shows(dashboard, /The room .* is gone/, 'dashboard-deleted');
	expect(await agents(dashboard).count()).toBe(0);
});

test('an empty room, a view without agents and a filter that none passes each have a way on', async () => {
	const team = here.opened(openTeam(here.relay.url, here.nextRoom()));
	const [jake, andrew] = [await team.join('Jake'), await team.join('Andrew')];
	await pair(here.chromium, jake);
	const panel = await here.chromium.open('sidepanel');
	await shows(panel, 'pylon share add .', 'panel-empty');
	await andrew.report({ session: 'one', task: 'Rate limits on sign-in', branch: 'fix/rate-limit' });
	await shows(panel, 'None of your agents are at work.', 'panel-none-mine');
	await panel.getByRole('searchbox').fill('x');
	await panel.getByRole('searchbox').fill('');
	expect(await panel.getByText('No agent passes the filter.').count(), 'An emptied filter is none').toBe(0);
	await panel.getByRole('button', { name: "Show everyone's" }).click();
	await agents(panel).first().waitFor();
	await panel.getByRole('searchbox').fill('no such thing');
	await shows(panel, 'No agent passes the filter.', 'panel-no-match');
});

test('[F2] [F3] stale, offline, paused and unknown are told apart, each with the time that it has', async () => {
	const { jake, andrew, ada } = await here.sprint();
	await pair(here.chromium, jake);
	const panel = await here.chromium.open('sidepanel');
	await panel.getByRole('button', { name: 'All View' }).click();
	await jake.change({ session: 'jake-driver', status: 'unknown', statusAge: 0 });
	await ada.pause(true);
	andrew.leave();
	const row = (task: string) => agents(panel).filter({ hasText: task });
	await expect.poll(() => row('Rate limits').getAttribute('data-status'), SOON).toBe('offline');
	// Two minutes later, as far as the panel can tell, and nobody was heard of since.
	await panel.clock.setFixedTime(Date.now() + 125_000);
	await panel.reload();
	await panel.getByRole('button', { name: 'All View' }).click();
	await expect.poll(() => row('Rework the login form').getAttribute('data-status'), SOON).toBe('stale');
	const state = async (task: string) => (await row(task).locator('.state').innerText()).replace(/\s+/g, ' ').trim();
	expect(await state('Rework the login form')).toBe('stale 2 min');
	expect(await state('Rate limits')).toBe('offline 2 min');
	expect(await state('Upgrade the database')).toBe('unknown 2 min');
	expect(await state('Flaky')).toMatch(/^paused [34] min$/);
	await shows(panel, 'Rework the login form', 'panel-stale');
});

test('what was snoozed, and what is open, stays legible', async () => {
	const { jake } = await here.sprint();
	await pair(here.chromium, jake);
	const popup = await here.chromium.open('popup');
	const more = popup.getByRole('button', { name: 'What to do about' }).first();
	await more.click();
	await popup.getByRole('button', { name: 'Snooze 30 min' }).click();
	await popup.getByText('snoozed').waitFor(SOON);
	await more.click();
	await shows(popup, 'Mute this file', 'popup-snoozed');
});

test('hostile text in the feed and among what is muted stays text, and in its place', async () => {
	const team = here.opened(openTeam(here.relay.url, here.nextRoom()));
	const [jake, mallory] = [await team.join('Jake'), await team.join('<b>Mallory</b>')];
	const path = `${'<b>folder/'.repeat(30)}<img src=x onerror=alert(1)>.ts`;
	await jake.report({ session: 'mine', touches: [] });
	await mallory.report({ session: 'theirs', touches: [] });
	await pair(here.chromium, jake);
	const popup = await here.chromium.open('popup');
	await agents(popup).first().waitFor();
	await jake.change({ session: 'mine', touches: [living(path, 'theirs')] });
	await mallory.change({
		session: 'theirs',
		touches: [living(path, 'mine')],
		status: 'waiting',
		statusAge: 0,
		task: '<svg onload=alert(2)> שלום '.repeat(4),
	});
	await popup.getByTestId('news').getByTestId('feed-entry').nth(1).waitFor(SOON);
	await popup.getByRole('button', { name: 'What to do about' }).first().click();
	await popup.getByRole('button', { name: 'Mute this file' }).click();
	const options = await here.chromium.open('options');
	await options.getByRole('button', { name: /^Unmute/ }).waitFor(SOON);
	const dashboard = await here.chromium.open('dashboard');
	await dashboard.getByTestId('feed-entry').first().waitFor(SOON);
	for (const page of [popup, options, dashboard]) {
		expect(await page.locator('img, b:not([class]), script:not([src]), svg[onload]').count()).toBe(0);
		expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), page.url()).toBeLessThanOrEqual(0);
	}
});

describe('with the keyboard alone', () => {
	/** All that can be operated and is shown; of radio buttons the chosen one stands for its group. */
	const OPERABLE = 'button:enabled, a[href], input:enabled:not([type=radio]), input[type=radio]:checked, select, textarea, [tabindex="0"]';

	test.for(['popup', 'sidepanel', 'dashboard', 'options'] as const)(
		'everything on the %s is reached, in order, and seen to be',
		async (surface: Surface) => {
			const { jake } = await here.sprint();
			await pair(here.chromium, jake);
			const page = await here.chromium.open(surface);
			if (surface === 'options') await page.getByTestId('device').first().waitFor();
			else await agents(page).first().waitFor();
			// What is there to be reached is there once the room has been heard.
			if (surface !== 'options') await page.locator('[data-connection=live]').waitFor({ state: 'attached' });
			const all = await page.locator(OPERABLE).filter({ visible: true }).count();
			const reached = new Set<string>();
			for (let press = 0; press < all; press++) {
				await page.keyboard.press('Tab');
				const { name, ring, place } = await page.evaluate(() => {
					const element = document.activeElement as HTMLElement;
					const { outlineStyle, outlineWidth } = getComputedStyle(element);
					const { top, bottom } = element.getBoundingClientRect();
					const operable = [...document.querySelectorAll('button, a, input, select, textarea, [tabindex]')];
					return {
						name: element.outerHTML.slice(0, 120),
						ring: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1,
						place: { index: operable.indexOf(element), isSeen: bottom > 0 && top < innerHeight },
					};
				});
				expect(ring, `${name} shows that it is focused`).toBe(true);
				expect(place.isSeen, `${name} is in view`).toBe(true);
				reached.add(`${place.index}`);
			}
			expect(reached.size).toBe(all);
		},
	);
});

test('where a system has its own colours, nothing is told by ours alone; where it wants no motion, nothing moves', async () => {
	const { jake } = await here.sprint();
	await pair(here.chromium, jake);
	const panel = await here.chromium.open('sidepanel');
	await agents(panel).nth(1).getByRole('button').first().click();
	await panel.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
	const isHighlighted = (name: string) =>
		panel.getByRole('button', { name }).evaluate((button) => {
			const sample = document.body.appendChild(document.createElement('mark'));
			sample.style.cssText = 'forced-color-adjust: none; background: Highlight';
			const { backgroundColor } = getComputedStyle(sample);
			sample.remove();
			return getComputedStyle(button).backgroundColor === backgroundColor;
		});
	expect([await isHighlighted('My View'), await isHighlighted('All View')]).toEqual([true, false]);
	expect(await panel.evaluate(() => document.getAnimations().length)).toBe(0);
	await picture(panel, 'panel-forced-colors');
	await panel.emulateMedia({ forcedColors: 'none', reducedMotion: 'no-preference' });
	expect(await panel.evaluate(() => document.getAnimations().length), 'A working agent pulses').toBeGreaterThan(0);
});
