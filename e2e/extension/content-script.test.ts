/** What a content script can get at, in either browser: it shares its process with a web page, and so is as trusted as that. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TriedRelay, tryRelay } from '../../testing/try-relay.ts';
import { type Chromium, startChromium } from '../chromium.ts';
import { type Firefox, startFirefox } from '../firefox.ts';
import { login, pullPath } from '../github/pull.ts';
import { site } from '../github/site.ts';
import { type Probed, probe, withProbe } from '../probe.ts';
import { openSprint, type Sprint } from './sprint.ts';

const SOON_MS = 60_000;
const PULL = `https://github.com${pullPath(login)}/files`;
/** What a person saves in the options. */
const GITHUB_TOKEN = 'github_pat_of_this_test';

interface Page {
	evaluate(script: string): Promise<unknown>;
}

interface Browser {
	visit(url: string): Promise<Page>;
	/** One of the extension's own pages. */
	own(): Promise<Page>;
	/** The background starts anew. */
	restart(): Promise<void>;
	close(): Promise<void>;
}

let relay: TriedRelay;
beforeAll(async () => {
	relay = await tryRelay({ createKey: undefined });
});
afterAll(() => relay.stop());

const launch = {
	chromium: async (extension: string): Promise<Browser> => {
		const chromium: Chromium = await startChromium({ extension });
		chromium.serve(site([login], { signedOut: true }));
		return { visit: chromium.visit, own: () => chromium.open('options'), restart: chromium.killWorker, close: chromium.close };
	},
	firefox: async (extension: string): Promise<Browser> => {
		const firefox: Firefox = await startFirefox({ extension });
		firefox.serve(site([login], { signedOut: true }));
		return { visit: firefox.visit, own: () => firefox.open('options'), restart: firefox.stopBackground, close: firefox.close };
	},
};

const BUILT = { chromium: '.output/chrome-mv3', firefox: '.output/firefox-mv3' } as const;

describe.for(['chromium', 'firefox'] as const)('in %s', (name) => {
	let browser: Browser;
	let probed: Probed;
	let team: Sprint;
	let page: Page;
	let own: Page;
	const ask = (request: object) => own.evaluate(`(globalThis.browser ?? chrome).runtime.sendMessage(${JSON.stringify(request)})`);
	const rooms = () => own.evaluate("document.querySelector('[data-testid=options-rooms]').innerText") as Promise<string>;

	beforeAll(async () => {
		probed = await withProbe(BUILT[name]);
		team = await openSprint(relay.url, `${name}-sprint`);
		browser = await launch[name](probed.folder);
		own = await browser.own();
		expect(await ask({ type: 'pair', token: await team.jake.link() })).toEqual({ isDone: true });
		expect(await ask({ type: 'github-token', token: GITHUB_TOKEN })).toEqual({ isDone: true });
		page = await browser.visit(PULL);
	});
	afterAll(async () => {
		team?.close();
		await browser?.close();
		await probed?.remove();
	});

	test('[P8] no secret, and nothing of the room, lies where a content script reads', async () => {
		await expect.poll(rooms, { timeout: SOON_MS }).toContain(team.room);
		const { areas, databases, vault } = JSON.parse(await probe(page, 'stores'));
		const found = JSON.stringify([areas, databases, vault]);
		for (const secret of ['credential', 'roomKey', GITHUB_TOKEN, relay.url, team.room, 'login.ts']) expect(found).not.toContain(secret);
		// It did look: what it may not read was refused, or is not of this origin, where a database of that name is empty.
		expect(areas.map(([area]: [string]) => area)).toEqual(['local', 'session', 'sync']);
		expect(vault).toEqual({});
	});

	test('[P8] nor after the background was started anew, which still has them', async () => {
		await browser.restart();
		await expect.poll(() => ask({ type: 'devices' }), { timeout: SOON_MS }).toMatchObject({ isDone: true });
		const found = await probe(page, 'stores');
		for (const secret of ['credential', 'roomKey', GITHUB_TOKEN]) expect(found).not.toContain(secret);
	});

	test('a tab is told of repositories of its own host alone', async () => {
		await team.ada.report({ session: 'elsewhere', repo: 'git.acme.dev/acme/secret', task: 'Elsewhere', touches: [] });
		const told = JSON.parse(await probe(page, { watch: ['git.acme.dev/acme/secret', 'local/x@0123456789ab', 'github.com/acme/api'] }));
		// Of a view that changed meanwhile it is told again.
		const repos = new Set(told.flatMap((view: { repo?: string }) => view.repo ?? []));
		expect([...repos]).toEqual(['github.com/acme/api']);
		expect(JSON.stringify(told)).not.toContain('Elsewhere');
	});

	test('what surfaces may ask, a content script may not', async () => {
		for (const send of [{ type: 'devices' }, { type: 'forget', id: 'x' }, { type: 'github-token' }]) {
			expect(await probe(page, { send })).not.toContain('isDone');
		}
		expect(await rooms()).toContain(team.room);
	});

	test.runIf(name === 'firefox')('what an earlier version left in `storage.local` is moved, and stays what it was', async () => {
		await own.evaluate(`(async () => {
			const settled = (request) => new Promise((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error);
			});
			const database = await settled(indexedDB.open('pylon'));
			const store = database.transaction('vault', 'readwrite').objectStore('vault');
			const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
			await settled(store.clear());
			database.close();
			await browser.storage.local.set(Object.fromEntries(keys.map((key, index) => [key, values[index]])));
		})()`);
		const left = () => own.evaluate('browser.storage.local.get(null).then(Object.keys)');
		expect(await left()).toEqual(expect.arrayContaining(['rooms', 'githubToken']));
		await browser.restart();
		await expect.poll(() => ask({ type: 'devices' }), { timeout: SOON_MS }).toMatchObject({ isDone: true });
		expect(await left()).toEqual([]);
		await expect.poll(rooms).toContain(team.room);
		const gitHub = () => own.evaluate("document.querySelector('[data-testid=options-github]').innerText");
		await expect.poll(gitHub).toContain('kept in this browser');
	});
});
