/** Who is told to work on a pull request's branch does: whatever the header lacks, repeats or has beside it, nobody on main is. */
import { expect, test } from 'vitest';
import { branchName } from '../github/branch-names.ts';
import { COMMIT } from '../github/classic-pull.ts';
import { digest, frame } from '../github/frame.ts';
import { docs, login, type Pull, pullsWithStates } from '../github/pull.ts';
import { reactConversationPage } from '../github/react-pull.ts';
import { type SiteOptions, site } from '../github/site.ts';
import { agentIn } from '../github/teammates.ts';
import type { MarkedTab } from '../marks/marked-tab.ts';
import { inEitherBrowser } from '../marks/marked-team.ts';
import type { Member, Team } from './team.ts';

const SOON_MS = 60_000;
const LOGIN = 'src/auth/login.ts';
const ON_HEAD = "Andrew's Codex is working on this branch";
const ON_FORK = "Bea's Claude Code is working on this branch";
const AT_WORK = 'is working';
/** Its fork was deleted. */
const orphan: Pull = { ...docs, number: 13, isHeadGone: true, stackedOn: ['main'] };
const stacked: Pull = { ...login, number: 8, base: 'main', stackedOn: ['main'] };

const pages = (options: SiteOptions = {}) => site([login, stacked, docs, orphan, ...pullsWithStates], options);

async function atWork(team: Team, jake: Member): Promise<void> {
	const [andrew, bea] = [await team.join('Andrew'), await team.join('Bea')];
	await jake.report(agentIn({ 'src/main.ts': 1 }, { branch: 'main' }), agentIn({ 'src/other.ts': 1 }, { branch: 'feat/other' }));
	await andrew.report(agentIn({ [LOGIN]: 90 }, { branch: login.branch, kind: 'codex' }));
	// Her clone knows only the fork.
	await bea.report(agentIn({ 'README.md': 90 }, { branch: docs.branch, repo: `github.com/${docs.head}` }));
}

