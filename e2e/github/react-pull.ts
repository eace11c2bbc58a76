/** A pull request as signed-in visitors get it: React, with the data that it was drawn from in a script element. */
import { branchPair, stackBanner } from './branch-names.ts';
import { DIFF } from './diff.ts';
import { digest, escapeHtml, frame, scriptJson } from './frame.ts';
import { icon } from './icons.ts';
import { nameOf, ownerOf, type Pull, type PullState, pullPath } from './pull.ts';

const layoutPayload = (pull: Pull) => ({
	pullRequest: {
		author: { isAgent: false, login: pull.author },
		baseBranch: pull.base,
		headBranch: pull.branch,
		headRepositoryName: pull.isHeadGone === true ? null : nameOf(pull.head),
		headRepositoryOwnerLogin: pull.isHeadGone === true ? null : ownerOf(pull.head),
		number: pull.number,
		state: pull.state === 'merged' || pull.state === 'closed' ? pull.state.toUpperCase() : 'OPEN',
		title: pull.title,
	},
	repository: { defaultBranch: pull.base, name: nameOf(pull.slug), ownerLogin: ownerOf(pull.slug) },
	urls: { changes: `${pullPath(pull)}/changes`, conversation: pullPath(pull), files: `${pullPath(pull)}/files` },
});

const changesPayload = (pull: Pull) => ({
	pullRequestsChangesRoute: {
		isSingleFileMode: false,
		diffSummaries: pull.files.map((path) => ({
			changeType: pull.renamed?.[path] === undefined ? 'MODIFIED' : 'RENAMED',
			linesAdded: 1,
			linesDeleted: 1,
			path,
			pathDigest: digest(path),
		})),
		diffContents: pull.files.map((path) => ({
			oldTreeEntry: { mode: 100_644, path: pull.renamed?.[path] ?? path },
			newTreeEntry: { mode: 100_644, path },
			path,
			pathDigest: digest(path),
			status: pull.renamed?.[path] === undefined ? 'MODIFIED' : 'RENAMED',
		})),
		...layoutPayload(pull),
	},
	pullRequestsLayoutRoute: layoutPayload(pull),
});

const conversationPayload = (pull: Pull) => ({
	pullRequestsConversationsRoute: { id: `PR_${pull.number}`, locked: false },
	pullRequestsLayoutRoute: layoutPayload(pull),
});

const payloadScript = (payload: object): string =>
	`<script type="application/json" data-target="react-app.embeddedData">${scriptJson({ payload })}</script>`;

/** GitHub draws the branches once more, for a header that sticks to the top once one scrolls. */
const stickyHeader = (pull: Pull): string => `<div style="display:none">${branchPair(pull)}</div>`;

const STATES: Record<PullState, [status: string, word: string]> = {
	open: ['pullOpened', 'Open'],
	draft: ['draft', 'Draft'],
	queued: ['pullQueued', 'Queued'],
	merged: ['pullMerged', 'Merged'],
	closed: ['pullClosed', 'Closed'],
};

function summary(pull: Pull): string {
	const [status, word] = STATES[pull.state ?? 'open'];
	const does = pull.state === 'merged' ? 'merged 3 commits into' : 'wants to merge 3 commits into';
	return `<div class="meta" data-component="PageHeader.Description"><span class="State State--${pull.state ?? 'open'}" data-size="medium" data-status="${status}">${icon('branch')}<span>${word}</span></span>
<div><a class="Link--muted" href="/${pull.author}" data-component="Link">${pull.author}</a> ${does} ${branchPair(pull)}</div></div>`;
}

export const reactHeader = (
	pull: Pull,
): string => `<header>${stickyHeader(pull)}${stackBanner(pull)}<div data-component="TitleArea"><h1 class="title" data-component="PH_Title"><span class="markdown-title">${escapeHtml(pull.title)}</span> <span class="color-fg-muted">#${pull.number}</span></h1></div>
${summary(pull)}
<nav class="tabs" aria-label="Pull request tabs"><a href="${pullPath(pull)}">Conversation</a><a href="${pullPath(pull)}/commits">Commits</a><a href="${pullPath(pull)}/changes">Files changed</a></nav></header>`;

const cut = (path: string): string => (path.length > 40 ? `…${path.slice(-39)}` : path);

