/** A pull request as signed-in visitors get it: React, with the data that it was drawn from in a script element. */
import { digest, escapeHtml, frame, scriptJson } from './frame.ts';
import { nameOf, ownerOf, type Pull, pullPath } from './pull.ts';

const layoutPayload = (pull: Pull) => ({
	pullRequest: {
		author: { isAgent: false, login: pull.author },
		baseBranch: pull.base,
		headBranch: pull.branch,
		headRepositoryName: nameOf(pull.head),
		headRepositoryOwnerLogin: ownerOf(pull.head),
		number: pull.number,
		state: 'OPEN',
		title: pull.title,
	},
	repository: { defaultBranch: pull.base, name: nameOf(pull.slug), ownerLogin: ownerOf(pull.slug) },
	urls: { changes: `${pullPath(pull)}/changes`, conversation: pullPath(pull), files: `${pullPath(pull)}/files` },
});

const changesPayload = (pull: Pull) => ({
	pullRequestsChangesRoute: {
		isSingleFileMode: false,
		diffSummaries: pull.files.map((path) => ({ changeType: 'MODIFIED', linesAdded: 1, linesDeleted: 1, path, pathDigest: digest(path) })),
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
const stickyBranches = (pull: Pull): string =>
	`<div style="display:none"><a href="/${pull.slug}/tree/${pull.base}" data-component="BranchName">${escapeHtml(pull.base)}</a> <a href="/${pull.head}/tree/${escapeHtml(pull.branch)}" data-component="BranchName">${escapeHtml(pull.branch)}</a></div>`;

export const reactHeader = (
	pull: Pull,
): string => `<header>${stickyBranches(pull)}<div data-component="TitleArea"><h1 class="title" data-component="PH_Title"><span>${escapeHtml(pull.title)}</span> <span>#${pull.number}</span></h1></div>
<div class="meta" data-component="PageHeader.Description"><span class="state" data-status="pullOpened">Open</span><div><a href="/${pull.author}" data-component="Link">${pull.author}</a> wants to merge 3 commits into <div style="display:inline">
<a class="branch" href="/${pull.slug}/tree/${pull.base}" data-component="BranchName">${escapeHtml(pull.base)}</a> <span>from </span><a class="branch" href="/${pull.head}/tree/${escapeHtml(pull.branch)}" data-component="BranchName">${escapeHtml(pull.branch)}</a></div></div></div>
<nav class="tabs"><a href="${pullPath(pull)}">Conversation</a><a href="${pullPath(pull)}/changes">Files changed</a></nav></header>`;

/** One file's block, as React draws it. `key` stands for the ids that React makes up. */
export function reactBlock(path: string, key: number | string = 0): string {
	const id = `diff-${digest(path)}`;
	return `<div class="block" role="region" id="${id}" aria-labelledby="heading-${key}"><div class="header-wrapper" data-diff-header-wrapper="true"><div class="header">
<div><button data-component="IconButton" type="button" aria-label="Collapse file">v</button></div>
<div class="path-section"><h3 id="heading-${key}"><a data-component="Link" href="#${id}"><code><span aria-hidden="true">${escapeHtml(path)}</span><span class="sr-only">${escapeHtml(path)}</span></code></a></h3><button data-component="IconButton" type="button" aria-label="Expand all lines: ${escapeHtml(path)}">+</button></div>
<div class="right"><div><span aria-hidden="true">+12</span> <span aria-hidden="true">-3</span><span class="sr-only">Lines changed: 12 additions &amp; 3 deletions</span></div>
<div><button data-component="Button" type="button" aria-pressed="false">Viewed</button> <button data-component="IconButton" type="button" aria-haspopup="true">...</button><span class="tooltip" aria-hidden="true">More options</span></div></div>
</div></div><div class="code">@@ -1,7 +1,9 @@\n fixture code\n+one more line\n fixture code</div></div>`;
}

const reactTreeRow = (path: string): string =>
	`<li role="treeitem" id="${escapeHtml(path)}" tabindex="-1" aria-labelledby="label-${digest(path)}"><div class="tree-row"><span>▫</span><span class="tree-label" id="label-${digest(path)}"><a href="#diff-${digest(path)}" tabindex="-1">${escapeHtml(path.split('/').at(-1) ?? path)}</a></span><span class="tree-status">m</span></div></li>`;

export const reactTree = (files: readonly string[]): string =>
	`<div class="tree" id="pr-file-tree"><ul role="tree" aria-label="File tree">${files.map(reactTreeRow).join('')}</ul></div>`;

export const reactChanges = (pull: Pull): string =>
	`<div class="columns">${reactTree(pull.files)}<div class="files">${pull.files.map((path, index) => reactBlock(path, index)).join('')}</div></div>`;

const reactApp = (payload: object, root: string): string =>
	`<react-app app-name="pull-requests">${payloadScript(payload)}<div data-target="react-app.reactRoot">${root}</div></react-app>`;

/** Decoys that GitHub has too: ids that start like a file's block. */
const DECOYS = '<div id="diff-file-tree-filter"></div><div id="diff-comparison-viewer-container"></div>';

export const reactFilesPage = (pull: Pull): string =>
	frame(pull.title, reactApp(changesPayload(pull), `${reactHeader(pull)}${DECOYS}<div id="route">${reactChanges(pull)}</div>`));

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
for (const tab of document.querySelectorAll('.tabs a, nav a')) tab.addEventListener('click', (event) => {
	event.preventDefault();
	const isChanges = tab.getAttribute('href').endsWith('/changes');
	history.pushState({}, '', tab.getAttribute('href'));
	setTimeout(() => document.getElementById('route').replaceChildren(document.getElementById(isChanges ? 'changes' : 'conversation').content.cloneNode(true)), 150);
});
</script>`,
	);
