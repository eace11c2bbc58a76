/// <reference types="chrome" />
/** What the extension adds to GitHub's pages: the built extension in a real Chromium, a room on a real relay, pages of our own. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../testing/eventually.ts';
import { type TriedRelay, tryRelay } from '../../testing/try-relay.ts';
import { type Chromium, startChromium } from '../chromium.ts';
import { digest } from '../github/frame.ts';
import { BLOCK_PX, largePull } from '../github/large-pull.ts';
import { docs, login } from '../github/pull.ts';
import { type SiteOptions, site } from '../github/site.ts';
import { agentIn, pair, Teammate } from '../github/teammates.ts';
import { faultsOf } from './axe.ts';
import { picture } from './picture.ts';
import { openTeam, type Team } from './team.ts';

const GITHUB = 'https://github.com';
const SOON_MS = 10_000;
const LOGIN = 'src/auth/login.ts';
const SESSION = 'src/auth/session.ts';
const TEST = 'src/auth/session.test.ts';
const LONG = 'src/server/middleware/authenticated-request-with-a-rather-long-name.ts';
const large = largePull(3_000);

let relay: TriedRelay;
let chromium: Chromium;
let team: Team;
let jake: Teammate;
let andrew: Teammate;
let bea: Teammate;
const pages: Page[] = [];

beforeAll(async () => {
	[relay, chromium] = await Promise.all([tryRelay({ createKey: undefined }), startChromium()]);
	team = openTeam(relay.url, 'acme-sprint');
	const admin = await team.join('Jake');
	jake = new Teammate(admin);
	andrew = new Teammate(await team.join('Andrew'));
	bea = new Teammate(await team.join('Bea Long'));
	await pair(chromium, admin);
});

afterAll(async () => {
	team?.close();
	await chromium?.close();
	await relay?.stop();
});

beforeEach(async () => {
	await Promise.all(pages.splice(0).map((page) => page.close()));
	serve();
	await atWork();
});

const serve = (options: SiteOptions = {}) => chromium.serve(site([login, docs, large], options));

/** Jake looks. He is in conflict with Andrew in login.ts, the others are in session.ts, Andrew reads what Jake edits. */
async function atWork(): Promise<void> {
	await Promise.all([
		jake.report(agentIn({ [LOGIN]: 5, [TEST]: 6, [LONG]: 25 }, { session: 'jake', branch: login.branch, task: 'Remember who signed in' })),
		andrew.report(
			agentIn(
				{ [LOGIN]: 3, [SESSION]: 4 },
				{
					session: 'andrew',
					kind: 'codex',
					branch: 'fix/session',
					task: 'Rework the session cookie',
					reads: { [TEST]: 2 },
					meets: { [LOGIN]: ['jake'], [SESSION]: ['bea'] },
				},
			),
		),
		bea.report(agentIn({ [SESSION]: 8 }, { session: 'bea', kind: 'gemini-cli', branch: docs.branch, head: 'github.com/bea/api' })),
	]);
}

async function visit(path: string): Promise<Page> {
	const page = await chromium.visit(`${GITHUB}${path}`);
	pages.push(page);
	return page;
}

const headerMark = (page: Page, path: string): Locator => page.locator(`[id="diff-${digest(path)}"] [data-pylon-mark]`);
const treeMark = (page: Page, path: string): Locator =>
	page.locator(`[role=treeitem][id="${path}"] [data-pylon-mark], [id="file-tree-item-diff-${digest(path)}"] [data-pylon-mark]`);
const levelOf = (mark: Locator): Promise<string | null> => mark.getAttribute('data-pylon-mark', { timeout: SOON_MS });
const words = (mark: Locator): Promise<string> => mark.locator('.words').innerText({ timeout: SOON_MS });
const marksOn = (page: Page): Promise<number> => page.locator('[data-pylon-mark]').count();

const filesPages: [string, string, SiteOptions][] = [
	['React Files changed', '/acme/api/pull/7/changes', {}],
	['classic Files changed', '/acme/api/pull/7/files', { signedOut: true }],
	['React Files changed with every class renamed', '/acme/api/pull/7/changes', { classesRenamed: true }],
	['classic Files changed with every class renamed', '/acme/api/pull/7/files', { signedOut: true, classesRenamed: true }],
	['a comparison', '/acme/api/compare/main...feat/remember-me', {}],
];

