/** A browser's storage that is full, or fails: the extension goes on with what it knows, and says what it could not keep. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SurfaceRequest } from '../../extension/contract/surface-request.ts';
import { type TriedRelay, tryRelay } from '../../testing/try-relay.ts';
import { type Chromium, startChromium } from '../chromium.ts';
import { type Firefox, startFirefox } from '../firefox.ts';
import type { Surface } from '../surface.ts';
import { openSprint, type Sprint } from './sprint.ts';

const SOON = { timeout: 60_000 };

/** As Playwright's and Puppeteer's pages both are. */
interface Page {
	evaluate(script: string): Promise<unknown>;
	close(): Promise<void>;
}

interface Browser {
	open(surface: Surface): Promise<Page>;
	/** The background stops, and starts anew with the next event. */
	restart(): Promise<void>;
	close(): Promise<void>;
}

const launch = {
	chromium: async (): Promise<Browser> => {
		const chromium: Chromium = await startChromium();
		return { open: (surface) => chromium.open(surface), restart: chromium.killWorker, close: chromium.close };
	},
	firefox: async (): Promise<Browser> => {
		const firefox: Firefox = await startFirefox();
		return { open: firefox.open, restart: firefox.stopBackground, close: firefox.close };
	},
};

const API = '(globalThis.browser ?? chrome)';
const ask = (page: Page, request: object) => page.evaluate(`${API}.runtime.sendMessage(${JSON.stringify(request)})`);
const says = async (page: Page) => (await page.evaluate('document.body.innerText')) as string;
const kept = (page: Page) =>
	page.evaluate(`${API}.storage.session.get('view').then(({ view }) => view === undefined ? 'nothing' : JSON.parse(view))`);
const isPart = async (page: Page) => ((await kept(page)) as { isPart?: boolean }).isPart;

/** Leaves so many characters of it, whatever lies there already. Filled once, it is only topped up. */
const fill = (page: Page, left: number) =>
	page.evaluate(`(async () => {
		const area = ${API}.storage.session;
		const fits = (filler) => area.set({ filler }).then(() => true, () => false);
		let size = (await area.get('filler')).filler?.length ?? 0;
		let step = size === 0 ? 16 * 1024 * 1024 : 128 * 1024;
		for (; step >= 1; step /= 2) if (await fits('x'.repeat(size + step))) size += step;
		await area.set({ filler: 'x'.repeat(size - ${left}) });
	})()`);

/** In the place of the view that is kept: less is left than any view needs. In one turn, so that the background comes not between. */
const IN_ITS_PLACE = `(async () => {
	const area = ${API}.storage.session;
	const { view = '', filler } = await area.get(['view', 'filler']);
	await Promise.allSettled([area.remove(['view', 'asked']), area.set({ filler: filler + 'x'.repeat(Math.max(0, view.length - 100)) })]);
})()`;

const files = (count: number, name: string) =>
	Array.from({ length: count }, (_, index) => ({ path: `src/${name}/${'deep/'.repeat(8)}${index}.ts`, mode: 'edit' as const, age: 0 }));
const crowd = (name: string) =>
	Array.from({ length: 20 }, (_, number) => ({
		session: `${name}-${number}`,
		task: `${name} ${number}`,
		touches: files(40, `${name}${number}`),
	}));

describe.for(['chromium', 'firefox'] as const)('[L12] %s with a full session storage', (name) => {
	let relay: TriedRelay;
	let team: Sprint;
	let browser: Browser;
	let options: Page;
	beforeAll(async () => {
		relay = await tryRelay({ createKey: undefined });
		team = await openSprint(relay.url, `${name}-sprint`);
		browser = await launch[name]();
		options = await browser.open('options');
		expect(await ask(options, { type: 'pair', token: await team.jake.link() })).toEqual({ isDone: true });
	});
	afterAll(async () => {
		team?.close();
		await browser?.close();
		await relay?.stop();
	});

	test('keeps my own agents and those that they meet, and shows all of the room while it hears it', async () => {
		await expect.poll(() => kept(options), SOON).toMatchObject({ snapshot: { room: team.room } });
		await fill(options, 20_000);
		for (const member of [team.ada, team.andrew]) for (const agent of crowd(member.operatorId)) await member.report(agent);
		const dashboard = await browser.open('dashboard');
		await expect.poll(() => says(dashboard), SOON).toContain('45 agents');
		await expect.poll(() => isPart(options), SOON).toBe(true);
		const { snapshot } = (await kept(options)) as { snapshot: { agents: { task: string }[] } };
		expect(snapshot.agents.map(({ task }) => task)).toEqual(expect.arrayContaining(['Rework the login form', 'Rate limits on sign-in']));
		await team.jake.change({ session: 'jake-login', task: 'Live nevertheless' });
		await expect.poll(() => says(dashboard), SOON).toContain('Live nevertheless');
		expect(await says(dashboard)).not.toContain('larger than what a browser keeps');
		await dashboard.close();
	});

	test('what was kept is shown as a part, until the relay has told all of it', async () => {
		team.close();
		await relay.stop();
		await browser.restart();
		const popup = await browser.open('popup');
		await expect.poll(() => says(popup), SOON).toContain('larger than what a browser keeps');
		await expect.poll(() => says(popup), SOON).toContain('Needs attention');
		await popup.close();
	});

	test('where nothing fits nothing is kept, and requests are answered', async () => {
		const { active: id } = (await kept(options)) as { active: string };
		const fillAndAsk = async () => {
			await fill(options, 0);
			await options.evaluate(IN_ITS_PLACE);
			expect(await ask(options, { type: 'switch', id })).toEqual({ isDone: true });
			return kept(options);
		};
		// The background may have kept one between the two.
		await expect.poll(fillAndAsk, { timeout: 60_000 }).toBe('nothing');
		await options.evaluate(`${API}.storage.session.remove('filler')`);
		expect(await ask(options, { type: 'switch', id })).toEqual({ isDone: true });
		await expect.poll(() => kept(options), SOON).toMatchObject({ rooms: [{ room: team.room }] });
	});
});

