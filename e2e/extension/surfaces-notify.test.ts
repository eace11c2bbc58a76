/** Notifications of the operating system, as far as a browser without a desktop shows them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Relay, startRelay } from '../../scripts/relay.ts';
import { type Chromium, startChromium } from '../chromium.ts';
import { openSprint, type Sprint } from './sprint.ts';

const SOON = { timeout: 10_000 };

let folder: string;
let relay: Relay;
let chromium: Chromium;
let team: Sprint;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'pylon-notify-'));
	relay = await startRelay({ persist: join(folder, 'relay') });
	team = await openSprint(relay.url, 'acme-sprint');
	chromium = await startChromium({ agreed: { permissions: ['notifications'], origins: [] } });
	const popup = await chromium.open('popup');
	await popup.getByTestId('token').fill(await team.jake.link());
	await popup.getByTestId('connect').click();
	await popup.getByTestId('people').waitFor();
});

afterAll(async () => {
	team?.close();
	await chromium?.close();
	await relay?.stop();
	if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

const inWorker = async (script: string) => (await chromium.worker()).evaluate(script);
const shown = () => inWorker('new Promise((done) => chrome.notifications.getAll((all) => done(Object.keys(all).length)))');
const badge = () => inWorker('chrome.action.getBadgeText({})');
const buttonsOf = (title: string) => inWorker(`created.find(([, options]) => options.title === '${title}')?.[1].buttons.length`);
const idOf = (title: string) => inWorker(`created.find(([, options]) => options.title === '${title}')?.[0]`);

test('[C8] off until asked for; then one for each file and pair of people, and waits only where they were asked for too', async () => {
	const options = await chromium.open('options');
	// What the browser is asked to show; it shows it nevertheless.
	await inWorker(`var created = [];
		chrome.permissions.onAdded.addListener(() => {
			const create = chrome.notifications.create;
			chrome.notifications.create = (...asked) => (created.push(asked), create.apply(chrome.notifications, asked));
		})`);
	await expect.poll(() => options.getByLabel('Off', { exact: true }).isChecked(), SOON).toBe(true);
	expect(await inWorker('typeof chrome.notifications')).toBe('undefined');
	await options.getByLabel("When an agent of mine collides with another's").check();
	await expect.poll(shown, SOON).toBe(1);
	// The same file and pair again: nothing new. Another file: one more.
	await team.andrew.change({ session: 'andrew-limits', touches: [{ path: 'src/auth/login.ts', mode: 'edit', age: 0 }] });
	await team.jake.change({ session: 'jake-login', touches: [{ path: 'src/http/limits.ts', mode: 'edit', age: 0 }] });
	await expect.poll(shown, SOON).toBe(2);
	await options.getByLabel('Also when an agent of mine waits for me').check();
	await expect.poll(shown, SOON).toBe(3);
	expect(await buttonsOf('src/auth/login.ts')).toBe(2);
	expect(await buttonsOf('Your Codex waits for you'), 'A wait is neither snoozed nor judged').toBe(0);
});

test('[C8] its buttons snooze it for everyone in the file, and count it as not useful', async () => {
	await expect.poll(badge, SOON).toBe('2');
	await team.ada.change({ session: 'ada-flaky', touches: [{ path: 'src/auth/login.ts', mode: 'edit', age: 0 }] });
	const pairs = () => inWorker("created.filter(([, options]) => options.title === 'src/auth/login.ts').length");
	await expect.poll(pairs, SOON).toBe(2);
	const press = (id: unknown, button: number) => inWorker(`chrome.notifications.onButtonClicked.dispatch('${id}', ${button})`);
	const login = await idOf('src/auth/login.ts');
	await press(login, 0);
	await expect.poll(badge, SOON).toBe('1');
	await press(login, 1);
	const options = await chromium.open('options');
	await options.getByText('0 were useful and 1 were not').waitFor(SOON);
});

/** In so many hours, as `18:30`. */
const clockIn = (hours: number) => new Date(Date.now() + hours * 3_600_000).toTimeString().slice(0, 5);

test('in quiet hours nothing is shown', async () => {
	const options = await chromium.open('options');
	await options.getByLabel('Quiet hours').check();
	await options.getByLabel('from', { exact: true }).fill(clockIn(-1));
	await options.getByLabel('to', { exact: true }).fill(clockIn(1));
	await options.getByLabel('to', { exact: true }).blur();
	const before = await shown();
	await team.andrew.change({ session: 'andrew-limits', touches: [{ path: 'src/quiet.ts', mode: 'edit', age: 0 }] });
	await team.jake.change({ session: 'jake-login', touches: [{ path: 'src/quiet.ts', mode: 'edit', age: 0 }] });
	await expect.poll(badge, SOON).toBe('2');
	await options.waitForTimeout(500);
	expect(await shown()).toBe(before);
	await options.getByLabel('Quiet hours').uncheck();
});

test('a long and hostile path leaves the file’s name readable, and markup is text', async () => {
	const path = `<b>${'folder/'.repeat(60)}</b>/<img src=x>.ts`;
	await team.andrew.change({ session: 'andrew-limits', touches: [{ path, mode: 'edit', age: 0 }] });
	await team.jake.change({ session: 'jake-login', touches: [{ path, mode: 'edit', age: 0 }] });
	const titles = () => inWorker('created.map(([, options]) => options.title)') as Promise<string[]>;
	await expect.poll(titles, SOON).toContainEqual(expect.stringMatching(/^<b>folder\/….*\/<img src=x>\.ts$/));
});

test('a click leads to the dashboard, in one tab however often', async () => {
	const tabs = () => chromium.context.pages().filter((page) => page.url().endsWith('/dashboard.html')).length;
	const id = await idOf('src/http/limits.ts');
	for (let click = 0; click < 2; click++) {
		await inWorker(`chrome.notifications.onClicked.dispatch('${id}')`);
		await expect.poll(tabs, SOON).toBe(1);
	}
	await chromium.context.pages()[0]?.waitForTimeout(500);
	expect(tabs()).toBe(1);
});