describe.each(filesPages)('%s', (_name, path, options) => {
	beforeEach(() => serve(options));

	test('each file that an agent is in carries a mark in its header, and no other does', async () => {
		const page = await visit(path);
		expect(await levelOf(headerMark(page, LOGIN))).toBe('conflict-mine');
		expect(await words(headerMark(page, LOGIN))).toBe("Andrew's Codex changed the same lines");
		expect(await levelOf(headerMark(page, SESSION))).toBe('conflict');
		expect(await words(headerMark(page, SESSION))).toBe("Andrew's Codex changed the same lines as Bea Long's Gemini CLI");
		expect(await levelOf(headerMark(page, TEST))).toBe('reading');
		expect(await words(headerMark(page, TEST))).toBe("Andrew's Codex read what your Claude Code changed");
		expect(await levelOf(headerMark(page, LONG))).toBe('touched');
		expect(await words(headerMark(page, LONG))).toBe('Your Claude Code edited it');
		expect(await headerMark(page, 'README.md').count()).toBe(0);
		expect(await page.locator('h3 [data-pylon-mark]').count()).toBe(0);
	});

	test('the tree beside the files says who is in them', async () => {
		const page = await visit(path);
		expect(await levelOf(treeMark(page, LOGIN))).toBe('conflict-mine');
		expect(await treeMark(page, LOGIN).locator('.badge').allInnerTexts()).toEqual(['A', 'J']);
		expect(await treeMark(page, 'README.md').count()).toBe(0);
	});

	test('none of GitHub’s own nodes moves, and no mark is taller than its row', async () => {
		await Promise.all([jake.report(), andrew.report(), bea.report()]);
		const page = await visit(path);
		await page.waitForTimeout(300);
		expect(await marksOn(page)).toBe(0);
		const before = await placesOf(page);
		await atWork();
		await headerMark(page, LOGIN).waitFor({ timeout: SOON_MS });
		expect(await placesOf(page)).toEqual(before);
		expect(await marksTallerThanTheirRow(page)).toEqual([]);
		expect(await marksOverControls(page)).toEqual([]);
	});
});

/** Where each of the page's own elements stands. */
const placesOf = (page: Page): Promise<string[]> =>
	page.evaluate(() =>
		[...document.body.querySelectorAll('*:not(pylon-mark)')].map((element) => {
			const { x, y, width, height } = element.getBoundingClientRect();
			return `${element.tagName} ${element.id} ${x} ${y} ${width} ${height}`;
		}),
	);

const marksTallerThanTheirRow = (page: Page): Promise<string[]> =>
	page.evaluate(() =>
		[...document.querySelectorAll('[data-pylon-mark]')].flatMap((mark) => {
			const own = mark.getBoundingClientRect();
			const row = mark.parentElement?.getBoundingClientRect();
			return row !== undefined && own.top >= row.top && own.bottom <= row.bottom ? [] : [`${own.top}–${own.bottom}`];
		}),
	);

/** Marks that lie over a button or a menu of GitHub's. */
const marksOverControls = (page: Page): Promise<string[]> =>
	page.evaluate(() =>
		[...document.querySelectorAll('[data-pylon-mark]')].flatMap((mark) => {
			const own = mark.getBoundingClientRect();
			return [...(mark.parentElement?.querySelectorAll('button, summary, input') ?? [])]
				.filter((control) => {
					const rect = control.getBoundingClientRect();
					return rect.width > 0 && rect.left < own.right && rect.right > own.left && rect.top < own.bottom && rect.bottom > own.top;
				})
				.map((control) => control.outerHTML);
		}),
	);

