/**
 * The built extension with one more content script, which does what a page that has taken over its process could make any of ours
 * do: read every storage, ask the background for what is not its own. It is told what by an event, and answers in the page.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { home } from '../scripts/run.ts';

export interface Probed {
	folder: string;
	remove(): Promise<void>;
}

/** As Playwright's and Puppeteer's pages both are. */
interface Page {
	evaluate(script: string): Promise<unknown>;
}

export async function withProbe(built: string): Promise<Probed> {
	const folder = await mkdtemp(join(tmpdir(), 'pylon-probe-'));
	await cp(resolve(home, built), folder, { recursive: true });
	const file = join(folder, 'manifest.json');
	const manifest = JSON.parse(await readFile(file, 'utf8'));
	manifest.content_scripts[0].js.push('probe.js');
	await writeFile(file, JSON.stringify(manifest));
	await writeFile(join(folder, 'probe.js'), PROBE);
	return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** What the content script on this page finds out. */
export async function probe(page: Page, what: 'stores' | { watch: string[] } | { send: object }): Promise<string> {
	const asked = JSON.stringify(what);
	return (await page.evaluate(`new Promise((resolve) => {
		document.addEventListener('probed', ({ detail }) => resolve(detail), { once: true });
		document.dispatchEvent(new CustomEvent('probe', { detail: ${JSON.stringify(asked)} }));
	})`)) as string;
}

const PROBE = `
const api = globalThis.browser ?? chrome;
const attempt = async (work) => { try { return await work(); } catch (error) { return 'refused: ' + error; } };

async function stores() {
	const databases = await attempt(async () => {
		const names = (await indexedDB.databases()).map(({ name }) => name);
		return Promise.all(names.map(async (name) => [name, await dump(name)]));
	});
	const areas = await Promise.all(['local', 'session', 'sync'].map(async (area) => [area, await attempt(() => api.storage[area].get(null))]));
	return { areas, databases, vault: await attempt(() => dump('pylon')) };
}

const settled = (request) => new Promise((resolve, reject) => {
	request.onsuccess = () => resolve(request.result);
	request.onerror = () => reject(request.error);
});

async function dump(name) {
	const database = await settled(indexedDB.open(name));
	const all = {};
	for (const store of database.objectStoreNames) all[store] = await settled(database.transaction(store).objectStore(store).getAll());
	database.close();
	return all;
}

/** Asks for one repository after the other, over one port, and returns all that it was told until the last of them is answered. */
const watch = (repos) => new Promise((resolve) => {
	const port = api.runtime.connect({ name: 'page' });
	const told = [];
	port.onDisconnect.addListener(() => resolve([...told, 'hung up']));
	port.onMessage.addListener((view) => {
		told.push(view);
		if (view.type === 'room' && view.repo === repos.at(-1)) resolve(told);
	});
	for (const repo of repos) port.postMessage({ type: 'watch', repos: [repo] });
});

document.addEventListener('probe', async ({ detail }) => {
	const asked = JSON.parse(detail);
	const found = asked === 'stores' ? stores() : asked.watch ? watch(asked.watch) : attempt(() => api.runtime.sendMessage(asked.send));
	document.dispatchEvent(new CustomEvent('probed', { detail: JSON.stringify(await found) ?? 'nothing' }));
});
`;
