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
const titles = () => inWorker('created.map(([, options]) => options.title)') as Promise<string[]>;
const edited = (path: string) => ({ path, mode: 'edit' as const, age: 0 });
const HOSTILE = `<b>${'folder/'.repeat(60)}</b>/<img src=x>.ts`;
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
	// The same file and pair again: nothing new. Another file: one more, whose name stays readable, and whose markup is text.
	await team.andrew.change({ session: 'andrew-limits', touches: ['src/auth/login.ts', HOSTILE].map(edited) });
	await team.jake.change({ session: 'jake-login', touches: [edited(HOSTILE)] });
	await expect.poll(shown, SOON).toBe(2);
	expect(await titles()).toContainEqual(expect.stringMatching(/^<b>folder\/….*\/<img src=x>\.ts$/));
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

/** Eight agents in a hundred files each. */
const crowd = (name: string) =>
	Array.from({ length: 8 }, (_, number) => ({
		session: `${name}-${number}`,
		touches: Array.from({ length: 100 }, (_, index) => edited(`src/${number}/${index}.ts`)),
	}));

test('[L12] in quiet hours nothing is shown; eight hundred files that collide are one notification, once', async () => {
	const options = await chromium.open('options');
	await options.getByLabel('Quiet hours').check();
	await options.getByLabel('from', { exact: true }).fill(clockIn(-1));
	await options.getByLabel('to', { exact: true }).fill(clockIn(1));
	await options.getByLabel('to', { exact: true }).blur();
	const before = (await titles()).length;
	for (const member of [team.andrew, team.jake]) for (const agent of crowd(member.operatorId)) await member.report(agent);
	await expect.poll(badge, SOON).toBe('99+');
	expect((await titles()).slice(before)).toEqual([]);
	await options.getByLabel('Quiet hours').uncheck();
	const news = async () => (await titles()).slice(before);
	await expect.poll(news, SOON).toEqual(['800 files in which you collide']);
	expect(await inWorker('created.at(-1)[1].message')).toBe('Andrew');
	await team.andrew.change({ session: 'andrew-limits', touches: [edited('src/auth/refresh.ts')] });
	await team.jake.change({ session: 'jake-login', touches: [edited('src/auth/refresh.ts')] });
	await expect
		.poll(() => inWorker("chrome.storage.local.get(null).then((all) => JSON.stringify(all).includes('src/auth/refresh.ts'))"), SOON)
		.toBe(true);
	expect((await news()).length).toBe(1);
});

test('a click leads to the dashboard, in one tab however often', async () => {
	const tabs = () => chromium.context.pages().filter((page) => page.url().endsWith('/dashboard.html')).length;
	const id = await idOf('src/auth/login.ts');
	for (let click = 0; click < 2; click++) {
		await inWorker(`chrome.notifications.onClicked.dispatch('${id}')`);
		await expect.poll(tabs, SOON).toBe(1);
	}
	await chromium.context.pages()[0]?.waitForTimeout(500);
	expect(tabs()).toBe(1);
});