describe('while the page lives', () => {
	test('marks follow the room: they come, change and go', async () => {
		await andrew.report();
		const page = await visit('/acme/api/pull/7/changes');
		expect(await levelOf(headerMark(page, LOGIN))).toBe('touched');
		await andrew.report(agentIn({ [LOGIN]: 0 }, { kind: 'codex', meets: { [LOGIN]: ['jake'] } }));
		await page.locator(`[id="diff-${digest(LOGIN)}"] [data-pylon-mark="conflict-mine"]`).waitFor({ timeout: SOON_MS });
		await Promise.all([andrew.report(), jake.report()]);
		await headerMark(page, LOGIN).waitFor({ state: 'detached', timeout: SOON_MS });
	});

	test('a soft navigation from Conversation to Files changed brings marks although its payload is stale, and back takes them', async () => {
		const page = await visit('/acme/api/pull/7');
		await page.getByRole('button', { name: /on this branch/ }).waitFor({ timeout: SOON_MS });
		await page.getByRole('link', { name: 'Files changed' }).click();
		expect(await levelOf(headerMark(page, LOGIN))).toBe('conflict-mine');
		expect(await page.locator('script[data-target="react-app.embeddedData"]').innerHTML()).toContain('pullRequestsConversationsRoute');
		await page.getByRole('link', { name: 'Conversation' }).click();
		await headerMark(page, LOGIN).waitFor({ state: 'detached', timeout: SOON_MS });
		await page.getByRole('button', { name: /on this branch/ }).waitFor({ timeout: SOON_MS });
	});

	test('a soft navigation from a page of no interest brings marks', async () => {
		const pulls = site([login]);
		chromium.serve((url) => (url.pathname.endsWith('/issues') ? '<!DOCTYPE html><title>Issues</title><h1>Issues</h1>' : pulls(url)));
		const page = await visit('/acme/api/issues');
		await page.evaluate(async () => {
			const changes = '/acme/api/pull/7/changes';
			const next = new DOMParser().parseFromString(await (await fetch(changes)).text(), 'text/html');
			history.pushState({}, '', changes);
			document.body.replaceWith(next.body);
		});
		expect(await levelOf(headerMark(page, LOGIN))).toBe('conflict-mine');
	});

	test('a header that GitHub draws anew is marked anew, once, copies of our nodes and all', async () => {
		const page = await visit('/acme/api/pull/7/changes');
		await headerMark(page, LOGIN).waitFor({ timeout: SOON_MS });
		for (const what of ['the header', 'the block']) {
			await page.evaluate(
				([id, part]) => {
					const block = document.getElementById(id as string);
					const old = part === 'the block' ? block : block?.firstElementChild;
					const copy = old?.cloneNode(true) as Element;
					old?.replaceWith(copy);
				},
				[`diff-${digest(LOGIN)}`, what],
			);
			expect(await levelOf(headerMark(page, LOGIN))).toBe('conflict-mine');
			expect(await headerMark(page, LOGIN).count()).toBe(1);
		}
	});

	test('a virtualised list of 3,000 files is marked wherever one scrolls, its tree likewise', async () => {
		const [near, far] = [large.files[1] as string, large.files[2_400] as string];
		await andrew.report(agentIn({ [near]: 1, [far]: 2 }, { kind: 'codex' }));
		const page = await visit('/acme/api/pull/3000/changes');
		await headerMark(page, near).waitFor({ timeout: SOON_MS });
		expect(await levelOf(treeMark(page, near))).toBe('touched');
		await page.locator(`[role=treeitem][id="${far}"]`).scrollIntoViewIfNeeded();
		expect(await levelOf(treeMark(page, far))).toBe('touched');
		const scrollTo = (index: number): Promise<void> => page.evaluate((y) => window.scrollTo(0, y), index * BLOCK_PX);
		await scrollTo(2_399);
		await headerMark(page, far).waitFor({ timeout: SOON_MS });
		expect(await headerMark(page, near).count()).toBe(0);
		await scrollTo(0);
		await headerMark(page, near).waitFor({ timeout: SOON_MS });
	});

	test('the background’s death goes unnoticed: marks stay, and news arrive', async () => {
		const page = await visit('/acme/api/pull/7/changes');
		await headerMark(page, LOGIN).waitFor({ timeout: SOON_MS });
		await page.evaluate(
			(id) => {
				const look = () => {
					const isStale = document.querySelector(`[id="${id}"] [data-pylon-mark]`)?.shadowRoot?.querySelector('.is-stale');
					if (isStale) document.body.setAttribute('data-flickered', '');
					requestAnimationFrame(look);
				};
				look();
			},
			`diff-${digest(LOGIN)}`,
		);
		await chromium.killWorker();
		await page.bringToFront();
		expect(await levelOf(headerMark(page, LOGIN))).toBe('conflict-mine');
		await bea.report(agentIn({ 'README.md': 0 }));
		await headerMark(page, 'README.md').waitFor({ timeout: SOON_MS });
		expect(await page.locator('body').getAttribute('data-flickered')).toBeNull();
	});

	test('a header without room shows badges only, over its own label rather than over GitHub’s buttons', async () => {
		await Promise.all([jake.report(), andrew.report(), bea.report()]);
		const page = await visit('/acme/api/pull/7/changes');
		await page.setViewportSize({ width: 520, height: 800 });
		const before = await placesOf(page);
		const width = await page.evaluate(() => document.documentElement.scrollWidth);
		await atWork();
		await headerMark(page, LONG).waitFor({ timeout: SOON_MS });
		await expect.poll(() => headerMark(page, LONG).getAttribute('data-fit')).toBe('badge');
		expect(await placesOf(page)).toEqual(before);
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
		expect(await marksOverControls(page)).toEqual([]);
		expect(await marksTallerThanTheirRow(page)).toEqual([]);
	});
});

