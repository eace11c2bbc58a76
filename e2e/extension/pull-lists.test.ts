/** Lists of pull requests of whatever repositories, and a merge queue, tell of each who is on its branch: of that one, and of no other. */
import { expect, test } from 'vitest';
import { docs, login, type Pull } from '../github/pull.ts';
import { queuePage, reactAllPullsPage } from '../github/pulls-page.ts';
import { site } from '../github/site.ts';
import { agentIn } from '../github/teammates.ts';
import type { MarkedTab } from '../marks/marked-tab.ts';
import { inEitherBrowser } from '../marks/marked-team.ts';
import type { Member, Team } from './team.ts';

const SOON_MS = 60_000;
/** Of another repository, with the same number. */
const cart: Pull = { ...login, slug: 'acme/web', head: 'acme/web', branch: 'feat/cart', title: 'A cart' };
/** On the branch of the same name, in another repository. */
const namesake: Pull = { ...login, slug: 'acme/site', head: 'acme/site', number: 3, title: 'The same branch elsewhere' };
const words: Pull = { ...login, number: 9, branch: 'fix/words', title: 'Mend the words' };
const pulls = [login, cart, namesake, docs, words];
const [ANDREW, BEA, CLEO, DANA] = [
	"Andrew's Codex is working",
	"Bea's Claude Code is working",
	"Cleo's Codex is working",
	"Dana's Codex is working",
] as const;

async function atWork(team: Team, jake: Member): Promise<void> {
	const [andrew, bea, cleo] = [await team.join('Andrew'), await team.join('Bea'), await team.join('Cleo')];
	await jake.report(agentIn({ 'src/main.ts': 1 }, { branch: 'main' }));
	await andrew.report(agentIn({ 'src/auth/login.ts': 90 }, { branch: login.branch, kind: 'codex' }));
	await bea.report(agentIn({ 'README.md': 90 }, { branch: docs.branch, repo: `github.com/${docs.head}` }));
	const dana = await team.join('Dana');
	await dana.report(agentIn({ 'src/words.ts': 90 }, { branch: words.branch, kind: 'codex' }));
	await cleo.report(agentIn({ 'src/cart.ts': 90 }, { branch: cart.branch, repo: 'github.com/acme/web', kind: 'codex' }));
}

inEitherBrowser({ atWork, github: site(pulls) }, ({ serve, visit }) => {
	const says = (tab: MarkedTab, words: string) =>
		expect.poll(async () => (await tab.words()).some((each) => each.startsWith(words)), { timeout: SOON_MS }).toBe(true);
	/** What is said in the row of each pull request's title. */
	const listed = async (tab: MarkedTab) => {
		const said = [];
		for (const { slug, number } of pulls) {
			const row = `[id="issue_${number}_${slug.replace('/', '_')}"], li:has(a.list-title[href$="/${slug}/pull/${number}"])`;
			for (const words of await tab.words(row)) said.push(`${slug} ${words.replace(/ on it.*/, '')}`);
		}
		return said;
	};
	const lists = (tab: MarkedTab, rows: string[]) => expect.poll(() => listed(tab), { timeout: SOON_MS }).toEqual(rows);
	/** By what a browser sees, it learns which branches they are of. */
	const seen = async () => {
		await says(await visit('/acme/api/pull/7'), `${ANDREW} on this branch`);
		await says(await visit('/acme/web/pull/7'), `${CLEO} on this branch`);
		await says(await visit('/acme/api/pull/12'), `${BEA} on this branch`);
		await says(await visit('/acme/api/pull/9'), `${DANA} on this branch`);
		await visit('/acme/site/pull/3');
	};

	test.for([
		['React', '/pulls', false],
		['React', '/pulls/inbox', false],
		['classic', '/pulls', true],
	] as const)('a %s list at %s tells of each repository’s pull requests by themselves', async ([, path, signedOut]) => {
		await seen();
		serve(site(pulls, { signedOut }));
		await lists(await visit(path), [`acme/api ${ANDREW}`, `acme/web ${CLEO}`, `acme/api ${BEA}`, `acme/api ${DANA}`]);
	});

	test('a list whose rows become others tells of those, and without rows of none', async () => {
		await seen();
		serve(({ pathname }) => (pathname === '/pulls' ? reactAllPullsPage([login, namesake]) : site(pulls)(new URL('https://github.com/'))));
		const tab = await visit('/pulls');
		await lists(tab, [`acme/api ${ANDREW}`]);
		const others = JSON.stringify(/<ul class="list"[\s\S]*<\/ul>/.exec(reactAllPullsPage([cart]))?.[0]);
		await tab.evaluate(`document.querySelector('ul.list').outerHTML = ${others}`);
		await lists(tab, [`acme/web ${CLEO}`]);
		await tab.evaluate("document.querySelector('ul.list').innerHTML = ''");
		await expect.poll(() => tab.words(), { timeout: SOON_MS }).toEqual([]);
		expect(await tab.hasNotice()).toBe(false);
	});

	test('a row that is used again for another pull request tells of that one', async () => {
		await seen();
		serve(() => reactAllPullsPage([login]));
		const tab = await visit('/pulls');
		await lists(tab, [`acme/api ${ANDREW}`]);
		const becomes = ({ slug, number, title }: Pull) => `{
			const link = document.querySelector('a.list-title');
			link.href = '/${slug}/pull/${number}';
			link.firstElementChild.firstChild.nodeValue = '${title}';
		}`;
		await tab.evaluate(becomes(docs));
		await lists(tab, [`acme/api ${BEA}`]);
		await tab.evaluate(becomes(cart));
		await lists(tab, [`acme/web ${CLEO}`]);
		await tab.evaluate(becomes(namesake));
		await lists(tab, []);
	});

	test('rows that are shown only later are told of each in its own', async () => {
		await seen();
		const rowsOf = (...shown: Pull[]) => /<ul class="list"[\s\S]*<\/ul>/.exec(reactAllPullsPage(shown))?.[0] ?? '';
		serve(() =>
			reactAllPullsPage([words]).replace('</react-app>', `<div id="later" style="display:none">${rowsOf(login, docs)}</div></react-app>`),
		);
		const tab = await visit('/pulls');
		await lists(tab, [`acme/api ${DANA}`]);
		await tab.evaluate("document.getElementById('later').style.display = ''");
		await lists(tab, [`acme/api ${ANDREW}`, `acme/api ${BEA}`, `acme/api ${DANA}`]);
	});

	test('a merge queue tells of each entry who is still on its branch', async () => {
		await seen();
		serve(() => queuePage('acme/api', [login, docs]));
		const tab = await visit('/acme/api/queue/main');
		await lists(tab, [`acme/api ${ANDREW}`, `acme/api ${BEA}`]);
		expect(await tab.words()).toHaveLength(2);
	});
});