/** Both paths of a file that was renamed, cut short around an arrow; whole for screen readers. */
const pathText = (path: string, old: string | undefined): string =>
	old === undefined
		? `<span aria-hidden="true">${escapeHtml(path)}</span><span class="sr-only">${escapeHtml(path)}</span>`
		: `<span aria-hidden="true">${escapeHtml(cut(old))} ${icon('arrow')} ${escapeHtml(cut(path))}</span><span class="sr-only">${escapeHtml(old)} renamed to ${escapeHtml(path)} </span>`;

/** One file's block, as React draws it. `key` stands for the ids that React makes up; `old` is the path that it was renamed from. */
export function reactBlock(path: string, key: number | string = 0, old?: string): string {
	const id = `diff-${digest(path)}`;
	return `<div class="block" role="region" id="${id}" aria-labelledby="heading-${key}"><div class="header-wrapper" data-diff-header-wrapper="true"><div class="header">
<div><button class="icon-button" data-component="IconButton" type="button" aria-label="Collapse file">${icon('chevron')}</button></div>
<div class="path-section"><h3 id="heading-${key}"><a data-component="Link" href="#${id}"><code>${pathText(path, old)}</code></a></h3><button class="icon-button" data-component="IconButton" type="button" data-file-path="${escapeHtml(path)}" aria-label="Expand all lines: ${escapeHtml(path)}">${icon('copy')}</button></div>
<div class="right"><div class="text-bold"><span class="fgColor-success" aria-hidden="true">+12</span> <span class="fgColor-danger" aria-hidden="true">-3</span><span class="sr-only">Lines changed: 12 additions &amp; 3 deletions</span></div>
<div><button class="btn btn-sm" data-component="Button" type="button" aria-pressed="false">Viewed</button> <button class="icon-button" data-component="IconButton" type="button" aria-haspopup="true" aria-label="More options">${icon('menu')}</button><span class="tooltip" aria-hidden="true">More options</span></div></div>
</div></div>${DIFF}</div>`;
}

const reactTreeRow = (path: string): string =>
	`<li role="treeitem" id="${escapeHtml(path)}" tabindex="-1" aria-labelledby="label-${digest(path)}"><div class="tree-row">${icon('file')}<span class="tree-label" id="label-${digest(path)}"><a href="#diff-${digest(path)}" tabindex="-1">${escapeHtml(path.split('/').at(-1) ?? path)}</a></span><span class="tree-status">m</span></div></li>`;

export const reactTree = (files: readonly string[]): string =>
	`<div class="tree" id="pr-file-tree"><ul role="tree" aria-label="File tree">${files.map(reactTreeRow).join('')}</ul></div>`;

export const reactChanges = (pull: Pull): string =>
	`<div class="columns">${reactTree(pull.files)}<div class="files">${pull.files.map((path, index) => reactBlock(path, index, pull.renamed?.[path])).join('')}</div></div>`;

const reactApp = (payload: object, root: string): string =>
	`<react-app app-name="pull-requests">${payloadScript(payload)}<div data-target="react-app.reactRoot">${root}</div></react-app>`;

/** Decoys that GitHub has too: ids that start like a file's block. */
const DECOYS = '<div id="diff-file-tree-filter"></div><div id="diff-comparison-viewer-container"></div>';

export const reactFilesPage = (pull: Pull): string =>
	frame(pull.title, reactApp(changesPayload(pull), `${reactHeader(pull)}${DECOYS}<div id="route">${reactChanges(pull)}</div>`), pull.slug);

/**
 * The Conversation, whose tab leads to Files changed without a page load, as React does it: the address changes first, the
 * content follows a moment later, and the payload of the Conversation stays behind.
 */
export const reactConversationPage = (pull: Pull): string =>
	frame(
		pull.title,
		`${reactApp(
			conversationPayload(pull),
			`${reactHeader(pull)}${DECOYS}<div id="route"><div class="comment">Looks good to me.</div></div><template id="changes">${reactChanges(pull)}</template><template id="conversation"><div class="comment">Looks good to me.</div></template>`,
		)}
<script>
for (const tab of document.querySelectorAll('[aria-label="Pull request tabs"] a')) tab.addEventListener('click', (event) => {
	event.preventDefault();
	const isChanges = tab.getAttribute('href').endsWith('/changes');
	history.pushState({}, '', tab.getAttribute('href'));
	setTimeout(() => document.getElementById('route').replaceChildren(document.getElementById(isChanges ? 'changes' : 'conversation').content.cloneNode(true)), 150);
});
</script>`,
		pull.slug,
	);
