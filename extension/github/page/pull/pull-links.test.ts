import { expect, test } from 'vitest';
import { parsedPage } from '../../../../testing/parsed-page.ts';
import { pullLinks } from './pull-links.ts';

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
