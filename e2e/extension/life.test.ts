/** An extension's life beside GitHub's pages: it is updated, its browser starts again, a person takes its access back. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type TriedRelay, tryRelay } from '../../testing/try-relay.ts';
import { startChromium } from '../chromium.ts';
import { BROWSERS, type EitherBrowser, startBrowser } from '../either-browser.ts';
import { digest } from '../github/frame.ts';
import { login, pullPath } from '../github/pull.ts';
import { site } from '../github/site.ts';
import { agentIn, pair } from '../github/teammates.ts';
import { openTeam, type Team } from './team.ts';

const SOON = { timeout: 60_000 };
/** Long before the first alarm, which comes after a minute. */
const AT_ONCE = { timeout: 45_000 };
const LOGIN = 'src/auth/login.ts';
const WITHDRAWN = 'does not let Pylon Rooms onto github.com';

let relay: TriedRelay;
const teams: Team[] = [];
beforeAll(async () => {
	relay = await tryRelay({ createKey: undefined });
});
afterAll(async () => {
	for (const team of teams) team.close();
	await relay.stop();
});

/** Jake is in a conflict with Andrew. */
async function conflict(room: string) {
	const team = openTeam(relay.url, room);
	teams.push(team);
	const [jake, andrew] = [await team.join('Jake'), await team.join('Andrew')];
	await jake.report(agentIn({ [LOGIN]: 5 }, { session: `${room}-jake`, meets: { [LOGIN]: [`${room}-andrew`] } }));
	await andrew.report(agentIn({ [LOGIN]: 3 }, { session: `${room}-andrew`, kind: 'codex', meets: { [LOGIN]: [`${room}-jake`] } }));
	return jake;
}

test('a start that remembers nothing, as after an update, brings badge and alarm back at once, though nobody looks', async () => {
	const profile = await mkdtemp(join(tmpdir(), 'pylon-life-'));
	try {
		const before = await startChromium({ profile });
		await pair(before, await conflict('update'));
		const popup = await before.open('popup');
		await popup.getByTestId('collision-row').first().waitFor();
		await before.close();
		const after = await startChromium({ profile });
		try {
			const worker = await after.worker();
			await expect.poll(() => worker.evaluate('chrome.action.getBadgeText({})'), AT_ONCE).toBe('1');
			const alarms = () => worker.evaluate('chrome.alarms.getAll().then((alarms) => alarms.map(({ name }) => name))');
			await expect.poll(alarms).toEqual(['refresh']);
		} finally {
			await after.close();
		}
	} finally {
		await rm(profile, { recursive: true, force: true, maxRetries: 5 });
	}
});

describe.for(BROWSERS)('in %s', (name) => {
	let browser: EitherBrowser;
	beforeAll(async () => {
		browser = await startBrowser(name);
		browser.serve(site([login]));
		await browser.pair(await conflict(`${name}-access`));
	});
	afterAll(() => browser?.close());
	afterEach(() => (isGiven ? undefined : give(true)));

	let isGiven = true;
	const give = async (isToBe: boolean) => {
		await setAccess[name](isToBe);
		isGiven = isToBe;
	};
	const setAccess = {
		chromium: async (isGiven: boolean) => {
			const { chromium } = browser;
			const page = await chromium?.context.newPage();
			await page?.goto('chrome://extensions');
			const hostAccess = isGiven ? 'ON_ALL_SITES' : 'ON_CLICK';
			await page?.evaluate(
				`chrome.developerPrivate.updateExtensionConfiguration({ extensionId: '${chromium?.extensionId}', hostAccess: '${hostAccess}' })`,
			);
			await page?.close();
		},
		firefox: async (isGiven: boolean) => {
			const own = await browser.firefox?.open('options');
			if (!isGiven) await own?.evaluate("browser.permissions.remove({ origins: ['https://github.com/*'] })");
			else await own?.click('[data-testid=github-withdrawn] button');
			await expect.poll(() => own?.evaluate("browser.permissions.contains({ origins: ['https://github.com/*'] })"), SOON).toBe(isGiven);
			await own?.close();
		},
	};
	const said = async (surface: 'popup' | 'options') => {
		const page = await browser.open(surface);
		try {
			return (await page.evaluate('document.body.innerText')) as string;
		} finally {
			await page.close();
		}
	};
	test('marks go from pages that are open with the access, and come back with it', async () => {
		const page = await browser.visit(`https://github.com${pullPath(login)}/changes`);
		const mark = page.marks.in(`[id="diff-${digest(LOGIN)}"]`);
		await mark.one();
		await give(false);
		await page.marks.gone();
		// Wherever it leads to without loading, nothing of it is read.
		await page.evaluate(`history.pushState({}, '', '${pullPath(login)}/changes?w=1')`);
		await expect.poll(() => said('popup'), SOON).toContain(WITHDRAWN);
		expect(await page.marks.count()).toBe(0);
		await give(true);
		await mark.one();
		expect(page.faults).toEqual([]);
		await page.close();
	});

	const hasMarks = async () => {
		const page = await browser.visit(`https://github.com${pullPath(login)}/changes`);
		try {
			await page.marks.in(`[id="diff-${digest(LOGIN)}"]`).one();
			return true;
		} finally {
			await page.close();
		}
	};

	test('access to github.com that is taken back is said in popup and options, with the way back, and gone when it is given again', async () => {
		// What a popup shows first is what was known a moment ago.
		await expect.poll(() => said('popup'), SOON).not.toContain(WITHDRAWN);
		await expect.poll(() => said('options'), SOON).toContain('https://github.com');
		await give(false);
		await expect.poll(() => said('popup'), SOON).toContain(WITHDRAWN);
		await expect.poll(() => said('options'), SOON).toContain(WITHDRAWN);
		expect(await said('options')).not.toContain('https://github.com');
		await expect.poll(() => said('options'), SOON).toContain('Allow on github.com');
		await give(true);
		await expect.poll(() => said('popup'), SOON).not.toContain(WITHDRAWN);
		await expect.poll(() => said('options'), SOON).toContain('https://github.com');
		expect(await hasMarks()).toBe(true);
	});
});
