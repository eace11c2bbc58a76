/** That marks are unavailable is said where files are shown and none is found, and nowhere else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TriedRelay, tryRelay } from '../../testing/try-relay.ts';
import { BROWSERS } from '../either-browser.ts';
import { frame } from '../github/frame.ts';
import { login } from '../github/pull.ts';
import { compareStartPage, notFoundPage, nothingToComparePage, signInPage } from '../github/quiet-pages.ts';
import { reactFilesPage } from '../github/react-pull.ts';
import { agentIn } from '../github/teammates.ts';
import { type MarkedBrowser, startMarked } from '../marks/marked-tab.ts';
import { type Member, openTeam, type Team } from './team.ts';

/** A page has five seconds to become what is understood. */
const SOON_MS = 60_000;

let relay: TriedRelay;
let team: Team;
let jake: Member;
beforeAll(async () => {
	relay = await tryRelay({ createKey: undefined });
	team = openTeam(relay.url, 'acme-sprint');
	jake = await team.join('Jake');
	await jake.report(agentIn({ 'src/auth/login.ts': 1 }));
});
afterAll(async () => {
	team.close();
	await relay.stop();
});

const unknown = frame('Files', '<section data-file-path="src/auth/login.ts"><h2>src/auth/login.ts</h2></section>', 'acme/api');

const QUIET: Record<string, string> = {
	'/acme/api/compare': compareStartPage('acme/api'),
	'/acme/api/compare/main...main': nothingToComparePage('acme/api'),
	'/acme/api/pull/7/changes': reactFilesPage({ ...login, files: [] }),
	'/acme/api/pull/8/files': notFoundPage(),
	'/acme/api/pull/9/files': signInPage(),
	'/acme/api/blob/main/src/none.ts': notFoundPage(),
	'/acme/api/commit/1dbe0b1': frame('A merge', '<div class="comment">Merge two branches</div>', 'acme/api'),
	'/pulls': frame(
		'Pull requests',
		'<ul class="list"><li class="list-row"><a class="list-title" href="/acme/api/pull/7">Remember who signed in</a></li></ul>',
	),
	'/acme/api/queue/main': frame('Merge queue', '<div class="comment">The queue is empty.</div>', 'acme/api'),
	'/login?return_to=%2Facme%2Fapi%2Fpull%2F7': signInPage(),
};

describe.for(BROWSERS)('in %s', (name) => {
	let browser: MarkedBrowser;
	beforeAll(async () => {
		browser = await startMarked(name);
		await browser.pair(jake);
		browser.serve(({ pathname, search }) => QUIET[`${pathname}${search}`] ?? unknown);
	});
	afterAll(() => browser?.close());

	test('a start page, a comparison of nothing, a pull request without files, a page not found or to sign in stay as they are', async () => {
		const quiet = await Promise.all(Object.keys(QUIET).map(async (path) => ({ path, tab: await browser.visit(path) })));
		// The second one's patience begins when the first one's is over: by then it is over for all before it.
		for (const path of ['/acme/api/pull/10/changes', '/acme/api/compare/main...dev']) {
			const tab = await browser.visit(path);
			await expect.poll(() => tab.hasNotice(), { timeout: SOON_MS }).toBe(true);
		}
		const loud = [];
		for (const { path, tab } of quiet) if ((await tab.hasNotice()) || (await tab.words()).length > 0) loud.push(path);
		expect(loud).toEqual([]);
	});
});
