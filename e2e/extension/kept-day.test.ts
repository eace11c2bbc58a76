/// <reference types="chrome" />
/** What happened in the last day, past a start of the browser: the same profile in another process. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromBase64Url } from '../../shared/bytes.ts';
import { openJson } from '../../shared/sealed-json.ts';
import { type TriedRelay, tryRelay } from '../../testing/try-relay.ts';
import { type Chromium, startChromium } from '../chromium.ts';
import { pair } from '../github/teammates.ts';
import { openSprint, type Sprint } from './sprint.ts';
import { living } from './team.ts';

const SOON = { timeout: 60_000 };
const SECRET = 'src/secret-plan.ts';

let profile: string;
let relay: TriedRelay;
let team: Sprint;
let chromium: Chromium | undefined;
beforeAll(async () => {
	profile = await mkdtemp(join(tmpdir(), 'pylon-kept-day-'));
	relay = await tryRelay({ createKey: undefined });
	team = await openSprint(relay.url, 'kept-day');
});
afterAll(async () => {
	team?.close();
	await chromium?.close();
	await relay?.stop();
	await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});

const inWorker = async (expression: string) => (await chromium?.worker())?.evaluate(expression);
/** What the vault holds of the one room that is paired: its key, and its day as it lies there. */
const kept = () =>
	inWorker(`chrome.storage.local.get(null).then((all) => {
		const [room] = all.rooms ?? [];
		const days = Object.keys(all).filter((key) => key.startsWith('day:') && !key.endsWith('$'));
		return { roomKey: room?.roomKey, days: days.map((key) => all[key]) };
	})`) as Promise<{ roomKey?: string; days: string[] }>;

test('[C9] it is there again, sealed where it lies, and gone once the room is left', {
	timeout: 300_000,
}, async () => {
	const start = () => startChromium({ profile });
	chromium = await start();
	await pair(chromium, team.jake);
	const before = await chromium.open('dashboard', '?view=all');
	await before.getByTestId('agent-row').first().waitFor();
	await team.andrew.report({ session: 'andrew-secret', kind: 'codex', task: 'A secret plan' });
	await team.andrew.change({ session: 'andrew-secret', touches: [living(SECRET)] });
	const edited = "Andrew's Codex edited";
	await expect.poll(() => before.getByTestId('feed').innerText(), SOON).toContain(edited);

	// Once nobody looks all of it is kept.
	for (const page of chromium.context.pages().slice(1)) await page.close();
	await expect
		.poll(async () => {
			const { roomKey = '', days } = await kept();
			const key = fromBase64Url(roomKey);
			return days.map((sealed) => key !== undefined && JSON.stringify(openJson(key, 'day', sealed)).includes(SECRET));
		}, SOON)
		.toEqual([true]);
	expect(JSON.stringify((await kept()).days)).not.toMatch(/secret|Andrew|codex/i);
	await chromium.close();

	// What the relay holds was there before: of that alone nothing happened.
	chromium = await start();
	const after = await chromium.open('dashboard', '?view=all');
	await expect.poll(() => after.getByTestId('feed').innerText(), SOON).toMatch(new RegExp(`${edited}[\\s\\S]*secret-plan\\.ts`));

	await chromium.open('options').then((options) => options.getByRole('button', { name: 'Forget kept-day' }).click());
	await expect.poll(kept, SOON).toMatchObject({ days: [] });
	await expect.poll(() => after.getByText('secret-plan.ts').count(), SOON).toBe(0);
});