describe('the card', () => {
	test('a click says who, which agent, since when, on which branch, and that it conflicts', async () => {
		const page = await visit('/acme/api/pull/7/changes');
		await headerMark(page, LOGIN).getByRole('button').click();
		const card = page.getByRole('dialog');
		const text = await card.innerText();
		for (const said of [
			LOGIN,
			'Conflict: ',
			"Andrew's Codex",
			'edited it 3 min ago',
			'fix/session',
			'Rework the session cookie',
			'Your Claude Code',
		]) {
			expect(text).toContain(said);
		}
		await page.keyboard.press('Escape');
		await card.waitFor({ state: 'hidden' });
	});

	test('everything goes by keyboard, and the page hears none of it', async () => {
		const page = await visit('/acme/api/pull/7/changes');
		await page.evaluate(() => {
			for (const heard of ['keydown', 'click']) document.addEventListener(heard, () => document.body.toggleAttribute('data-heard', true));
		});
		const mark = headerMark(page, LOGIN).getByRole('button', {
			name: `Conflict: ${LOGIN} · Andrew's Codex changed the same lines · 3 min`,
		});
		await mark.focus();
		await page.keyboard.press('Enter');
		await page.getByRole('dialog', { name: `Agents in ${LOGIN}` }).waitFor();
		await page.keyboard.press('Tab');
		expect(await page.getByRole('button', { name: 'Open side panel' }).evaluate((button) => button.matches(':focus'))).toBe(true);
		await page.keyboard.press('Escape');
		await expect.poll(() => mark.evaluate((button) => button.matches(':focus'))).toBe(true);
		expect(await page.locator('body').getAttribute('data-heard')).toBeNull();
	});

	test('“Open side panel” opens it', async () => {
		const page = await visit('/acme/api/pull/7/changes');
		await headerMark(page, LOGIN).getByRole('button').click();
		await page.getByRole('button', { name: 'Open side panel' }).click();
		const worker = await chromium.worker();
		const open = () => worker.evaluate(() => chrome.runtime.getContexts({ contextTypes: ['SIDE_PANEL' as chrome.runtime.ContextType] }));
		await eventually(open, (contexts) => contexts.length === 1, SOON_MS);
	});
});

