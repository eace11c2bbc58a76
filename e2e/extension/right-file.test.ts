/** A mark is of the file that the page shows: not of another one with that name, and of one that was renamed under both. */
import { expect, test } from 'vitest';
import { filePage } from '../github/file-page.ts';
import { digest } from '../github/frame.ts';
import { login, type Pull } from '../github/pull.ts';
import { site } from '../github/site.ts';
import { agentIn } from '../github/teammates.ts';
import type { MarkedTab } from '../marks/marked-tab.ts';
import { inEitherBrowser } from '../marks/marked-team.ts';
import type { Member, Team } from './team.ts';

const SOON_MS = 60_000;
const [ROOT, NESTED] = ['README.md', 'docs/README.md'];
const [OLD, NEW] = ['src/auth/login.ts', 'src/session/sign-in.ts'];
const renaming: Pull = { ...login, files: [NEW, 'README.md'], renamed: { [NEW]: OLD } };

async function atWork(team: Team, jake: Member): Promise<void> {
	const [andrew, bea] = [await team.join('Andrew'), await team.join('Bea')];
	await jake.report(agentIn({ 'src/index.ts': 1 }, { branch: 'main' }));
	await andrew.report(agentIn({ [ROOT]: 90, [OLD]: 90 }, { branch: 'fix/words', kind: 'codex' }));
	await bea.report(agentIn({ [NESTED]: 90 }, { branch: 'fix/words' }));
}

inEitherBrowser({ atWork, github: site([login]) }, ({ serve, visit }) => {
	const says = (tab: MarkedTab, ...words: string[]) => expect.poll(() => tab.words(), { timeout: SOON_MS }).toEqual(words);
	/** As soon as a page that was opened later is marked, this one would have been. */
	const staysQuiet = async (tab: MarkedTab) => {
		const later = await visit('/acme/api/blob/main/README.md');
		await says(later, "Andrew's Codex edited it");
		expect(await tab.words()).toEqual([]);
	};

	const views: [string, string, string][] = [
		['the root’s', `/acme/api/blob/main/${ROOT}`, "Andrew's Codex edited it"],
		['a nested one', `/acme/api/blob/main/${NESTED}`, "Bea's Claude Code edited it"],
		['the root’s, on a branch with a slash', `/acme/api/blob/release/1.0/${ROOT}`, "Andrew's Codex edited it"],
		['a nested one, on a branch with a slash', `/acme/api/blob/release/1.0/${NESTED}`, "Bea's Claude Code edited it"],
		['who wrote a nested one', `/acme/api/blame/release/1.0/${NESTED}`, "Bea's Claude Code edited it"],
	];
	test.for(views)('a view of %s is marked as that file', async ([, path, words]) => {
		await says(await visit(path), words);
	});

	test('a view of one that nobody is in is not marked as another of that name', async () => {
		await staysQuiet(await visit(`/acme/api/blob/main/packages/web/${ROOT}`));
		await staysQuiet(await visit(`/acme/api/blob/release/1.0/packages/${ROOT}`));
	});

	test('a classic view, too', async () => {
		serve(site([login], { signedOut: true }));
		await says(await visit(`/acme/api/blob/release/1.0/${NESTED}`), "Bea's Claude Code edited it");
		await staysQuiet(await visit(`/acme/api/blob/release/1.0/packages/${ROOT}`));
	});

	test('data of another page, left behind, says nothing: the breadcrumbs do', async () => {
		const payload = { codeViewBlobLayoutRoute: { refInfo: { name: 'main' }, path: ROOT } };
		serve(() => filePage('acme/api', 'release/1.0', NESTED, { payload }));
		await says(await visit(`/acme/api/blob/release/1.0/${NESTED}`), "Bea's Claude Code edited it");
	});

	test('where the page does not say where the branch ends, one that the room knows does, and else nothing is marked', async () => {
		serve(({ pathname }) => {
			const [, ref = 'main', path = ''] = /\/blob\/(main|never\/seen)\/(.+)$/.exec(pathname) ?? [];
			return filePage('acme/api', ref, path, { payload: null, isWithoutBreadcrumbs: true });
		});
		await says(await visit(`/acme/api/blob/main/${NESTED}`), "Bea's Claude Code edited it");
		await staysQuiet(await visit(`/acme/api/blob/never/seen/${ROOT}`));
	});

	test('a page that still shows the file before is not marked as the one in the address', async () => {
		const tab = await visit(`/acme/api/blob/main/${ROOT}`);
		await says(tab, "Andrew's Codex edited it");
		await tab.evaluate(`history.pushState({}, '', '/acme/api/blob/main/${NESTED}')`);
		await says(tab);
		await staysQuiet(tab);
	});

	test.for([
		['React', '/acme/api/pull/7/changes', false],
		['classic', '/acme/api/pull/7/files', true],
	] as const)('on %s Files changed, whoever is in a file that the pull request renames is in it', async ([, path, signedOut]) => {
		serve(site([renaming], { signedOut }));
		const tab = await visit(path);
		await expect.poll(() => tab.words(`[id="diff-${digest(NEW)}"]`), { timeout: SOON_MS }).toEqual(["Andrew's Codex edited it"]);
		const row = `[role=treeitem]:has([href="#diff-${digest(NEW)}"])`;
		await expect.poll(() => tab.words(row), { timeout: SOON_MS }).toHaveLength(1);
	});
});
