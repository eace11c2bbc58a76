/** A pull request as signed-out visitors get it: drawn by the server, with the class names of long ago. */
import { digest, escapeHtml, frame } from './frame.ts';
import { ownerOf, type Pull, pullPath } from './pull.ts';

const classicHeader = (
	pull: Pull,
): string => `<div><h1 class="title"><bdi class="js-issue-title">${escapeHtml(pull.title)}</bdi> <span>#${pull.number}</span></h1>
<div class="meta"><span class="state">Open</span><div><a href="/${pull.author}">${pull.author}</a> wants to merge 3 commits into
<span title="${pull.slug}:${escapeHtml(pull.base)}" class="commit-ref base-ref"><a class="branch" title="${pull.slug}:${escapeHtml(pull.base)}" href="/${pull.slug}/tree/${escapeHtml(pull.base)}"><span>${escapeHtml(pull.base)}</span></a></span> from
<span title="${pull.head}:${escapeHtml(pull.branch)}" class="commit-ref head-ref"><a class="branch" title="${pull.head}:${escapeHtml(pull.branch)}" href="/${pull.head}/tree/${escapeHtml(pull.branch)}"><span>${escapeHtml(ownerOf(pull.head) === ownerOf(pull.slug) ? pull.branch : `${ownerOf(pull.head)}:${pull.branch}`)}</span></a></span></div></div>
<nav class="tabs"><a href="${pullPath(pull)}">Conversation</a><a href="${pullPath(pull)}/files">Files changed</a></nav></div>`;

export function classicBlock(path: string): string {
	const hash = digest(path);
	return `<copilot-diff-entry data-file-path="${escapeHtml(path)}"><div id="diff-${hash}" data-details-container-group="file" class="block file js-file" data-tagsearch-path="${escapeHtml(path)}">
<div class="file-header js-file-header sticky-file-header" data-path="${escapeHtml(path)}" data-short-path="${hash.slice(0, 7)}" data-anchor="diff-${hash}">
<div class="file-info"><span class="sr-only">2 changes: 1 addition &amp; 1 deletion</span><span aria-hidden="true">2 ■■□ </span><span class="Truncate"><a title="${escapeHtml(path)}" class="Link--primary Truncate-text" href="#diff-${hash}">${escapeHtml(path)}</a></span></div>
<div class="file-actions"><label><input type="checkbox"> Viewed</label> <details style="display:inline-block"><summary aria-haspopup="menu" role="button">...</summary></details></div>
</div><div class="code">@@ -1,7 +1,9 @@\n fixture code\n+one more line\n fixture code</div></div></copilot-diff-entry>`;
}

const classicTreeRow = (path: string): string =>
	`<li id="file-tree-item-diff-${digest(path)}" data-tree-entry-type="file" role="treeitem"><a class="tree-row" href="#diff-${digest(path)}"><span>▫</span><span class="tree-label">${escapeHtml(path.split('/').at(-1) ?? path)}</span><span class="tree-status">m</span></a></li>`;

const classicChanges = (files: readonly string[]): string =>
	`<div class="columns"><file-tree class="tree"><nav aria-label="File Tree Navigation"><ul role="tree">${files.map(classicTreeRow).join('')}</ul></nav></file-tree><div class="files" id="files">${files.map(classicBlock).join('')}</div></div>`;

export const classicFilesPage = (pull: Pull): string => frame(pull.title, `${classicHeader(pull)}${classicChanges(pull.files)}`);

export const classicConversationPage = (pull: Pull): string =>
	frame(pull.title, `${classicHeader(pull)}<div class="comment">Looks good to me.</div>`);

/** A comparison of two branches: the file blocks are those of the classic page. */
export const comparePage = (pull: Pull): string =>
	frame(
		`Comparing ${pull.base}...${pull.branch}`,
		`<h1 class="title">Comparing changes</h1><div class="meta">base: ${escapeHtml(pull.base)} ← compare: ${escapeHtml(pull.branch)}</div>${classicChanges(pull.files)}`,
	);
