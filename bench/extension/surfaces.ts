/** What popup and panel cost, measured on the built extension in a real Chromium, in a room on a real relay. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChromium } from '../../e2e/chromium.ts';
import { openSprint, type Sprint } from '../../e2e/extension/sprint.ts';
import { startRelay } from '../../scripts/relay.ts';
import { home } from '../../scripts/run.ts';
import { measureCrowd } from './crowd.ts';
import { measureHost } from './host.ts';
import type { Measured } from './measured.ts';
import { measurePanel } from './panel.ts';
import { EMPTY, measurePopup } from './popup.ts';

/** What is shown is kept a second after it changed. */
const KEPT_MS = 2_000;

export async function measureSurfaces(): Promise<Measured[]> {
	const folder = await mkdtemp(join(tmpdir(), 'pylon-bench-surfaces-'));
	const extension = join(folder, 'extension');
	await cp(resolve(home, process.env.PYLON_EXTENSION ?? '.output/chrome-mv3'), extension, { recursive: true });
	await writeFile(join(extension, EMPTY), '<!doctype html><title>Empty</title><p>Empty</p>');
	const relay = await startRelay({ persist: join(folder, 'relay') });
	const chromium = await startChromium({ extension });
	let team: Sprint | undefined;
	try {
		team = await openSprint(relay.url, 'acme-sprint');
		const popup = await chromium.open('popup');
		await popup.getByTestId('token').fill(await team.jake.link());
		await popup.getByTestId('connect').click();
		await popup.getByTestId('people').waitFor();
		await sleep(KEPT_MS);
		await popup.close();
		const ofRoom = [...(await measurePopup(chromium)), ...(await measurePanel(chromium, team)), ...(await measureCrowd(chromium, team))];
		return [...ofRoom, ...(await measureHost(extension))];
	} finally {
		team?.close();
		await chromium.close();
		await relay.stop();
		await rm(folder, { recursive: true, force: true });
	}
}
