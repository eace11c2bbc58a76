/// <reference types="chrome" />
/** What the extension adds to GitHub's pages: the built extension in a real Chromium, a room on a real relay, pages of our own. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../testing/eventually.ts';
import { type TriedRelay, tryRelay } from '../../testing/try-relay.ts';
import { type Chromium, startChromium } from '../chromium.ts';
import { digest } from '../github/frame.ts';
import { BLOCK_PX, largePull } from '../github/large-pull.ts';
import { docs, login } from '../github/pull.ts';
import { type SiteOptions, site } from '../github/site.ts';
import { agentIn, pair, Teammate } from '../github/teammates.ts';
import { contentWorld, everything, marksOf } from '../marks/chromium-eye.ts';
import type { Marks } from '../marks/marks.ts';
import { faultsWithMarks } from './axe.ts';
import { picture } from './picture.ts';
import { openTeam, type Team } from './team.ts';

const GITHUB = 'https://github.com';
const SOON_MS = 60_000;
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

const headerMark = (page: Page, path: string): Marks => marksOf(page).in(`[id="diff-${digest(path)}"]`);
const treeMark = (page: Page, path: string): Marks =>
	marksOf(page).in(`[role=treeitem][id="${path}"], [id="file-tree-item-diff-${digest(path)}"]`);
const summaryOf = (page: Page): Marks => marksOf(page).in('header');
const marksOn = (page: Page): Promise<number> => marksOf(page).count();

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
		await expect.poll(headerMark(page, LOGIN).level).toBe('conflict-mine');
		await expect.poll(headerMark(page, LOGIN).words).toBe("Andrew's Codex changed the same lines");
		await expect.poll(headerMark(page, SESSION).level).toBe('conflict');
		await expect.poll(headerMark(page, SESSION).words).toBe("Andrew's Codex changed the same lines as Bea Long's Gemini CLI");
		await expect.poll(headerMark(page, TEST).level).toBe('reading');
		await expect.poll(headerMark(page, TEST).words).toBe("Andrew's Codex read what your Claude Code changed");
		await expect.poll(headerMark(page, LONG).level).toBe('touched');
		await expect.poll(headerMark(page, LONG).words).toBe('Your Claude Code edited it');
		expect(await headerMark(page, 'README.md').count()).toBe(0);
		// The heading is the block's name for screen readers.
		expect(await marksOf(page).in('h3').count()).toBe(0);
	});

	test('the tree beside the files says who is in them', async () => {
		const page = await visit(path);
		await expect.poll(treeMark(page, LOGIN).level).toBe('conflict-mine');
		await expect.poll(treeMark(page, LOGIN).badges).toEqual(['A', 'J']);
		expect(await treeMark(page, 'README.md').count()).toBe(0);
	});

	test('none of GitHub’s own nodes moves, and no mark is taller than its row', async () => {
		await Promise.all([jake.report(), andrew.report(), bea.report()]);
		const page = await visit(path);
		await page.waitForTimeout(300);
		await marksOf(page).gone();
		const before = await placesOf(page);
		await atWork();
		await headerMark(page, LOGIN).one();
		expect(await placesOf(page)).toEqual(before);
		expect(await marksTallerThanTheirRow(page)).toEqual([]);
		expect(await coveredBy(page)).toEqual([]);
	});
});

/** Where each of the page's elements stands. None of them is ours. */
const placesOf = (page: Page): Promise<string[]> =>
	page.evaluate(() =>
		[...document.body.querySelectorAll('*')].map((element) => {
			const { x, y, width, height } = element.getBoundingClientRect();
			return `${element.tagName} ${element.id} ${x} ${y} ${width} ${height}`;
		}),
	);

async function marksTallerThanTheirRow(page: Page): Promise<string[]> {
	const marks = await marksOf(page).all();
	return marks
		.filter(({ box, rowBox }) => box.top < rowBox.top || box.top + box.height > rowBox.top + rowBox.height)
		.map(({ host, box }) => `${host}: ${box.top}–${box.top + box.height}`);
}