describe('a storage that fails', () => {
	let relay: TriedRelay;
	let chromium: Chromium;
	let teams: [Sprint, Sprint];
	let options: Page;
	beforeAll(async () => {
		relay = await tryRelay({ createKey: undefined });
		teams = [await openSprint(relay.url, 'first-sprint'), await openSprint(relay.url, 'other-sprint')];
		chromium = await startChromium();
		options = await chromium.open('options');
		for (const team of teams) expect(await ask(options, { type: 'pair', token: await team.jake.link() })).toEqual({ isDone: true });
	});
	afterAll(async () => {
		for (const team of teams ?? []) team.close();
		await chromium?.close();
		await relay?.stop();
	});

	const failWrites = async () =>
		(await chromium.worker()).evaluate(`for (const area of [chrome.storage.local, chrome.storage.session])
			for (const write of ['set', 'remove']) area[write] = () => Promise.reject(new Error('The disk is full.'))`);
	const NOT_KEPT = { isDone: false, fault: { type: 'storage' } };
	test('every request is answered, those that could not be kept with that', async () => {
		const [first = '', other = ''] = (await (
			await chromium.worker()
		).evaluate("chrome.storage.local.get('rooms').then(({ rooms }) => rooms.map(({ id }) => id))")) as string[];
		const devices = await teams[0].andrew.devices();
		const token = await teams[0].andrew.link();
		await failWrites();
		const expected = {
			pair: [{ type: 'pair', token }, NOT_KEPT],
			snooze: [{ type: 'snooze', keys: ['key'] }, NOT_KEPT],
			judge: [{ type: 'judge', keys: ['key'], isUseful: true }, NOT_KEPT],
			'mute-file': [{ type: 'mute-file', key: 'key' }, NOT_KEPT],
			'mute-person': [{ type: 'mute-person', operatorId: 'ada' }, NOT_KEPT],
			'github-token': [{ type: 'github-token', token: 'github_pat_x' }, NOT_KEPT],
			retry: [{ type: 'retry' }, { isDone: true }],
			past: [{ type: 'past' }, { isDone: true, past: expect.any(Array) }],
			devices: [{ type: 'devices' }, { isDone: true, devices: expect.any(Array) }],
			'revoke-device': [
				{ type: 'revoke-device', deviceId: 'f'.repeat(16) },
				{ isDone: false, fault: { type: 'refused', says: expect.any(String) } },
			],
			'machine-consent': [{ type: 'machine-consent', isAgreed: true }, NOT_KEPT],
			'machine-room': [{ type: 'machine-room', room: 'acme', server: 'https://pylon.acme.dev' }, NOT_KEPT],
			switch: [{ type: 'switch', id: first }, NOT_KEPT],
			forget: [{ type: 'forget', id: other }, NOT_KEPT],
		} satisfies { [Kind in SurfaceRequest['type']]: [Extract<SurfaceRequest, { type: Kind }>, unknown] };
		for (const [kind, [request, answer]] of Object.entries(expected)) expect([kind, await ask(options, request)]).toEqual([kind, answer]);
		expect(await ask(options, { type: 'no such request' })).toEqual({ isDone: false, fault: { type: 'failed' } });
		// The relay knows no device that is nowhere.
		await expect.poll(() => teams[0].andrew.devices(), SOON).toEqual(devices);
	});

	test('what a person did holds while the background lives, and the room goes on', async () => {
		const popup = await chromium.open('popup');
		await teams[0].jake.change({ session: 'jake-login', task: 'Live nevertheless' });
		await popup.getByText('Live nevertheless').first().waitFor(SOON);
		await popup.getByTestId('collision-row').first().getByRole('button').first().click();
		await popup.getByRole('button', { name: 'Snooze' }).click();
		await popup.getByTestId('not-done').getByText('did not store that').waitFor(SOON);
	});
});