describe('the other places', () => {
	test('a pull request’s header says who is on its branch, in its files, and how many of its files conflict, which its card lists', async () => {
		const page = await visit('/acme/api/pull/7/changes');
		const summary = page.locator('header [data-pylon-mark]');
		expect(await words(summary)).toBe('Your Claude Code is working on this branch · 2 others in its files · 2 of its files conflict');
		await summary.getByRole('button').click();
		const listed = await page.getByRole('dialog').locator('.conflicts li').allInnerTexts();
		expect(listed.map((each) => each.split('\n')[0]).sort()).toEqual([SESSION, LOGIN].sort());
		expect(await levelOf(summary)).toBe('conflict-mine');
	});

	test('on the classic Conversation, too', async () => {
		serve({ signedOut: true });
		const page = await visit('/acme/api/pull/7');
		await page.getByRole('button', { name: /Your Claude Code is working on this branch/ }).waitFor({ timeout: SOON_MS });
	});

	test('a fork’s branch is told from one of the same name in the repository', async () => {
		await andrew.report(agentIn({ 'a.ts': 1 }, { branch: docs.branch }));
		const page = await visit('/acme/api/pull/12');
		expect(await words(page.locator('header [data-pylon-mark]'))).toContain("Bea Long's Gemini CLI is working on this branch");
	});

	test('[A7] a fork’s pull request marks whose clone knows only the fork, on its branch alone, and invents no collision', async () => {
		const inFork = { repo: `github.com/${docs.head}` };
		await Promise.all([
			jake.report(),
			andrew.report(agentIn({ 'README.md': 5 }, { session: 'andrew-readme', kind: 'codex' })),
			bea.report(
				agentIn({ 'README.md': 1 }, { ...inFork, branch: docs.branch }),
				agentIn({ 'docs/sign-in.md': 1 }, { ...inFork, branch: 'main' }),
			),
		]);
		const page = await visit('/acme/api/pull/12/changes');
		const ofBoth = "Bea Long's Claude Code +1 is editing it";
		await expect.poll(() => words(headerMark(page, 'README.md')), { timeout: SOON_MS }).toBe(ofBoth);
		expect(await levelOf(headerMark(page, 'README.md'))).toBe('touched');
		expect(await treeMark(page, 'README.md').locator('.badge').allInnerTexts()).toEqual(['BL', 'A']);
		const summary = "Bea Long's Claude Code is working on this branch · 1 other in its files";
		expect(await words(page.locator('header [data-pylon-mark]'))).toBe(summary);
		expect(await headerMark(page, 'docs/sign-in.md').count()).toBe(0);

		await jake.report(agentIn({ 'README.md': 2 }, { meets: { 'README.md': ['andrew-readme'] } }));
		await expect.poll(() => levelOf(headerMark(page, 'README.md')), { timeout: SOON_MS }).toBe('conflict-mine');
		expect(await words(headerMark(page, 'README.md'))).toBe("Andrew's Codex changed the same lines");
		expect(await treeMark(page, 'README.md').locator('.badge').allInnerTexts()).toEqual(['J', 'A', 'BL']);
		await jake.report();

		const other = await visit('/acme/api/pull/7/changes');
		expect(await words(headerMark(other, 'README.md'))).toBe("Andrew's Codex edited it");
	});

	test('a file view says who is in the file, whatever slashes its branch has', async () => {
		const page = await visit(`/acme/api/blob/feat/remember-me/${LOGIN}`);
		expect(await words(page.locator('[data-pylon-mark]'))).toBe("Andrew's Codex changed the same lines");
		expect(await page.locator('h1 pylon-mark').count()).toBe(0);
		const other = await visit('/acme/api/blob/main/README.md');
		await other.waitForTimeout(500);
		expect(await marksOn(other)).toBe(0);
	});

	const lists: [string, SiteOptions][] = [
		['React', {}],
		['classic', { signedOut: true }],
		['React, with every class renamed,', { classesRenamed: true }],
		['classic, with every class renamed,', { signedOut: true, classesRenamed: true }],
	];
	test.for(lists)(
		'the %s list of pull requests shows which have agents at work, once a page has shown their branch',
		async ([, options]) => {
			await visit('/acme/api/pull/7');
			await visit('/acme/api/pull/12');
			serve(options);
			const list = await visit('/acme/api/pulls');
			const row = (number: number) => list.locator('[id^=issue_], li').filter({ hasText: `#${number}` });
			expect(await words(row(7).locator('[data-pylon-mark]'))).toContain('Your Claude Code is working');
			expect(await words(row(12).locator('[data-pylon-mark]'))).toContain("Bea Long's Gemini CLI is working");
			expect(await row(3000).locator('pylon-mark').count()).toBe(0);
			// The heading is the row's name for screen readers.
			expect(await list.locator('h3 pylon-mark').count()).toBe(0);
			expect(await marksTallerThanTheirRow(list)).toEqual([]);
			expect(await marksOverControls(list)).toEqual([]);
		},
	);

	test('an address in another case is the same repository', async () => {
		const page = await visit('/Acme/API/pull/7');
		expect(await words(page.locator('header [data-pylon-mark]'))).toContain('Your Claude Code is working on this branch');
		const list = await visit('/acme/api/pulls');
		expect(await words(list.locator('li [data-pylon-mark]').first())).toContain('Your Claude Code is working');
	});

	test('elsewhere on GitHub nothing is added', async () => {
		chromium.serve(() => '<!DOCTYPE html><title>Issues</title><body><h1>Issues</h1></body>');
		const page = await visit('/acme/api/issues');
		await page.waitForTimeout(500);
		expect(await page.locator('pylon-mark').count()).toBe(0);
	});

	test('a page that is not understood says, quietly, that marks are unavailable, until dismissed', async () => {
		chromium.serve(
			() => '<!DOCTYPE html><title>Files</title><body><h1>Files changed</h1><section data-file-path="src/auth/login.ts"></section></body>',
		);
		const page = await visit('/acme/api/pull/7/changes');
		const notice = page.getByRole('status');
		await notice.waitFor({ timeout: SOON_MS });
		expect(await notice.innerText()).toContain('Marks are unavailable here');
		await page.setViewportSize({ width: 1280, height: 200 });
		await picture(page, 'github-unmarked');
		await page.getByRole('button', { name: 'Dismiss' }).click();
		expect(await page.locator('pylon-mark').count()).toBe(0);
	});
});