/** What of GitHub's lies under marks. */
const coveredBy = async (page: Page): Promise<string[]> => (await marksOf(page).all()).flatMap(({ covers }) => covers);

describe('while the page lives', () => {
	test('marks follow the room: they come, change and go', async () => {
		await andrew.report();
		const page = await visit('/acme/api/pull/7/changes');
		await expect.poll(headerMark(page, LOGIN).level).toBe('touched');
		await andrew.report(agentIn({ [LOGIN]: 0 }, { kind: 'codex', meets: { [LOGIN]: ['jake'] } }));
		await headerMark(page, LOGIN).one('conflict-mine');
		await Promise.all([andrew.report(), jake.report()]);
		await headerMark(page, LOGIN).gone();
	});

	test('a soft navigation from Conversation to Files changed brings marks although its payload is stale, and back takes them', async () => {
		const page = await visit('/acme/api/pull/7');
		await expect.poll(summaryOf(page).words).toContain('on this branch');
		await page.getByRole('link', { name: 'Files changed' }).click();
		await expect.poll(headerMark(page, LOGIN).level).toBe('conflict-mine');
		expect(await page.locator('script[data-target="react-app.embeddedData"]').innerHTML()).toContain('pullRequestsConversationsRoute');
		await page.getByRole('link', { name: 'Conversation' }).click();
		await headerMark(page, LOGIN).gone();
		await expect.poll(summaryOf(page).words).toContain('on this branch');
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
		await expect.poll(headerMark(page, LOGIN).level).toBe('conflict-mine');
	});

	test('a header that GitHub draws anew is marked anew, once, copies of our nodes and all', async () => {
		const page = await visit('/acme/api/pull/7/changes');
		await headerMark(page, LOGIN).one();
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
			await expect.poll(headerMark(page, LOGIN).level).toBe('conflict-mine');
			expect(await headerMark(page, LOGIN).count()).toBe(1);
		}
	});

	test('a virtualised list of 3,000 files is marked wherever one scrolls, its tree likewise', async () => {
		const [near, far] = [large.files[1] as string, large.files[2_400] as string];
		await andrew.report(agentIn({ [near]: 1, [far]: 2 }, { kind: 'codex' }));
		const page = await visit('/acme/api/pull/3000/changes');
		await headerMark(page, near).one();
		await expect.poll(treeMark(page, near).level).toBe('touched');
		await page.locator(`[role=treeitem][id="${far}"]`).scrollIntoViewIfNeeded();
		await expect.poll(treeMark(page, far).level).toBe('touched');
		const scrollTo = (index: number): Promise<void> => page.evaluate((y) => window.scrollTo(0, y), index * BLOCK_PX);
		await scrollTo(2_399);
		await headerMark(page, far).one();
		expect(await headerMark(page, near).count()).toBe(0);
		await scrollTo(0);
		await headerMark(page, near).one();
	});

	test('the background’s death goes unnoticed: marks stay, and news arrive', async () => {
		const page = await visit('/acme/api/pull/7/changes');
		await headerMark(page, LOGIN).one();
		const world = await contentWorld(page);
		await world.evaluate(`{
			const root = () => [...document.querySelectorAll('[id="diff-${digest(LOGIN)}"] *')].map((host) => host instanceof HTMLElement && chrome.dom.openOrClosedShadowRoot(host)).find(Boolean);
			const look = () => {
				if (root()?.querySelector('.is-stale')) document.body.setAttribute('data-flickered', '');
				requestAnimationFrame(look);
			};
			look();
		}`);
		await chromium.killWorker();
		await page.bringToFront();
		await expect.poll(headerMark(page, LOGIN).level).toBe('conflict-mine');
		await bea.report(agentIn({ 'README.md': 0 }));
		await headerMark(page, 'README.md').one();
		expect(await page.locator('body').getAttribute('data-flickered')).toBeNull();
	});

	test('a header without room shows a bar along its edge, over nothing of GitHub’s, and the mark when it has the keyboard’s focus', async () => {
		await Promise.all([jake.report(), andrew.report(), bea.report()]);
		const page = await visit('/acme/api/pull/7/changes');
		await page.setViewportSize({ width: 520, height: 800 });
		const before = await placesOf(page);
		const width = await page.evaluate(() => document.documentElement.scrollWidth);
		await atWork();
		await headerMark(page, LONG).one();
		await expect.poll(async () => (await headerMark(page, LONG).one()).fit).toBe('edge');
		expect(await placesOf(page)).toEqual(before);
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
		expect(await coveredBy(page)).toEqual([]);
		expect(await marksTallerThanTheirRow(page)).toEqual([]);
	});

	test('where a header has no room, a click on its edge opens the card', async () => {
		const page = await visit('/acme/api/pull/7/changes');
		await page.setViewportSize({ width: 520, height: 1_600 });
		const mark = headerMark(page, LONG);
		await expect.poll(async () => (await mark.one()).fit).toBe('edge');
		const { rowBox, isEdged } = await mark.one();
		expect(isEdged).toBe(true);
		await page.mouse.click(rowBox.left + 5, rowBox.top + rowBox.height - 3);
		const card = await mark.card();
		expect(card.text).toContain(LONG);
		expect(card.box.top).toBeGreaterThan(rowBox.top + rowBox.height / 2);
		// The other headers’ marks are fitted anew by the window’s change, each in its time.
		await expect.poll(() => coveredBy(page)).toEqual([]);
	});
});

