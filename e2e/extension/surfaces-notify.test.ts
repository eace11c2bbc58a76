/** Notifications of the operating system, as far as a browser without a desktop shows them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Relay, startRelay } from '../../scripts/relay.ts';
import { type Chromium, startChromium } from '../chromium.ts';
import { openSprint, type Sprint } from './sprint.ts';
import { living } from './team.ts';

const SOON = { timeout: 60_000 };

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
const HOSTILE = `<b>${'folder/'.repeat(60)}</b>/<img src=x>.ts`;
const idOf = (title: string) => inWorker(`created.find(([, options]) => options.title === '${title}')?.[0]`);

test('[C8] off until asked for; then one for each pair of people and branches, and waits only where they were asked for too', async () => {
	const options = await chromium.open('options');
	// What the browser is asked to show; it shows it nevertheless.
	await inWorker(`var created = [];
		chrome.permissions.onAdded.addListener(() => {
			const create = chrome.notifications.create;
			chrome.notifications.create = (...asked) => (created.push(asked), create.apply(chrome.notifications, asked));
		})`);
	await expect.poll(() => options.getByLabel('Off', { exact: true }).isChecked(), SOON).toBe(true);
	expect(await inWorker('typeof chrome.notifications')).toBe('undefined');
	await options.getByLabel("When lines that an agent of mine changed conflict with another's").check();
	await expect.poll(shown, SOON).toBe(1);
	// The same pair and branches again, in another file: nothing new. Another branch: one more, whose file's name stays readable, and whose
	// markup is text.
	await team.jake.change({ session: 'jake-login', touches: [living('src/auth/reset.ts'), living(HOSTILE)] });
	await team.andrew.change({ session: 'andrew-limits', touches: [living('src/auth/reset.ts', 'jake-login')] });
	await expect.poll(badge, SOON).toBe('2');
	await team.andrew.report({ session: 'andrew-folders', branch: 'chore/folders', touches: [living(HOSTILE, 'jake-login')] });
	await expect.poll(shown, SOON).toBe(2);
	expect(await titles()).toContainEqual(expect.stringMatching(/^<b>folder\/….*\/<img src=x>\.ts$/));
	await options.getByLabel('Also when an agent of mine waits for me').check();
	await expect.poll(shown, SOON).toBe(3);
	expect(await buttonsOf('src/auth/login.ts')).toBe(2);
	expect(await buttonsOf('Your Codex waits for you'), 'A wait is neither snoozed nor judged').toBe(0);
});

test('[C8] its buttons snooze that pair of people and branches, and count it as not useful', async () => {
	await expect.poll(badge, SOON).toBe('3');
	await team.ada.change({ session: 'ada-flaky', touches: [living('src/auth/login.ts', 'jake-login')] });
	const alerts = () => inWorker("created.filter(([, options]) => options.title === 'src/auth/login.ts').length");
	await expect.poll(alerts, SOON).toBe(2);
	const press = (id: unknown, button: number) => inWorker(`chrome.notifications.onButtonClicked.dispatch('${id}', ${button})`);
	const login = await idOf('src/auth/login.ts');
	await press(login, 0);
	await expect.poll(badge, { ...SOON, message: 'Ada is in login.ts too' }).toBe('2');
	await press(login, 1);
	const options = await chromium.open('options');
	await options.getByText('0 were useful and 1 were not').waitFor(SOON);
});

/** In so many hours, as `18:30`. */
const clockIn = (hours: number) => new Date(Date.now() + hours * 3_600_000).toTimeString().slice(0, 5);

/** Eight agents in a hundred files each. */
const crowd = (name: string, other: string) =>
	Array.from({ length: 8 }, (_, number) => ({
		session: `${name}-${number}`,
		branch: `feat/${number}`,
		touches: Array.from({ length: 100 }, (_, index) => living(`src/${number}/${index}.ts`, `${other}-${number}`)),
	}));

test('[L12] in quiet hours nothing is shown; eight hundred files in conflict are one notification, once', async () => {
	const options = await chromium.open('options');
	await options.getByLabel('Quiet hours').check();
	await options.getByLabel('from', { exact: true }).fill(clockIn(-1));
	await options.getByLabel('to', { exact: true }).fill(clockIn(1));
	await options.getByLabel('to', { exact: true }).blur();
	const before = (await titles()).length;
	for (const agent of crowd('andrew', 'jake')) await team.andrew.report(agent);
	for (const agent of crowd('jake', 'andrew')) await team.jake.report(agent);
	await expect.poll(badge, SOON).toBe('99+');
	expect((await titles()).slice(before)).toEqual([]);
	await options.getByLabel('Quiet hours').uncheck();
	const news = async () => (await titles()).slice(before);
	await expect.poll(news, SOON).toEqual(['800 files in which your lines conflict']);
	expect(await inWorker('created.at(-1)[1].message')).toBe('Andrew');
	await team.andrew.report({ session: 'andrew-refresh', branch: 'fix/refresh', touches: [living('src/auth/refresh.ts')] });
	await team.jake.change({ session: 'jake-login', touches: [living('src/auth/refresh.ts', 'andrew-refresh')] });
	await expect
		.poll(() => inWorker("chrome.storage.local.get(null).then((all) => JSON.stringify(all).includes('fix/refresh'))"), SOON)
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
