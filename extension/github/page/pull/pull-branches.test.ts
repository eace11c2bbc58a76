import { describe, expect, test } from 'vitest';
import { parsedPage } from '../../../../testing/parsed-page.ts';
import { pageAt } from '../page.ts';
import { pullBranches } from './pull-branches.ts';

const name = (href: string | undefined, text: string) =>
	`<a data-component="BranchName"${href === undefined ? '' : ` href="${href}"`}>${text}</a>`;
const BASE = name('/acme/api/tree/main', 'main');
const HEAD = name('/acme/api/tree/feat/x', 'feat/x');
const pairOf = (base: string, head: string) => `<div>${base}<span> from </span>${head}</div>`;
const summary = (...parts: string[]) =>
	`<div data-component="PageHeader.Description"><span data-status="pullOpened"></span><div>${parts.join('')}</div></div>`;
const react = (...parts: string[]) => `<header><h1 data-component="PH_Title">Title</h1>${summary(...parts)}</header>`;

const FACTS = { number: 7, baseBranch: 'main', headBranch: 'feat/x', headRepositoryOwnerLogin: 'acme', headRepositoryName: 'api' };
const REPOSITORY = { ownerLogin: 'acme', name: 'api', defaultBranch: 'main' };
const payload = (pull: object = {}, repository: object = REPOSITORY, route = 'pullRequestsLayoutRoute') => {
	const json = JSON.stringify({ payload: { [route]: { pullRequest: { ...FACTS, ...pull }, repository } } });
	return `<react-app><script type="application/json" data-target="react-app.embeddedData">${json}</script></react-app>`;
};

/** `base head's branch @ its repository (how it is known)` */
function read(body: string, address = 'https://github.com/acme/api/pull/7'): string {
	const page = pageAt(new URL(address));
	if (page === undefined) throw new Error('No page.');
	const { base, head } = pullBranches(parsedPage(body), page);
	return `${base ?? '?'} ← ${head === undefined ? '?' : `${head.branch} @ ${head.repo} (${head.source})`}`;
}

const RIGHT = 'main ← feat/x @ github.com/acme/api';

