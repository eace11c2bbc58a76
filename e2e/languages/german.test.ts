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
import { CUT, englishIn, OPEN_ALL, SAID } from './said.ts';

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
	let texts: string[] = [];
	const unsaid = async () => {
		texts = await said(page);
		return awaited.filter((words) => !texts.some((text) => text.includes(words)));
	};
	await eventually(unsaid, (words) => words.length === 0, SOON_MS);
	expect(englishIn(texts, 'de', FACTS)).toEqual([]);
	expect(await page.evaluate('document.documentElement.lang')).toBe('de');
	expect(await page.evaluate(CUT)).toEqual([]);
}

/** Closes the dialog that is open. */
async function closed(page: EitherPage): Promise<void> {
	await page.press('Escape');
	await eventually(() => page.evaluate(`document.querySelector('dialog') === null`), Boolean, SOON_MS);
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

	test('all that opens is German: rows and what they fold, the pictures’ tables, the sheet of keys and the palette', async () => {
		for (const surface of ['sidepanel', 'dashboard'] satisfies Surface[]) {
			const page = await browser.open(surface);
			await click(page, '[data-testid=views] button:nth-of-type(2)');
			await isGerman(page, 'Suche mit Tippfehlern');
			expect(await page.evaluate(OPEN_ALL)).toBeGreaterThan(0);
			await isGerman(page, 'Nachsehen, wie es heute geht', 'in Arbeit', 'reserviert', '2 Tool-Fehler', 'Nachricht an', 'stummschalten');
			await page.type('?');
			await isGerman(page, 'Nächste und vorige Zeile');
			await closed(page);
			await page.press('Control+k');
			await isGerman(page, 'Sortierung: Letzte Aktivität', 'Befehl', 'Person');
			await page.type('qqq');
			await isGerman(page, 'Nichts mit diesem Namen.');
			await closed(page);
			await click(page, 'button.pictures');
			await page.evaluate(OPEN_ALL);
			await isGerman(page, 'Die letzten Stunden', '4 Stunden', 'Als Tabelle', 'Wo viel los ist');
			await click(page, 'button.pictures');
			await page.close();
		}
	});

	test('the panel beside a pull request is German', async () => {
		browser.serve(site([login]));
		const panel = await browser.open('sidepanel');
		const pull = await browser.visit(FILES);
		await isGerman(
			panel,
			`Pull Request #${login.number}`,
			'Überschneidet sich mit seinen Änderungen',
			'In seinen Dateien',
			'Auf diesem Branch',
		);
		await panel.evaluate(OPEN_ALL);
		await isGerman(panel, 'Nachricht an');
		await pull.close();
		await panel.close();
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

	test('the options are German, those of a room that is paired as well, and what is wrong with what was typed', async () => {
		const options = await browser.open('options');
		await isGerman(options, 'dieser Browser', 'Wie das System', 'kann es nicht lesen (versiegelt)');
		for (const [part, wrong, words] of [
			['github', 'kein Token', 'Das ist kein Token'],
			['hosts', 'keine Adresse', 'Das ist keine Adresse'],
		] as const) {
			await options.evaluate(`document.querySelector('[data-testid=options-${part}] input').focus()`);
			await options.type(wrong);
			await options.evaluate(`document.querySelector('[data-testid=options-${part}] form').requestSubmit()`);
			await isGerman(options, words);
		}
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