inEitherBrowser({ atWork, github: pages() }, ({ serve, visit }) => {
	const summaryOn = async (tab: MarkedTab) => (await tab.words()).filter((words) => / branch/.test(words));
	const says = (tab: MarkedTab, ...words: string[]) => expect.poll(() => summaryOn(tab), { timeout: SOON_MS }).toEqual(words);
	/** As soon as a page that was opened later is marked, this one would have been. */
	const staysQuiet = async (tab: MarkedTab) => {
		serve(pages());
		await says(await visit('/acme/api/pull/7'), ON_HEAD);
		expect(await summaryOn(tab)).toEqual([]);
	};
	/** What a list says of each pull request, in the row of its title. */
	const listed = async (tab: MarkedTab) => {
		const said = [];
		for (const number of [7, 8, 12, 13, 30]) {
			const row = `#issue_${number}, li:has([data-testid=listitem-title-link][href$="/pull/${number}"])`;
			for (const words of await tab.words(row)) said.push(`#${number} ${words}`);
		}
		return said;
	};

	const pulls: [string, string, SiteOptions][] = [
		['a React Conversation', '/acme/api/pull/7', {}],
		['a classic Conversation', '/acme/api/pull/7', { signedOut: true }],
		['React Files changed', '/acme/api/pull/7/changes', {}],
		['classic Files changed', '/acme/api/pull/7/files', { signedOut: true }],
		['the commits', '/acme/api/pull/7/commits', {}],
		['one of the commits', `/acme/api/pull/7/commits/${COMMIT}`, {}],
		['a stacked one', '/acme/api/pull/8', {}],
		['one that a browser has translated', '/acme/api/pull/7/changes', { isGerman: true }],
		['one in high contrast', '/acme/api/pull/7', { themes: ['light_high_contrast', 'dark_high_contrast'] }],
		...pullsWithStates.map(({ number, state }): [string, string, SiteOptions] => [`a ${state} one`, `/acme/api/pull/${number}`, {}]),
	];
	test.for(pulls)('%s is told who is on its branch', async ([, path, options]) => {
		serve(pages(options));
		await says(await visit(path), ON_HEAD);
	});

	test('a fork’s is told of the fork’s branch', async () => {
		await says(await visit('/acme/api/pull/12'), ON_FORK);
	});

	test.for([
		['React', false],
		['classic', true],
	] as const)('a %s page of a fork that is gone, under a stack’s banner, tells nobody’s', async ([, signedOut]) => {
		serve(pages({ signedOut }));
		await staysQuiet(await visit('/acme/api/pull/13'));
	});

	const summary = (...names: string[]) =>
		frame(
			'A header of its own',
			`<header><h1 data-component="PH_Title">Title</h1><div data-component="PageHeader.Description">${names.join('')}</div></header>`,
			'acme/api',
		);
	const [MAIN, HEAD] = [branchName('acme/api', 'main'), branchName('acme/api', login.branch)];
	const plainBase = '<a data-component="BranchName" href="/acme/api">main</a>';
	test.for([
		['a banner, and a fork that is gone', summary(`<div>${MAIN}</div>`, `<div>${MAIN} from unknown</div>`)],
		['a base that is being edited', summary(`<div><button>main</button> from ${MAIN}</div>`)],
		['two pairs that disagree', summary(`<div>${HEAD}${MAIN}</div>`, `<div>${MAIN}${HEAD}</div>`)],
		['base and head in one', summary(`<div>${plainBase}${MAIN}</div>`)],
	] as const)('without data, a header of %s tells nobody’s', async ([, page]) => {
		serve(() => page);
		await staysQuiet(await visit('/acme/api/pull/9'));
	});

	test('without data, a base that links no tree, and copies of the header, leave the head what it is', async () => {
		serve(() => summary(`<div style="position:sticky;top:0">${plainBase} from ${HEAD}</div>`, `<div>${plainBase} from ${HEAD}</div>`));
		await says(await visit('/acme/api/pull/9'), ON_HEAD);
	});

	test('one commit’s files are marked, of a pull request and of the repository', async () => {
		for (const path of [`/acme/api/pull/7/commits/${COMMIT}`, `/acme/api/commit/${COMMIT}`]) {
			const tab = await visit(path);
			await expect.poll(() => tab.words(`[id="diff-${digest(LOGIN)}"]`), { timeout: SOON_MS }).toEqual(["Andrew's Codex edited it"]);
		}
	});

	test('a list tells of each pull request by its own title, forks and stacks included, and remembers no branch that was wrong', async () => {
		await says(await visit('/acme/api/pull/12'), ON_FORK);
		await visit('/acme/api/pull/13');
		await says(await visit('/acme/api/pull/8'), ON_HEAD);
		// A page without data once showed another head; the next one has data.
		serve(() => summary(`<div>${MAIN}${branchName('acme/api', 'main-2')}</div>`));
		await staysQuiet(await visit('/acme/api/pull/7'));
		for (const signedOut of [false, true]) {
			serve(pages({ signedOut }));
			const list = await visit('/acme/api/pulls');
			await expect
				.poll(() => listed(list), { timeout: SOON_MS })
				.toEqual([expect.stringMatching(`#7 Andrew's Codex ${AT_WORK}`), expect.stringMatching(`#12 Bea's Claude Code ${AT_WORK}`)]);
		}
	});

	test('what a header said is corrected by the data that a page was drawn from', async () => {
		const right: Pull = { ...login, number: 30, branch: 'feat/other', title: 'Another branch' };
		const corrected = site([docs, right]);
		serve((url) => (url.pathname.endsWith('/30') ? summary(`<div>${MAIN}${HEAD}</div>`) : corrected(url)));
		const lists = async (...rows: string[]) => {
			// A page that nobody sees is told nothing.
			const list = await visit('/acme/api/pulls');
			const expected = rows.map((row) => expect.stringMatching(`${row} ${AT_WORK}`));
			await expect.poll(() => listed(list), { timeout: SOON_MS }).toEqual(expected);
		};
		await says(await visit('/acme/api/pull/12'), ON_FORK);
		await says(await visit('/acme/api/pull/30'), ON_HEAD);
		await lists("#12 Bea's Claude Code", "#30 Andrew's Codex");
		serve(corrected);
		await says(await visit('/acme/api/pull/30'), 'Your Claude Code is working on this branch');
		await lists("#12 Bea's Claude Code", '#30 Your Claude Code');
	});

	test('a page that still shows another pull request tells nothing of this one', async () => {
		serve(() => reactConversationPage({ ...login, number: 6 }));
		await staysQuiet(await visit('/acme/api/pull/9'));
	});
});
