/** A repository's list of pull requests. */
import { escapeHtml, frame } from './frame.ts';
import { type Pull, pullPath } from './pull.ts';

const row = (
	pull: Pull,
): string => `<div class="list-row js-issue-row" id="issue_${pull.number}"><span>○</span><div class="list-main"><a id="issue_${pull.number}_link" class="list-title" data-hovercard-type="pull_request" href="${pullPath(pull)}">${escapeHtml(pull.title)}</a>
<div class="list-meta"><span>#${pull.number} opened by <a href="/${pull.author}">${pull.author}</a></span></div></div><div><a class="list-meta" href="${pullPath(pull)}" aria-label="2 comments">2</a></div></div>`;

export const pullsPage = (slug: string, pulls: readonly Pull[]): string =>
	frame(`Pull requests · ${slug}`, `<h1 class="title">Pull requests</h1><div class="list">${pulls.map(row).join('')}</div>`);
