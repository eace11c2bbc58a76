/**
 * Notifications of the operating system. The browser asks a person before it gives the optional permission, which nobody can
 * answer here: so this runs a copy of the built extension whose manifest already has it, and is otherwise the same.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Relay, startRelay } from '../../scripts/relay.ts';
import { home } from '../../scripts/run.ts';
import { type Chromium, startChromium } from '../chromium.ts';
import { openSprint, type Sprint } from './sprint.ts';

const SOON = { timeout: 10_000 };

let folder: string;
let relay: Relay;
let chromium: Chromium;
let team: Sprint;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'pylon-notify-'));
	const extension = join(folder, 'extension');
	await cp(join(home, '.output', 'chrome-mv3'), extension, { recursive: true });
	const manifest = JSON.parse(await readFile(join(extension, 'manifest.json'), 'utf8')) as { permissions: string[] };
	manifest.permissions.push('notifications');
	await writeFile(join(extension, 'manifest.json'), JSON.stringify(manifest));
	relay = await startRelay({ persist: join(folder, 'relay') });
	team = await openSprint(relay.url, 'acme-sprint');
	chromium = await startChromium({ extension });
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

const shown = async () =>
	(await chromium.worker()).evaluate(
		'new Promise((done) => chrome.notifications.getAll((all) => done(Object.keys(all).length)))',
	) as Promise<number>;

test('[C8] off until asked for; then one for each file and pair of people, and waits only where they were asked for too', async () => {
	const options = await chromium.open('options');
	await expect.poll(() => options.getByLabel('Off', { exact: true }).isChecked(), SOON).toBe(true);
	expect(await shown()).toBe(0);
	await options.getByLabel("When an agent of mine collides with another's").check();
	await expect.poll(shown, SOON).toBe(1);
	// The same file and pair again: nothing new. Another file: one more.
	await team.andrew.change({ session: 'andrew-limits', touches: [{ path: 'src/auth/login.ts', mode: 'edit', age: 0 }] });
	await team.jake.change({ session: 'jake-login', touches: [{ path: 'src/http/limits.ts', mode: 'edit', age: 0 }] });
	await expect.poll(shown, SOON).toBe(2);
	await options.getByLabel('Also when an agent of mine waits for me').check();
	await expect.poll(shown, SOON).toBe(3);
});