test('what runs in GitHub’s pages gets at nothing that is stored: neither the rooms’ secrets nor what was last seen', async () => {
	const page = await visit('/acme/api/pull/7/changes');
	await headerMark(page, LOGIN).waitFor({ timeout: SOON_MS });
	const session = await page.context().newCDPSession(page);
	const worlds: { id: number; origin: string }[] = [];
	session.on('Runtime.executionContextCreated', ({ context }) => worlds.push(context));
	await session.send('Runtime.enable');
	const ours = worlds.find(({ origin }) => origin === `chrome-extension://${chromium.extensionId}`);
	for (const area of ['local', 'session']) {
		const { result } = await session.send('Runtime.evaluate', {
			expression: `chrome.storage.${area}.get().then(JSON.stringify, (error) => error.message)`,
			contextId: ours?.id ?? -1,
			awaitPromise: true,
		});
		expect(result.value, area).toMatch(/^Access to storage is not allowed/);
	}
});

describe('hostile text', () => {
	const MARKUP = '<img src=x onerror=alert(1)><script>alert(2)</script>';

	test('markup in names, paths, branches and tasks is text', async () => {
		const mallory = new Teammate(await team.join('<img src=x onerror=alert(0)>'));
		const path = `src/${MARKUP.replaceAll('/', '|')}.ts`;
		await mallory.report(agentIn({ [path]: 1 }, { branch: MARKUP, task: MARKUP }));
		chromium.serve(site([{ ...login, files: [path] }]));
		const page = await visit('/acme/api/pull/7/changes');
		const dialogs: string[] = [];
		page.on('dialog', (dialog) => {
			dialogs.push(dialog.message());
			void dialog.dismiss();
		});
		await headerMark(page, path).getByRole('button').click();
		expect(await page.getByRole('dialog').innerText()).toContain(MARKUP);
		expect(await page.locator('pylon-mark img, pylon-mark script').count()).toBe(0);
		expect(dialogs).toEqual([]);
		await mallory.report();
	});

	test('a path as long as can be, and the longest name, stay inside their row', async () => {
		const path = `src/${'long-'.repeat(98)}name.ts`;
		const who = new Teammate(await team.join('W'.repeat(40)));
		await who.report(agentIn({ [path]: 1, [LOGIN]: 1 }, { branch: 'b'.repeat(255) }));
		chromium.serve(site([{ ...login, files: [path, LOGIN] }]));
		const page = await visit('/acme/api/pull/7/changes');
		await headerMark(page, path).waitFor({ timeout: SOON_MS });
		expect(await marksTallerThanTheirRow(page)).toEqual([]);
		expect(await marksOverControls(page)).toEqual([]);
		await headerMark(page, LOGIN).getByRole('button').click();
		const card = await page.getByRole('dialog').boundingBox();
		expect(card?.width).toBeLessThanOrEqual(340);
		await who.report();
	});

	test('an agent whose path turns its direction is left out, and the others are shown', async () => {
		await andrew.report(agentIn({ 'src/\u202Etxt.exe': 1, [LOGIN]: 1 }), agentIn({ 'README.md': 1 }, { kind: 'codex' }));
		const page = await visit('/acme/api/pull/7/changes');
		await headerMark(page, 'README.md').waitFor({ timeout: SOON_MS });
		await expect.poll(() => levelOf(headerMark(page, LOGIN))).toBe('touched');
	});
});

