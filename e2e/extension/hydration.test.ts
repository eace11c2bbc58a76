/** React keeps the page that it was drawn from: marks on Files changed that a real React takes over, early, late, and while it arrives. */
import { beforeEach, expect, test } from 'vitest';
import { eventually } from '../../testing/eventually.ts';
import type { EitherPage } from '../either-browser.ts';
import { digest } from '../github/frame.ts';
import { type HydratedOptions, hydratedPage } from '../github/hydrated/page.ts';
import { login, type Pull, pullPath } from '../github/pull.ts';
import { agentIn } from '../github/teammates.ts';
import { type AtWork, besidePages } from './beside-pages.ts';
import type { Member } from './team.ts';

const SOON_MS = 60_000;
const [FIRST = '', SECOND = ''] = login.files;
const pull: Pull = { ...login, files: [...login.files, ...Array.from({ length: 60 }, (_, index) => `src/more/file-${index}.ts`)] };

let andrew: Member;
const atWork: AtWork = async (team) => {
	andrew = await team.join('Andrew');
	await andrew.report(agentIn({ [FIRST]: 1, [SECOND]: 2 }, { session: 'andrew', kind: 'codex' }));
};

besidePages(atWork, (browser) => {
	let page: EitherPage | undefined;
	const header = (path: string) => (page as EitherPage).marks.in(`[id="diff-${digest(path)}"]`);
	const treeRow = (path: string) => (page as EitherPage).marks.in(`[role=treeitem][id="${path}"]`);

	beforeEach(async () => {
		await page?.close();
		page = undefined;
	});

	async function visit(options: HydratedOptions): Promise<EitherPage> {
		const html = await hydratedPage(pull, options);
		browser().serve((url) => (url.pathname === `${pullPath(pull)}/changes` ? html : undefined));
		page = await browser().visit(`https://github.com${pullPath(pull)}/changes`);
		return page;
	}

	const hydratedAt = (on: EitherPage) => on.evaluate('hydration.hydratedAt');
	const costOf = async (on: EitherPage) =>
		JSON.parse((await on.evaluate('JSON.stringify({ errors: hydration.errors, lost: hydration.lost() })')) as string);
	async function hydrated(on: EitherPage): Promise<void> {
		await eventually(
			() => hydratedAt(on),
			(at) => typeof at === 'number',
			SOON_MS,
		);
	}

	test.for<[string, HydratedOptions]>([
		['at once', { delayMs: 0 }],
		['soon', { delayMs: 150 }],
		['late', { delayMs: 2_000 }],
		['as a list of which only a part is drawn', { delayMs: 500, isVirtual: true }],
		['in parts', { delayMs: 100, partMs: 1_500 }],
		['after its files have arrived', { delayMs: 1_200, streamedMs: 300 }],
	])('a page that React takes over %s is marked, and none of its nodes is lost', async ([, options]) => {
		const on = await visit(options);
		await on.evaluate("document.getElementById('filter').focus()");
		await on.type('log');
		await hydrated(on);
		expect(await costOf(on)).toEqual({ errors: [], lost: [] });
		await header(FIRST).one('touched');
		await header(SECOND).one('touched');
		await treeRow(FIRST).one('touched');
		expect(await costOf(on)).toEqual({ errors: [], lost: [] });
		expect(await on.evaluate("document.activeElement.id + ' ' + document.getElementById('filter').value")).toBe('filter log');
		expect(on.faults).toEqual([]);
		// It is alive: what is typed arrives, and a block closes and opens.
		await on.type('in');
		const close = `document.querySelector('[id="diff-${digest(FIRST)}"] button').click()`;
		await on.evaluate(close);
		await expect.poll(() => on.evaluate(`document.querySelectorAll('[id="diff-${digest(FIRST)}"] .code').length`)).toBe(0);
		expect(await on.evaluate("document.getElementById('filter').value")).toBe('login');
		expect(await header(FIRST).count()).toBe(1);
	});

	test('marks do not wait for React: they are there before it is, and the same afterwards', async () => {
		const on = await visit({ delayMs: 4_000 });
		await header(FIRST).one('touched');
		expect(await hydratedAt(on)).toBeUndefined();
		await hydrated(on);
		expect(await header(FIRST).count()).toBe(1);
		expect(await costOf(on)).toEqual({ errors: [], lost: [] });
	});

	test('what React draws anew is marked anew, once', async () => {
		const on = await visit({ delayMs: 0 });
		await hydrated(on);
		await header(FIRST).one('touched');
		for (let turn = 0; turn < 3; turn++) {
			await on.evaluate(`window.before = document.getElementById('diff-${digest(FIRST)}'); drawAnew()`);
			await expect.poll(() => on.evaluate('before.isConnected')).toBe(false);
			await header(FIRST).one('touched');
			expect(await header(FIRST).count()).toBe(1);
		}
		expect(await on.marks.notice()).toBe('');
	});

	test('marks come, change and go without a change of the page’s own markup: a copy of it, as Turbo keeps one, has nothing of ours', async () => {
		const on = await visit({ delayMs: 0 });
		await hydrated(on);
		await header(FIRST).one('touched');
		const html = await on.evaluate('document.documentElement.outerHTML.replace(/ value="[^"]*"/g, \'\')');
		await andrew.gone('andrew');
		await header(FIRST).gone();
		expect(await on.evaluate('document.documentElement.outerHTML.replace(/ value="[^"]*"/g, \'\')')).toBe(html);
		await andrew.report(agentIn({ [FIRST]: 1, [SECOND]: 2 }, { session: 'andrew', kind: 'codex' }));
		await header(FIRST).one('touched');
		expect(await on.evaluate('document.documentElement.outerHTML.replace(/ value="[^"]*"/g, \'\')')).toBe(html);
		await on.evaluate('document.body.replaceWith(document.body.cloneNode(true))');
		await header(FIRST).one('touched');
		expect(await header(FIRST).count()).toBe(1);
	});
});
