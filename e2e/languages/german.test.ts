/** The extension in German: every surface and mark is opened, and nothing English is found in it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../testing/eventually.ts';
import { type TriedRelay, tryRelay } from '../../testing/try-relay.ts';
import { startChromium } from '../chromium.ts';
import { BROWSERS, type EitherBrowser, type EitherPage, startBrowser } from '../either-browser.ts';
import { picture } from '../extension/picture.ts';
import { openSix } from '../extension/six.ts';
import { living } from '../extension/team.ts';
import { digest } from '../github/frame.ts';
import { login, pullPath } from '../github/pull.ts';
import { site } from '../github/site.ts';
import { pair } from '../github/teammates.ts';
import type { Surface } from '../surface.ts';
import { FACTS, type GermanTeam, openGermanTeam, ROOM } from './german-team.ts';
import { onlyIn } from './only-in.ts';
import { CUT, englishIn, SAID } from './said.ts';

const SOON_MS = 60_000;
const FILES = `https://github.com${pullPath(login)}/changes`;

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'pylon-languages-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const said = async (page: EitherPage): Promise<string[]> => (await page.evaluate(SAID)) as string[];

/** Once the page says all of this, whatever the time: that nothing it says is English. */
async function isGerman(page: EitherPage, ...awaited: string[]): Promise<void> {
	const isThere = (texts: string[]) => awaited.every((words) => texts.some((text) => text.includes(words)));
	const texts = await eventually(() => said(page), isThere, SOON_MS);
	expect(englishIn(texts, 'de', FACTS)).toEqual([]);
	expect(await page.evaluate('document.documentElement.lang')).toBe('de');
	expect(await page.evaluate(CUT)).toEqual([]);
}

const click = (page: EitherPage, selector: string) => page.evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`);

describe.for(BROWSERS)('in %s', (name) => {
	let relay: TriedRelay;
	let browser: EitherBrowser;
	let team: GermanTeam;

	beforeAll(async () => {
		relay = await tryRelay({ createKey: undefined });
		browser = await startBrowser(name, await onlyIn('de', name, join(folder, name)));
		team = await openGermanTeam(relay.url, ROOM);
	});
	afterAll(async () => {
		team?.close();
		await browser?.close();
		await relay?.stop();
	});

	test('without a room every surface says in German how to begin, and why a text does not pair', async () => {
		for (const surface of ['popup', 'sidepanel', 'dashboard', 'options'] satisfies Surface[]) {
			const page = await browser.open(surface);
			await isGerman(page, surface === 'options' ? 'Benachrichtigungen' : 'Tritt dem Raum deines Teams bei');
			await page.close();
		}
		const popup = await browser.open('popup');
		await click(popup, '[data-testid=token]');
		await popup.evaluate(`document.querySelector('[data-testid=token]').focus()`);
		await popup.type('hallo');
		await click(popup, '[data-testid=connect]');
		await isGerman(popup, 'Das ist kein Link-Token.');
		await popup.close();
	});

	test('in a room every surface is German, its rows and conflicts too', async () => {
		await browser.pair(team.jonas);
		for (const surface of ['popup', 'sidepanel', 'dashboard'] satisfies Surface[]) {
			const page = await browser.open(surface);
			await isGerman(page, 'dieselben Zeilen', 'ungemergt auf fix/zugriffe', 'Codex von Klara Sommer');
			await page.close();
		}
	});

	test('what happens is told in German: on the surfaces, and by the toolbar’s button', async () => {
		const dashboard = await browser.open('dashboard');
		await click(dashboard, '[data-testid=views] button:nth-of-type(2)');
		await isGerman(dashboard, 'Begrenzung der Zugriffe');
		await team.klara.report({ session: 'neu', kind: 'codex', task: 'Handbuch' });
		await team.klara.change({ session: 'neu', status: 'waiting', statusAge: 0 });
		await team.emil.change({ session: 'suche', status: 'idle', statusAge: 0 });
		await team.emil.change({ session: 'alt', status: 'error', statusAge: 0 });
		await team.jonas.change({ session: 'anmeldung', touches: [living('src/rechnung.ts', 'neu')] });
		await team.klara.change({ session: 'neu', touches: [living('src/rechnung.ts', 'anmeldung')] });
		await isGerman(dashboard, 'Codex von Klara Sommer hat begonnen', 'Du und Klara Sommer: dieselben Zeilen geändert in');
		await team.klara.gone('neu');
		await team.klara.pause(true);
		team.emil.leave();
		await isGerman(dashboard, 'Du und Klara Sommer: kein Konflikt mehr in', 'zuletzt gesehen', 'pausiert');
		const title = await dashboard.evaluate('(globalThis.browser ?? chrome).action.getTitle({})');
		expect(englishIn([String(title)], 'de', FACTS)).toEqual([]);
		await dashboard.close();
	});

	test('the options are German, those of a room that is paired as well', async () => {
		const options = await browser.open('options');
		await isGerman(options, 'dieser Browser', 'Wie das System', 'kann es nicht lesen (versiegelt)');
		await options.close();
	});

	test('marks on GitHub are German, and so is what they open', async () => {
		await team.klara.pause(false);
		browser.serve(site([login]));
		const page = await browser.visit(FILES);
		const mark = page.marks.in(`[id="diff-${digest('src/auth/login.ts')}"]`);
		const { name: spoken = '' } = await mark.one('conflict-mine');
		expect(spoken).toContain('Konflikt: src/auth/login.ts');
		const card = await mark.open();
		const marks = (await page.marks.all()).flatMap(({ words = '', name: each = '' }) => [words, each]);
		expect(englishIn([...marks, card.name, ...card.text.split('\n')], 'de', FACTS)).toEqual([]);
		browser.serve(() => '<!DOCTYPE html><title>Files</title><body><h1>Files changed</h1><section data-file-path="a.ts"></section></body>');
		const unmarked = await browser.visit(`${FILES}#again`);
		const notice = await eventually(
			() => unmarked.marks.notice(),
			(line) => line !== '',
			SOON_MS,
		);
		expect(notice).toContain('Markierungen gibt es hier nicht');
		expect(englishIn([notice], 'de', FACTS)).toEqual([]);
	});

	test('a relay that is gone is told of in German', async () => {
		const panel = await browser.open('sidepanel');
		await isGerman(panel, 'Anmeldung umbauen');
		team.close();
		await relay.stop();
		await isGerman(panel, 'antwortet nicht.', 'Zu sehen ist der Stand von', 'Jetzt versuchen');
	});
});

describe('a team of six with 34 agents', () => {
	test('in German nothing that matters is cut, narrow or wide', async () => {
		const relay = await tryRelay({ createKey: undefined });
		const chromium = await startChromium({ extension: await onlyIn('de', 'chromium', join(folder, 'six')) });
		const six = await openSix(relay.url, ROOM);
		try {
			await pair(chromium, six.jake);
			const widths = { popup: [380], sidepanel: [280, 360], dashboard: [800, 1440, 1920], options: [480, 960] };
			for (const [surface, all] of Object.entries(widths) as [Surface, number[]][]) {
				const page: Page = await chromium.open(surface, surface === 'dashboard' ? '?view=all' : '');
				await page
					.getByText(surface === 'options' ? 'Wie das System' : 'Personen')
					.first()
					.waitFor();
				for (const width of all) {
					await page.setViewportSize({ width, height: 900 });
					await picture(page, `de-${surface}-${width}`);
					expect(await page.evaluate(CUT), `${surface}, ${width} px`).toEqual([]);
				}
			}
		} finally {
			six.close();
			await chromium.close();
			await relay.stop();
		}
	});
});
