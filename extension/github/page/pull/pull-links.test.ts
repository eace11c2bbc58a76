import { expect, test } from 'vitest';
import { parsedPage } from '../../../../testing/parsed-page.ts';
import { listedSlugs, pullLinks, queueLinks } from './pull-links.ts';

const read = (body: string) =>
	[...pullLinks(parsedPage(body), 'github.com/acme/api')].map(([number, link]) => `${number} ${link.textContent}`);

test('the title of each row, in React’s lists and in classic ones', () => {
	expect(read('<li><h3><a data-testid="listitem-title-link" href="https://github.com/acme/api/pull/7">Title</a></h3></li>')).toEqual([
		'7 Title',
	]);
	expect(read('<li><div data-listview-item-title-container><h3><a href="/acme/api/pull/7">Title</a></h3></div></li>')).toEqual(['7 Title']);
	expect(read('<a data-testid="issue-pr-title-link" href="/Acme/API/pull/7">Title</a>')).toEqual(['7 Title']);
	expect(read('<div id="issue_7"><a id="issue_7_link" href="/acme/api/pull/7">Title</a></div>')).toEqual(['7 Title']);
});

test('no other link of a row: to what it is stacked on, to its comments, to another repository’s', () => {
	expect(
		read(
			'<li><a data-hovercard-type="pull_request" href="/acme/api/pull/6">#6</a><a data-testid="listitem-title-link" href="/acme/api/pull/7">Title</a></li>',
		),
	).toEqual(['7 Title']);
	expect(read('<div id="issue_7"><a id="issue_7_link" href="/acme/api/pull/6">Title</a><a href="/acme/api/pull/7">2</a></div>')).toEqual(
		[],
	);
	expect(read('<a data-testid="listitem-title-link" href="/acme/web/pull/7">Title</a>')).toEqual([]);
	expect(
		read(
			'<a data-testid="listitem-title-link" href="/x/acme/api/pull/7">Title</a><a data-testid="listitem-title-link" href="/acme/api/pull/7/files">Files</a>',
		),
	).toEqual([]);
	expect(read('<a data-testid="listitem-title-link" href="https://evil.dev/acme/api/pull/7">Title</a>')).toEqual([]);
});

test('where rows are of any repository, classic ids name it', () => {
	const row = (id: string, href: string) => `<div id="${id}"><a id="${id}_link" href="${href}">Title</a></div>`;
	const body = [
		row('issue_7_acme_api', '/acme/api/pull/7'),
		row('issue_7_acme_web', '/acme/web/pull/7'),
		row('issue_8_acme_web', '/acme/api/pull/8'),
	].join('');
	expect(read(body)).toEqual(['7 Title']);
	expect(listedSlugs(parsedPage(body))).toEqual(['acme/api', 'acme/web']);
});

test('a list names each of its repositories once, and none by a link that is no title', () => {
	const title = (href: string) => `<li><a data-testid="listitem-title-link" href="${href}">Title</a></li>`;
	const hrefs = ['/acme/api/pull/7', '/Acme/API/pull/8', '/acme/web/pull/1', '/acme/site/issues/2', 'https://evil.dev/acme/x/pull/1'];
	const body = `${hrefs.map(title).join('')}<a href="/acme/secret/pull/1">elsewhere</a>`;
	expect(listedSlugs(parsedPage(body)).map((slug) => slug.toLowerCase())).toEqual(['acme/api', 'acme/web']);
});

const queued = (body: string) =>
	[...queueLinks(parsedPage(body), 'github.com/acme/api')].map(([number, link]) => `${number} ${link.textContent}`);

test('an entry of a merge queue is of the only pull request that it leads to', () => {
	expect(
		queued(
			'<li><a href="/acme/api/pull/7"></a><a href="/acme/api/pull/7">Title</a> <a href="/acme/api/pull/7">#7</a></li><div class="Box-row"><a href="/Acme/API/pull/8">Other</a></div>',
		),
	).toEqual(['7 Title', '8 Other']);
});

test('an entry that leads to two pull requests is of neither, and a link in no entry is none', () => {
	expect(queued('<li><a href="/acme/api/pull/7">Title</a> after <a href="/acme/api/pull/6">Other</a></li>')).toEqual([]);
	expect(queued('<li><a href="/acme/api/pull/7">Title</a> after <a href="/acme/web/pull/7">Other</a></li>')).toEqual([]);
	expect(queued('<li><a href="/acme/api/pull/7">#7</a></li>')).toEqual([]);
	expect(queued('<p>See <a href="/acme/api/pull/7">Title</a></p>')).toEqual([]);
	expect(queued('<li><a href="/acme/web/pull/7">Title</a></li>')).toEqual([]);
});
