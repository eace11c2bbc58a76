/** Lists of pull requests, a repository's and one's own of whatever repositories: classic for signed-out visitors, React for all others. A merge queue. */
import { escapeHtml, frame } from './frame.ts';
import { icon } from './icons.ts';
import { type Pull, pullPath } from './pull.ts';

/** In a list of whatever repositories, a row's id names its own. */
const classicRow = (
	pull: Pull,
	id = `issue_${pull.number}`,
	repo = '',
): string => `<div class="list-row js-issue-row" id="${id}">${icon('branch')}<div class="list-main">${repo}<a id="${id}_link" class="list-title js-navigation-open markdown-title" data-hovercard-type="pull_request" href="${pullPath(pull)}">${escapeHtml(pull.title)}</a>
<div class="list-meta"><span>#${pull.number} opened by <a href="/${pull.author}">${pull.author}</a></span></div></div><div><a class="list-meta" href="${pullPath(pull)}" aria-label="2 comments">2</a></div></div>`;

/** In a stack, a row also leads to what it is stacked on. */
const stackedOn = (pull: Pull): string =>
	pull.stackedOn === undefined
		? ''
		: `<a class="list-meta" data-hovercard-type="pull_request" href="/${pull.slug}/pull/${pull.number - 1}">on #${pull.number - 1}</a>`;

export const classicPullsPage = (slug: string, pulls: readonly Pull[]): string =>
	frame(
		`Pull requests · ${slug}`,
		`<h1 class="title">Pull requests</h1><div class="list">${pulls.map((pull) => classicRow(pull)).join('')}</div>`,
		slug,
	);

/** Rows that one walks through with the arrow keys; the title's address is a whole one. */
const reactRow = (
	pull: Pull,
	index: number,
): string => `<li class="list-row" id="pull-${index}" tabindex="${index === 0 ? 0 : -1}" aria-label="${escapeHtml(pull.title)}.">${icon('branch')}
<div class="list-main"><div data-listview-item-title-container="true"><h3 id="pull-${index}-heading" style="font-size:inherit"><a id="pull-${index}-title" class="list-title" data-testid="listitem-title-link" tabindex="-1" href="https://github.com${pullPath(pull)}"><span data-component="Text">${escapeHtml(pull.title)}</span></a></h3></div>
${stackedOn(pull)}<div class="list-meta"><span>#${pull.number}</span> opened by <a data-testid="author-filter-link" href="/${pull.slug}/pulls?q=author%3A${pull.author}">${pull.author}</a></div></div>
<div><a class="list-meta" href="https://github.com${pullPath(pull)}" aria-label="2 comments">2</a></div></li>`;

export const reactPullsPage = (slug: string, pulls: readonly Pull[]): string =>
	frame(
		`Pull requests · ${slug}`,
		`<react-app app-name="pull-requests"><div data-target="react-app.reactRoot"><h1 class="title" data-testid="header-title">All pull requests</h1>
<nav class="tabs"><ul><li data-component="ActionList.Item"><a href="/${slug}/pulls?q=is%3Apr+state%3Aopen">Pull requests</a></li></ul></nav>
<ul class="list" role="list" data-listview-component="items-list">${pulls.map(reactRow).join('')}</ul></div></react-app>`,
		slug,
	);

const repoLink = ({ slug }: Pull): string => `<a class="list-meta" data-hovercard-type="repository" href="/${slug}">${slug}</a> `;

export const classicAllPullsPage = (pulls: readonly Pull[]): string =>
	frame(
		'Pull requests',
		`<h1 class="title">Pull requests</h1><div class="list">${pulls
			.map((pull) => classicRow(pull, `issue_${pull.number}_${pull.slug.replace('/', '_')}`, repoLink(pull)))
			.join('')}</div>`,
	);

/** What one is to review, wrote, or is named in, whatever repository it is of. */
export const reactAllPullsPage = (pulls: readonly Pull[]): string =>
	frame(
		'Pull requests',
		`<react-app app-name="pulls-dashboard"><div data-target="react-app.reactRoot"><h1 class="title" data-testid="header-title">Inbox</h1>
<ul class="list" role="list" data-listview-component="items-list">${pulls
			.map((pull, index) => reactRow(pull, index).replace('<span>#', () => `${repoLink(pull)}<span>#`))
			.join('')}</ul></div></react-app>`,
	);

/** One after the other, each with what is in it beside its title: who put it there, how it stands, and in which group it is tried. */
export const queuePage = (slug: string, pulls: readonly Pull[]): string =>
	frame(
		'Merge queue',
		`<h1 class="title">Merge queue</h1><ol class="list">${pulls.map(queueEntry).join('')}</ol>
<div class="comment">Last merged: <a href="/${slug}/pull/2">Set up the server</a></div>`,
		slug,
	);

const queueEntry = (
	pull: Pull,
): string => `<li class="list-row"><a href="${pullPath(pull)}" aria-label="Queued">${icon('branch')}</a><div class="list-main">
<a class="list-title" data-hovercard-type="pull_request" href="${pullPath(pull)}">${escapeHtml(pull.title)}</a>
<div class="list-meta"><a href="${pullPath(pull)}">#${pull.number}</a> queued by <a href="/${pull.author}">${pull.author}</a></div></div>
<a class="list-meta" href="${pullPath(pull)}/checks">Checks</a></li>`;
