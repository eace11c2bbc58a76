/** The real side panel beside a pull request: it follows the tab, and leads with what meets the pull request. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Relay, startRelay } from '../../scripts/relay.ts';
import { type Chromium, startChromium } from '../chromium.ts';
import { docs, login } from '../github/pull.ts';
import { site } from '../github/site.ts';
import { marksOf } from '../marks/chromium-eye.ts';
import { pictureOfSidePanel, sidePanelText } from '../side-panel.ts';
import { keepPicture } from './picture.ts';
import { living, type Member, openTeam, type Team } from './team.ts';

const GITHUB = 'https://github.com';
const SOON_MS = 60_000;

let folder: string;
let relay: Relay;
let chromium: Chromium;
let team: Team;
let jake: Member;
let andrew: Member;
let bea: Member;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'pylon-panel-'));
	relay = await startRelay({ persist: folder });
	chromium = await startChromium();
	chromium.serve(site([login, docs], {}));
	team = openTeam(relay.url, 'acme-sprint');
	[jake, andrew, bea] = [await team.join('Jake'), await team.join('Andrew'), await team.join('Bea Long')];
	await jake.report({
		session: 'on',
		branch: login.branch,
		task: 'Remember who signed in',
		touches: [living('src/auth/session.ts', 'in')],
	});
	await andrew.report({
		session: 'in',
		kind: 'codex',
		branch: 'fix/session',
		task: 'Rework the session cookie',
		touches: [
			{ ...living('src/auth/session.ts', 'on'), age: 60_000 },
			{ path: 'src/elsewhere.ts', mode: 'edit', age: 60_000 },
		],
	});
	await bea.report({ session: 'fork', kind: 'opencode', branch: docs.branch, head: `github.com/${docs.head}`, task: 'Say how to sign in' });
	const popup = await chromium.open('popup');
	await popup.getByTestId('token').fill(await jake.link());
	await popup.getByTestId('connect').click();
	await popup.getByTestId('people').waitFor();
});

afterAll(async () => {
	team?.close();
	await chromium?.close();
	await relay?.stop();
	await rm(folder, { recursive: true, force: true });
});

test('it leads with what meets its changes, then agents in its files by name, then those on its branch; forks included', async () => {
	const pull = await chromium.visit(`${GITHUB}/acme/api/pull/${login.number}/changes`);
	const popup = await chromium.open('popup');
	await popup.getByRole('button', { name: 'Open side panel' }).click();
	await pull.bringToFront();
	await expect.poll(() => sidePanelText(popup), { timeout: SOON_MS }).toMatch(/Pull request #7/);
	await expect
		.poll(() => sidePanelText(popup), { timeout: SOON_MS })
		.toMatch(
			/Meets its changes[\s\S]*Andrew's Codex[\s\S]*In its files[\s\S]*Rework the session cookie[\s\S]*src\/auth\/session\.ts[\s\S]*On this branch[\s\S]*Remember who signed in/,
		);
	expect(await sidePanelText(popup)).not.toContain('src/elsewhere.ts');
	expect(await sidePanelText(popup), 'What leads is not said again').not.toMatch(/\nCollisions/);

	await keepPicture('panel-pull-request', await pictureOfSidePanel(popup));

	// On the fork's, its agent leads; back on a page that is no pull request, none does.
	const fork = await chromium.visit(`${GITHUB}/acme/api/pull/${docs.number}/changes`);
	await expect
		.poll(() => sidePanelText(popup), { timeout: SOON_MS })
		.toMatch(/Pull request #12[\s\S]*On this branch[\s\S]*Say how to sign in/);
	await fork.close();
	await pull.bringToFront();
	await expect.poll(() => sidePanelText(popup), { timeout: SOON_MS }).toMatch(/Pull request #7/);
	await popup.bringToFront();
	await expect.poll(() => sidePanelText(popup), { timeout: SOON_MS }).not.toMatch(/Pull request #/);
});

test('of many files that an agent and the pull request share, the first are named and the others counted', async () => {
	const touches = login.files.map((path, index) => ({ path, mode: 'edit' as const, age: (index + 2) * 60_000 }));
	await andrew.report({ session: 'all', kind: 'codex', branch: 'fix/all', task: 'All of it', touches });
	const pull = await chromium.visit(`${GITHUB}/acme/api/pull/${login.number}/changes`);
	const popup = await chromium.open('popup');
	await pull.bringToFront();
	await expect
		.poll(() => sidePanelText(popup), { timeout: SOON_MS })
		.toMatch(/All of it[\s\S]*src\/auth\/login\.ts[\s\S]*and 2 more files/);
	await andrew.gone('all');
});

test('a workstream links to the pull request that a page has shown for its branch', async () => {
	const dashboard = await chromium.open('dashboard');
	await expect
		.poll(() =>
			dashboard
				.getByRole('link', { name: `#${login.number}` })
				.first()
				.getAttribute('href'),
		)
		.toBe(`${GITHUB}/acme/api/pull/${login.number}`);
});

test('a mark’s card opens the panel at the agent that it told of', async () => {
	const pull = await chromium.visit(`${GITHUB}/acme/api/pull/${login.number}/changes`);
	const mark = marksOf(pull).in('[id^="diff-"]');
	await mark.open();
	await mark.press('Open side panel');
	const popup = await chromium.open('popup');
	await pull.bringToFront();
	await expect.poll(() => sidePanelText(popup), { timeout: SOON_MS }).toMatch(/Files[\s\S]*session\s*\.ts[\s\S]*ago/);
});