describe('the card', () => {
	test('a click says who, which agent, since when, on which branch, and that it conflicts', async () => {
		const page = await visit('/acme/api/pull/7/changes');
		const card = await headerMark(page, LOGIN).open();
		for (const said of [
			LOGIN,
			'Conflict: ',
			"Andrew's Codex",
			'edited it 3 min ago',
			'fix/session',
			'Rework the session cookie',
			'Your Claude Code',
		]) {
			expect(card.text).toContain(said);
		}
		await page.keyboard.press('Escape');
		await expect.poll(async () => (await headerMark(page, LOGIN).one()).card).toBeUndefined();
	});

	test('everything goes by keyboard, and the page hears none of it', async () => {
		const page = await visit('/acme/api/pull/7/changes');
		await page.evaluate(() => {
			for (const heard of ['keydown', 'click']) document.addEventListener(heard, () => document.body.toggleAttribute('data-heard', true));
		});
		const mark = headerMark(page, LOGIN);
		expect((await mark.one()).name).toContain(`Conflict: ${LOGIN} · Andrew's Codex changed the same lines · 3 min`);
		await mark.focus();
		await page.keyboard.press('Enter');
		expect((await mark.card()).name).toBe(`Agents in ${LOGIN}`);
		await page.keyboard.press('Tab');
		expect((await mark.card()).buttons).toEqual([expect.objectContaining({ label: 'Open side panel', isFocused: true })]);
		await page.keyboard.press('Escape');
		await expect.poll(async () => (await mark.one()).isFocused).toBe(true);
		expect(await page.locator('body').getAttribute('data-heard')).toBeNull();
	});

	test('a screen reader is told of a mark where it stands, after the file’s own controls', async () => {
		const page = await visit('/acme/api/pull/7/changes');
		await headerMark(page, LOGIN).one();
		const session = await page.context().newCDPSession(page);
		const { nodes } = await session.send('Accessibility.getFullAXTree');
		const byId = new Map(nodes.map((node) => [node.nodeId, node]));
		const inOrder = (id: string): typeof nodes => {
			const node = byId.get(id);
			return node === undefined ? [] : [node, ...(node.childIds ?? []).flatMap(inOrder)];
		};
		const buttons = inOrder(nodes[0]?.nodeId ?? '')
			.filter(({ role, ignored }) => role?.value === 'button' && !ignored)
			.map(({ name }) => String(name?.value));
		const said = `Conflict: ${LOGIN} · Andrew's Codex changed the same lines · 3 min`;
		const at = buttons.findIndex((name) => name.includes(said));
		expect(at, buttons.join('\n')).toBeGreaterThan(buttons.indexOf(`Expand all lines: ${LOGIN}`));
		expect(at).toBeLessThan(buttons.indexOf(`Expand all lines: ${SESSION}`));
	});

	test('“Open side panel” opens it', async () => {
		const page = await visit('/acme/api/pull/7/changes');
		await headerMark(page, LOGIN).open();
		await headerMark(page, LOGIN).press('Open side panel');
		const worker = await chromium.worker();
		const open = () => worker.evaluate(() => chrome.runtime.getContexts({ contextTypes: ['SIDE_PANEL' as chrome.runtime.ContextType] }));
		await eventually(open, (contexts) => contexts.length === 1, SOON_MS);
	});
});