describe('as people see it', () => {
	test('axe finds no fault that was not there without the marks and an open card', async () => {
		await Promise.all([jake.report(), andrew.report(), bea.report()]);
		const page = await visit('/acme/api/pull/7/changes');
		const before = await faultsOf(page);
		await atWork();
		await headerMark(page, LOGIN).getByRole('button').click();
		expect(await faultsOf(page)).toEqual(before);
		await page.emulateMedia({ colorScheme: 'dark' });
		const dark = await faultsOf(page);
		expect(dark.filter((fault) => /pylon|badge|words|time|card/.test(fault))).toEqual([]);
	});

	test('pictures of every place, light and dark', async () => {
		const files = await visit('/acme/api/pull/7/changes');
		await headerMark(files, LOGIN).waitFor({ timeout: SOON_MS });
		await files.setViewportSize({ width: 1280, height: 760 });
		await picture(files, 'github-files');
		await headerMark(files, LOGIN).getByRole('button').click();
		await picture(files, 'github-card');
		await files.keyboard.press('Escape');
		await files.setViewportSize({ width: 560, height: 760 });
		await expect.poll(() => headerMark(files, LONG).getAttribute('data-fit')).toBe('badge');
		await files.evaluate(() => (document.activeElement as HTMLElement).blur());
		await picture(files, 'github-files-narrow');
		for (const [path, name, height, signedOut] of [
			['/acme/api/pull/7/files', 'github-files-classic', 760, true],
			['/acme/api/pull/7', 'github-conversation', 320, false],
			[`/acme/api/blob/feat/remember-me/${LOGIN}`, 'github-file-view', 280, false],
			['/acme/api/pulls', 'github-pulls', 280, false],
			['/acme/api/pulls', 'github-pulls-classic', 280, true],
		] as const) {
			serve({ signedOut });
			const page = await visit(path);
			await page.setViewportSize({ width: 1280, height });
			await page.locator('[data-pylon-mark][data-fit]').first().waitFor({ timeout: SOON_MS });
			await picture(page, name);
		}
	});
});

test('[F3] whose machine went away is greyed in the marks, and the card says since when', async () => {
	const cleo = await team.join('Cleo');
	await cleo.report(agentIn({ 'README.md': 8 }, { kind: 'codex', statusAge: 40 * 60_000 }));
	const page = await visit('/acme/api/pull/7/changes');
	const offline = headerMark(page, 'README.md').locator('.mark .is-offline');
	await headerMark(page, 'README.md').waitFor({ timeout: SOON_MS });
	expect(await offline.count()).toBe(0);
	cleo.leave();
	await offline.waitFor({ timeout: SOON_MS });
	await headerMark(page, 'README.md').getByRole('button').click();
	expect(await page.getByRole('dialog').innerText()).toContain('edited it 8 min ago · offline now');
});

test('an extension that is updated takes its marks from the pages that it leaves behind', async () => {
	const own = await startChromium();
	try {
		own.serve(site([login]));
		await pair(own, await team.join('Dana'));
		const page = await own.visit(`${GITHUB}/acme/api/pull/7/changes`);
		await headerMark(page, LOGIN).waitFor({ timeout: SOON_MS });
		await (await own.worker()).evaluate('setTimeout(() => chrome.runtime.reload())');
		await headerMark(page, LOGIN).waitFor({ state: 'detached', timeout: SOON_MS });
		await page.locator('pylon-mark').first().waitFor({ state: 'detached', timeout: SOON_MS });
		const faults: string[] = [];
		page.on('pageerror', ({ message }) => faults.push(message));
		// What was left behind is over, wherever the page leads to: after its five seconds of patience it would have spoken up.
		await page.evaluate(() => {
			document.body.replaceChildren(Object.assign(document.createElement('table'), { className: 'blob-code' }));
			history.pushState({}, '', '/acme/api/pull/7/files');
		});
		await page.waitForTimeout(6_000);
		expect(faults).toEqual([]);
	} finally {
		await own.close();
	}
});

test('while the relay does not answer, marks are greyed, stay legible, and say how old they are', async () => {
	const page = await visit('/acme/api/pull/7/changes');
	await headerMark(page, LOGIN).waitFor({ timeout: SOON_MS });
	await relay.stop();
	await headerMark(page, LOGIN).locator('.is-stale').waitFor({ timeout: 30_000 });
	await page.setViewportSize({ width: 1280, height: 480 });
	await picture(page, 'github-stale');
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		expect((await faultsOf(page)).filter((fault) => /pylon|badge|words|time|card/.test(fault))).toEqual([]);
	}
	await headerMark(page, LOGIN).getByRole('button').click();
	expect(await page.getByRole('dialog').innerText()).toContain('Showing what was known');
});