describe('a React header names the base, then the head, side by side', () => {
	test('in one repository, and from a fork', () => {
		expect(read(react(pairOf(BASE, HEAD)))).toBe(`${RIGHT} (header)`);
		const fork = pairOf(name('/acme/api/tree/main', 'acme:main'), name('/bea/api-fork/tree/docs', 'bea:docs'));
		expect(read(react(fork))).toBe('main ← docs @ github.com/bea/api-fork (header)');
	});

	test('a fork’s branch of the same name as the base is another', () => {
		const fork = pairOf(name('/acme/api/tree/main', 'acme:main'), name('/bea/api/tree/main', 'bea:main'));
		expect(read(react(fork))).toBe('main ← main @ github.com/bea/api (header)');
	});

	test('a branch with what an address has to escape', () => {
		expect(read(react(pairOf(BASE, name('/acme/api/tree/fix%2Fa%23b%20c', 'fix/a#b c'))))).toBe(
			'main ← fix/a#b c @ github.com/acme/api (header)',
		);
	});

	test('a stack’s banner before them is none of them', () => {
		expect(read(react(`<div class="banner">${name('/acme/api/tree/trunk', 'trunk')}</div>`, pairOf(BASE, HEAD)))).toBe(`${RIGHT} (header)`);
	});

	test('copies of the header that sticks say the same', () => {
		const sticky = `<div style="position:sticky">${pairOf(BASE, HEAD)}</div>`;
		expect(read(`<header>${sticky}<h1 data-component="PH_Title"></h1>${summary(pairOf(BASE, HEAD))}</header>`)).toBe(`${RIGHT} (header)`);
		expect(read(`${pairOf(name('/x/y/tree/a', 'a'), name('/x/y/tree/b', 'b'))}${react(pairOf(BASE, HEAD))}`)).toBe(`${RIGHT} (header)`);
	});

	test.for([
		['the fork is gone, and its name no link', react(`<div>${BASE}<span> from </span><span>unknown repository</span></div>`)],
		[
			'the fork is gone, after a stack’s banner',
			react(`<div>${name('/acme/api/tree/trunk', 'trunk')}</div>`, `<div>${BASE} unknown</div>`),
		],
		['the fork is gone, beside a stack’s banner', react(`${name('/acme/api/tree/trunk', 'trunk')}`, `<div>${BASE} unknown</div>`)],
		['the fork is gone, after a banner of two', react(pairOf(name('/acme/api/tree/trunk', 'trunk'), HEAD), `<div>${BASE} unknown</div>`)],
		['the base is being edited, and so no link', react(`<div><button>main</button> from ${HEAD}</div>`)],
		['three in a row', react(`<div>${name('/acme/api/tree/trunk', 'trunk')}${BASE}${HEAD}</div>`)],
		['two pairs that disagree', react(pairOf(BASE, HEAD), pairOf(name('/acme/api/tree/dev', 'dev'), name('/acme/api/tree/y', 'y')))],
		['a pair outside of any header', pairOf(BASE, HEAD)],
		[
			'a change of the base in the conversation',
			`<header></header><div class="TimelineItem">${pairOf(BASE, name('/acme/api/tree/dev', 'dev'))}</div>`,
		],
		['a base of another repository', react(pairOf(name('/x/y/tree/main', 'main'), HEAD))],
		['a head that leads elsewhere than it says', react(pairOf(BASE, name('/acme/api/tree/feat/x', 'feat/y')))],
		['base and head are one', react(pairOf(BASE, BASE))],
		['a link to another host', react(pairOf(BASE, name('https://evil.dev/acme/api/tree/feat/x', 'feat/x')))],
	] as const)('the head is not known where %s', ([, body]) => {
		expect(read(body)).toMatch(/← \?$/);
	});

	test('where GitHub names the summary by a class alone, and the links in it by one like it', () => {
		const classed = (pair: string) =>
			`<span class="PullRequestHeaderSummary-module__summaryContainer__x">${pair.replaceAll('<a ', '<a class="PullRequestHeaderSummary-module__truncateBranch__x" ')}</span>`;
		expect(read(classed(pairOf(BASE, HEAD)))).toBe(`${RIGHT} (header)`);
		expect(read(classed(`${name('/acme/api/tree/trunk', 'trunk')}<div>${BASE} unknown</div>`))).toBe('? ← ?');
	});

	test('a title with another number is of the pull request before', () => {
		const titled = (number: number) =>
			`<header><h1 data-component="PH_Title"><span>Title</span><span><span>#${number}</span></span></h1>${summary(pairOf(BASE, HEAD))}</header>`;
		expect(read(titled(7))).toBe(`${RIGHT} (header)`);
		expect(read(titled(6))).toBe('? ← ?');
	});

	test.for([
		[
			'for screen readers',
			(number: number) => `<h1><span class="markdown-title">Title</span><span class="sr-only"> - #${number}</span></h1>`,
		],
		['beside what the title quotes', (number: number) => `<h1><bdi>Undo <code>#7</code></bdi> <span>#${number}</span></h1>`],
		['after a title that is one itself', (number: number) => `<h1><span>#7</span> <span>#${number}</span></h1>`],
		[
			'in a copy that sticks',
			(number: number) => `<h2 data-component="PH_Title"><div><a href="#top">Title</a><span>#${number}</span></div></h2>`,
		],
	] as const)('the number is told from the title where it stands %s', ([, titled]) => {
		const page = (number: number) => `<header>${titled(number)}${react(pairOf(BASE, HEAD))}</header>`;
		expect(read(page(7))).toBe(`${RIGHT} (header)`);
		expect(read(page(6))).toBe('? ← ?');
	});

	test('a base that links the repository alone is known by its name, and never the head', () => {
		expect(read(react(pairOf(name('/acme/api', 'acme:main'), HEAD)))).toBe(`${RIGHT} (header)`);
		expect(read(react(pairOf(name('/acme/api', 'main'), name('/acme/api/tree/main', 'main'))))).toBe('main ← ?');
	});
});