describe('the other places', () => {
	test('a pull request’s header says who is on its branch, in its files, and how many of its files conflict, which its card lists', async () => {
		const page = await visit('/acme/api/pull/7/changes');
		const summary = summaryOf(page);
		await expect
			.poll(summary.words)
			.toBe('2 of its files conflict: login.ts, session.ts · Your Claude Code is working on this branch · 2 others in its files');
		expect((await summary.open()).conflicts.sort()).toEqual([SESSION, LOGIN].sort());
		await expect.poll(summary.level).toBe('conflict-mine');
	});

	test('… and says nothing of a file that is not the pull request’s', async () => {
		const both = { [LOGIN]: 3, 'src/elsewhere.ts': 1 };
		const meets = (session: string) => ({ [LOGIN]: [session], 'src/elsewhere.ts': [session] });
		await jake.report(agentIn(both, { session: 'jake', branch: login.branch, meets: meets('andrew') }));
		await andrew.report(agentIn(both, { session: 'andrew', kind: 'codex', branch: 'fix/session', meets: meets('jake') }));
		const summary = summaryOf(await visit('/acme/api/pull/7/changes'));
		await expect.poll(summary.words).toMatch(/^login\.ts conflicts · .* this branch · .* in its files$/);
	});

	test('on the classic Conversation, too', async () => {
		serve({ signedOut: true });
		const page = await visit('/acme/api/pull/7');
		await expect.poll(marksOf(page).words).toContain('Your Claude Code is working on this branch');
	});

	test('a fork’s branch is told from one of the same name in the repository', async () => {
		await andrew.report(agentIn({ 'a.ts': 1 }, { branch: docs.branch }));
		const page = await visit('/acme/api/pull/12');
		await expect.poll(summaryOf(page).words).toContain("Bea Long's Gemini CLI is working on this branch");
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
		await expect.poll(() => headerMark(page, 'README.md').words(), { timeout: SOON_MS }).toBe(ofBoth);
		await expect.poll(headerMark(page, 'README.md').level).toBe('touched');
		await expect.poll(treeMark(page, 'README.md').badges).toEqual(['BL', 'A']);
		const summary = "Bea Long's Claude Code is working on this branch · 1 other in its files";
		await expect.poll(summaryOf(page).words).toBe(summary);
		expect(await headerMark(page, 'docs/sign-in.md').count()).toBe(0);

		await jake.report(agentIn({ 'README.md': 2 }, { meets: { 'README.md': ['andrew-readme'] } }));
		await expect.poll(() => headerMark(page, 'README.md').level(), { timeout: SOON_MS }).toBe('conflict-mine');
		await expect.poll(headerMark(page, 'README.md').words).toBe("Andrew's Codex changed the same lines");
		await expect.poll(treeMark(page, 'README.md').badges).toEqual(['J', 'A', 'BL']);
		await jake.report();

		const other = await visit('/acme/api/pull/7/changes');
		await expect.poll(headerMark(other, 'README.md').words).toBe("Andrew's Codex edited it");
	});

	test('a file view says who is in the file, whatever slashes its branch has', async () => {
		const page = await visit(`/acme/api/blob/feat/remember-me/${LOGIN}`);
		await expect.poll(marksOf(page).words).toBe("Andrew's Codex changed the same lines");
		expect(await marksOf(page).in('h1').count()).toBe(0);
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
			const row = (number: number) => marksOf(list).in(`:is([id^=issue_], li):has(a[href$="/pull/${number}"])`);
			await expect.poll(row(7).words).toContain('Your Claude Code is working');
			await expect.poll(row(12).words).toContain("Bea Long's Gemini CLI is working");
			expect(await row(3000).count()).toBe(0);
			// The heading is the row's name for screen readers.
			expect(await marksOf(list).in('h3').count()).toBe(0);
			expect(await marksTallerThanTheirRow(list)).toEqual([]);
			expect(await coveredBy(list)).toEqual([]);
		},
	);

	test('an address in another case is the same repository', async () => {
		const page = await visit('/Acme/API/pull/7');
		await expect.poll(summaryOf(page).words).toContain('Your Claude Code is working on this branch');
		const list = await visit('/acme/api/pulls');
		expect(await marksOf(list).in('li').words()).toContain('Your Claude Code is working');
	});

	test('elsewhere on GitHub nothing is added', async () => {
		chromium.serve(() => '<!DOCTYPE html><title>Issues</title><body><h1>Issues</h1></body>');
		const page = await visit('/acme/api/issues');
		await page.waitForTimeout(500);
		expect(await marksOn(page)).toBe(0);
	});

	test('a page that is not understood says, quietly, that marks are unavailable, until dismissed', async () => {
		chromium.serve(
			() => '<!DOCTYPE html><title>Files</title><body><h1>Files changed</h1><section data-file-path="src/auth/login.ts"></section></body>',
		);
		const page = await visit('/acme/api/pull/7/changes');
		const marks = marksOf(page);
		await expect.poll(() => marks.notice(), { timeout: SOON_MS }).toContain('Marks are unavailable here');
		await page.setViewportSize({ width: 1280, height: 200 });
		await picture(page, 'github-unmarked');
		await marks.press('Dismiss');
		await expect.poll(() => marks.notice()).toBe('');
	});
});

