/** A pull request as signed-out visitors get it: drawn by the server, with the class names of long ago. */
import { treeHref } from './branch-names.ts';
import { DIFF } from './diff.ts';
import { digest, escapeHtml, frame } from './frame.ts';
import { icon } from './icons.ts';
import { ownerOf, type Pull, type PullState, pullPath } from './pull.ts';

export const COMMIT = digest('a commit').slice(0, 40);

const STATES: Record<PullState, string> = { open: 'Open', draft: 'Draft', queued: 'Queued', merged: 'Merged', closed: 'Closed' };

/** `of`: base or head; once more for a header that sticks. */
function classicRef(of: 'base' | 'head', slug: string, branch: string, text: string): string {
	const title = escapeHtml(`${slug}:${branch}`);
	return `<span title="${title}" class="commit-ref css-truncate user-select-contain ${of}-ref"><a class="branch no-underline" title="${title}" href="${escapeHtml(treeHref(slug, branch))}"><span class="css-truncate-target">${escapeHtml(text)}</span></a></span>`;
}

function classicRefs(pull: Pull): string {
	const head =
		pull.isHeadGone === true
			? '<span title="This repository has been deleted" class="commit-ref user-select-contain head-ref"><span>unknown repository</span></span>'
			: classicRef(
					'head',
					pull.head,
					pull.branch,
					ownerOf(pull.head) === ownerOf(pull.slug) ? pull.branch : `${ownerOf(pull.head)}:${pull.branch}`,
				);
	return `${classicRef('base', pull.slug, pull.base, pull.base)} from\n${head}`;
}

const classicHeader = (pull: Pull): string => `<div id="partial-discussion-header"><div style="display:none">${classicRefs(pull)}</div>
<h1 class="title"><bdi class="js-issue-title markdown-title">${escapeHtml(pull.title)}</bdi> <span class="color-fg-muted">#${pull.number}</span></h1>
<div class="meta"><span class="State State--${pull.state ?? 'open'}">${STATES[pull.state ?? 'open']}</span><div><a class="author Link--secondary" href="/${pull.author}">${pull.author}</a> wants to merge 3 commits into ${classicRefs(pull)}</div></div>
<nav class="tabs" aria-label="Pull request tabs"><a href="${pullPath(pull)}">Conversation</a><a href="${pullPath(pull)}/commits">Commits</a><a href="${pullPath(pull)}/files">Files changed</a></nav></div>`;

/** `old`: the path that it was renamed from. */
export function classicBlock(path: string, old?: string): string {
	const hash = digest(path);
	const title = escapeHtml(old === undefined ? path : `${old} → ${path}`);
	return `<copilot-diff-entry data-file-path="${escapeHtml(path)}"><div id="diff-${hash}" data-details-container-group="file" class="block file js-file" data-tagsearch-path="${escapeHtml(path)}">
<div class="file-header js-file-header sticky-file-header" data-path="${escapeHtml(path)}" data-short-path="${hash.slice(0, 7)}" data-anchor="diff-${hash}">
<div class="file-info"><span class="sr-only">2 changes: 1 addition &amp; 1 deletion</span><span aria-hidden="true">2 ■■□ </span><span class="Truncate"><a title="${title}" class="Link--primary Truncate-text" href="#diff-${hash}">${title}</a></span></div>
<div class="file-actions"><label><input type="checkbox"> Viewed</label> <details style="display:inline-block"><summary class="icon-button" aria-haspopup="menu" role="button" aria-label="Show options">${icon('menu')}</summary></details></div>
</div>${DIFF}</div></copilot-diff-entry>`;
}

const classicTreeRow = (path: string): string =>
	`<li id="file-tree-item-diff-${digest(path)}" data-tree-entry-type="file" role="treeitem"><a class="tree-row" href="#diff-${digest(path)}">${icon('file')}<span class="tree-label">${escapeHtml(path.split('/').at(-1) ?? path)}</span><span class="tree-status">m</span></a></li>`;

const classicChanges = ({ files, renamed }: Pick<Pull, 'files' | 'renamed'>): string =>
	`<div class="columns"><file-tree class="tree"><nav aria-label="File Tree Navigation"><ul role="tree">${files.map(classicTreeRow).join('')}</ul></nav></file-tree><div class="files" id="files">${files.map((path) => classicBlock(path, renamed?.[path])).join('')}</div></div>`;

export const classicFilesPage = (pull: Pull): string => frame(pull.title, `${classicHeader(pull)}${classicChanges(pull)}`, pull.slug);

export const classicConversationPage = (pull: Pull): string =>
	frame(pull.title, `${classicHeader(pull)}<div class="comment">Looks good to me.</div>`, pull.slug);

/** The pull request's commits: a tab that shows no files. */
export const commitsPage = (pull: Pull): string =>
	frame(
		pull.title,
		`${classicHeader(pull)}<ol class="list"><li class="list-row"><div class="list-main"><a class="list-title" href="${pullPath(pull)}/commits/${COMMIT}">Remember it</a></div></li></ol>`,
		pull.slug,
	);

/** A comparison of two branches: the file blocks are those of the classic page. */
export const comparePage = (pull: Pull): string =>
	frame(
		`Comparing ${pull.base}...${pull.branch}`,
		`<h1 class="title">Comparing changes</h1><div class="meta">base: ${escapeHtml(pull.base)} ← compare: ${escapeHtml(pull.branch)}</div>${classicChanges(pull)}`,
		pull.slug,
	);

/** One commit, of the repository or of a pull request: its files in classic blocks, below what it says. */
export const commitPage = (pull: Pull): string =>
	frame(
		`Remember it · ${COMMIT.slice(0, 7)}`,
		`<div class="comment"><div class="commit-title">Remember it</div><span class="color-fg-muted">1 parent ${COMMIT.slice(0, 7)}</span></div><p></p>${classicChanges(pull)}`,
		pull.slug,
	);