describe('the payload', () => {
	test('says it where its number and its repository are the address’s', () => {
		expect(read(payload())).toBe(`${RIGHT} (payload)`);
		expect(read(payload({}, { ownerLogin: 'Acme', name: 'API' }))).toBe(`${RIGHT} (payload)`);
		expect(read(payload({}, REPOSITORY, 'anotherNameForTheRoute'))).toBe(`${RIGHT} (payload)`);
	});

	test.for([
		['of another pull request', payload({ number: 6 })],
		['of one with that number in another repository', payload({}, { ownerLogin: 'acme', name: 'web' })],
		['that does not say of which repository', payload({}, {})],
		['that is torn', payload().replace('"}}}}', '')],
		['in a script of another kind', payload().replace('embeddedData', 'other')],
	] as const)('says nothing where it is one %s', ([, body]) => {
		expect(read(body)).toBe('? ← ?');
		expect(read(body + react(pairOf(BASE, HEAD)))).toBe(`${RIGHT} (header)`);
	});

	test('of a repository that is gone the head is nobody’s', () => {
		const gone = payload({ headRepositoryOwnerLogin: null, headRepositoryName: null });
		expect(read(gone)).toBe('main ← ?');
		expect(read(gone + react(pairOf(name('/acme/api/tree/trunk', 'trunk'), BASE)))).toBe('? ← ?');
	});

	test('and the header have to agree', () => {
		expect(read(payload() + react(pairOf(BASE, HEAD)))).toBe(`${RIGHT} (payload)`);
		expect(read(payload({ headBranch: 'feat/y' }) + react(pairOf(BASE, HEAD)))).toBe('main ← ?');
		// The base was changed since.
		expect(read(payload({ baseBranch: 'dev' }) + react(pairOf(BASE, HEAD)))).toBe('? ← feat/x @ github.com/acme/api (payload)');
	});

	test('helps where the header is not understood', () => {
		expect(read(payload() + react(`<div>${BASE}</div><div>${HEAD}</div>`))).toBe(`${RIGHT} (payload)`);
	});
});

describe('a classic header names each by its class', () => {
	const ref = (of: string, title: string, href?: string) =>
		`<span title="${title}" class="commit-ref ${of}">${href === undefined ? '<span>x</span>' : `<a title="${title}" href="${href}"><span>x</span></a>`}</span>`;
	const base = ref('base-ref', 'acme/api:main', '/acme/api/tree/main');
	const head = ref('head-ref', 'bea/api:docs/x', '/bea/api/tree/docs/x');
	const right = 'main ← docs/x @ github.com/bea/api (header)';

	test('by titles and links, once or more often', () => {
		expect(read(base + head)).toBe(right);
		expect(read(base + head + base + head)).toBe(right);
		expect(read(ref('base-ref', 'acme/api:main') + ref('head-ref', 'bea/api:docs/x'))).toBe(right);
		expect(read(head + base)).toBe(right);
		const past = `<div class="TimelineItem">${ref('base-ref', 'acme/api:dev')}${ref('head-ref', 'bea/api:old')}</div>`;
		expect(read(`${base}${head}${past}<div class="Popover">${base.replaceAll('main', 'dev')}</div>`)).toBe(right);
	});

	test.for([
		['a fork that is gone', base + ref('head-ref', 'This repository has been deleted')],
		['a title and a link that disagree', base + ref('head-ref', 'bea/api:docs/x', '/bea/api/tree/main')],
		['two copies that disagree', base + head + ref('head-ref', 'acme/api:main', '/acme/api/tree/main')],
		['no head at all', base],
		[
			'a base that changed in the conversation',
			`${base}<div class="TimelineItem-body"><span class="commit-ref" title="acme/api:main">main</span> <span class="commit-ref" title="acme/api:dev">dev</span></div>`,
		],
	] as const)('the head is not known of %s', ([, body]) => {
		expect(read(body)).toBe('main ← ?');
	});
});

test('an address in another case, and an Enterprise host', () => {
	expect(read(payload() + react(pairOf(BASE, HEAD)), 'https://github.com/Acme/API/pull/7')).toBe(`${RIGHT} (payload)`);
	expect(read(payload(), 'https://git.acme.dev/acme/api/pull/7/files')).toBe('main ← feat/x @ git.acme.dev/acme/api (payload)');
});

test('no other page has any', () => {
	expect(read(react(pairOf(BASE, HEAD)), 'https://github.com/acme/api/compare/main...feat/x')).toBe('? ← ?');
});