test('what runs in GitHub’s pages gets at nothing that is stored: neither the rooms’ secrets nor what was last seen', async () => {
	const page = await visit('/acme/api/pull/7/changes');
	await headerMark(page, LOGIN).one();
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
		const card = await headerMark(page, path).open();
		expect(card.text).toContain(MARKUP);
		expect(card.markup).not.toMatch(/<(?:img|script)/);
		expect(dialogs).toEqual([]);
		await mallory.report();
	});

	test('a path as long as can be, and the longest name, stay inside their row', async () => {
		const path = `src/${'long-'.repeat(98)}name.ts`;
		const who = new Teammate(await team.join('W'.repeat(40)));
		await who.report(agentIn({ [path]: 1, [LOGIN]: 1 }, { branch: 'b'.repeat(255) }));
		chromium.serve(site([{ ...login, files: [path, LOGIN] }]));
		const page = await visit('/acme/api/pull/7/changes');
		await headerMark(page, path).one();
		expect(await marksTallerThanTheirRow(page)).toEqual([]);
		expect(await coveredBy(page)).toEqual([]);
		expect((await headerMark(page, LOGIN).open()).box.width).toBeLessThanOrEqual(340);
		await who.report();
	});

	test('an agent whose path turns its direction is left out, and the others are shown', async () => {
		await andrew.report(agentIn({ 'src/\u202Etxt.exe': 1, [LOGIN]: 1 }), agentIn({ 'README.md': 1 }, { kind: 'codex' }));
		const page = await visit('/acme/api/pull/7/changes');
		await headerMark(page, 'README.md').one();
		await expect.poll(() => headerMark(page, LOGIN).level()).toBe('touched');
	});
});

describe('as people see it', () => {
	test('axe finds no fault that was not there without the marks and an open card', async () => {
		await Promise.all([jake.report(), andrew.report(), bea.report()]);
		const page = await visit('/acme/api/pull/7/changes');
		const before = await faultsWithMarks(page);
		await atWork();
		await headerMark(page, LOGIN).open();
		expect(await faultsWithMarks(page)).toEqual(before);
		await page.emulateMedia({ colorScheme: 'dark' });
		const dark = await faultsWithMarks(page);
		expect(dark.filter((fault) => /pylon|badge|words|time|card/.test(fault))).toEqual([]);
	});

	test('pictures of every place, light and dark', async () => {
		const files = await visit('/acme/api/pull/7/changes');
		await headerMark(files, LOGIN).one();
		await files.setViewportSize({ width: 1280, height: 760 });
		expect((await headerMark(files, LOGIN).one()).isTimed).toBe(true);
		await picture(files, 'github-files');
		await headerMark(files, LOGIN).open();
		await picture(files, 'github-card');
		await files.keyboard.press('Escape');
		await files.setViewportSize({ width: 560, height: 760 });
		await expect.poll(async () => (await headerMark(files, LONG).one()).fit).toBe('edge');
		await files.evaluate(() => (document.activeElement as HTMLElement).blur());
		expect(await headerMark(files, LOGIN).one(), 'Who did what, rather than half of each').toMatchObject({ fit: 'line', isTimed: false });
		await picture(files, 'github-files-narrow');
		for (const [path, name, height, signedOut] of [
			['/acme/api/pull/7/files', 'github-files-classic', 760, true],
			['/acme/api/pull/7', 'github-conversation', 320, false],
			[`/acme/api/blob/feat/remember-me/${LOGIN}`, 'github-file-view', 280, false],
			['/acme/api/pulls', 'github-pulls', 420, false],
			['/acme/api/pulls', 'github-pulls-classic', 400, true],
		] as const) {
			serve({ signedOut });
			const page = await visit(path);
			await page.setViewportSize({ width: 1280, height });
			await marksOf(page).one();
			await picture(page, name);
		}
	});
});

test('[F3] whose machine went away is greyed in the marks, and the card says since when', async () => {
	const cleo = await team.join('Cleo');
	await cleo.report(agentIn({ 'README.md': 8 }, { kind: 'codex', statusAge: 40 * 60_000 }));
	const page = await visit('/acme/api/pull/7/changes');
	const mark = headerMark(page, 'README.md');
	expect((await mark.one()).isOffline).toBe(false);
	cleo.leave();
	await expect.poll(async () => (await mark.one()).isOffline, { timeout: SOON_MS }).toBe(true);
	expect((await mark.open()).text.replaceAll('\n', '')).toContain('edited it 8 min ago · offline now');
});

test('an extension that is updated takes its marks from the pages that it leaves behind', async () => {
	const own = await startChromium();
	try {
		own.serve(site([login]));
		await pair(own, await team.join('Dana'));
		const page = await own.visit(`${GITHUB}/acme/api/pull/7/changes`);
		await headerMark(page, LOGIN).one();
		await (await own.worker()).evaluate('setTimeout(() => chrome.runtime.reload())');
		await expect.poll(() => everything(page), { timeout: SOON_MS }).not.toContain('data-pylon-mark');
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
	await headerMark(page, LOGIN).one();
	await relay.stop();
	await expect.poll(async () => (await headerMark(page, LOGIN).one()).isStale).toBe(true);
	await page.setViewportSize({ width: 1280, height: 480 });
	await picture(page, 'github-stale');
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		expect((await faultsWithMarks(page)).filter((fault) => /pylon|badge|words|time|card/.test(fault))).toEqual([]);
	}
	expect((await headerMark(page, LOGIN).open()).text).toContain('Showing what was known');
});
