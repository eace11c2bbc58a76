/** A file view, as React draws it: of the breadcrumbs' last part, which has its slash before it, only the heading is the name. */
import { treeHref } from './branch-names.ts';
import { escapeHtml, frame, scriptJson } from './frame.ts';
import { icon } from './icons.ts';
import { nameOf, ownerOf } from './pull.ts';

const SLASH = '<span aria-hidden="true" style="padding:0 4px">/</span>';

export interface FilePageOptions {
	/** The data of another page, left behind by a navigation without loading; `null` for none. */
	payload?: object | null;
	/** No breadcrumbs lead to the branch. */
	isWithoutBreadcrumbs?: boolean;
}

const payloadOf = (slug: string, ref: string, path: string) => ({
	codeViewBlobLayoutRoute: {
		refInfo: { name: ref, refType: 'branch', canEdit: false },
		path,
		blob: { displayName: nameOf(path), language: 'TypeScript' },
	},
	codeViewLayoutRoute: { repo: { ownerLogin: ownerOf(slug), name: nameOf(slug), defaultBranch: 'main' }, path },
	'codeViewBlobLayoutRoute.StyledBlob': { rawLines: ['export const fixture = true;'] },
});

export function filePage(
	slug: string,
	ref: string,
	path: string,
	{ payload = payloadOf(slug, ref, path), isWithoutBreadcrumbs }: FilePageOptions = {},
): string {
	const parts = path.split('/');
	const name = parts.at(-1) ?? path;
	const folders = parts
		.slice(0, -1)
		.map(
			(part, index) =>
				`<li style="display:inline-block">${SLASH}<a href="${escapeHtml(treeHref(slug, [ref, ...parts.slice(0, index + 1)].join('/')))}">${escapeHtml(part)}</a></li>`,
		)
		.join('');
	const repo =
		isWithoutBreadcrumbs === true
			? nameOf(slug)
			: `<a class="text-bold" data-testid="breadcrumbs-repo-link" href="${escapeHtml(treeHref(slug, ref))}">${nameOf(slug)}</a>`;
	/** GitHub draws them again for a header that sticks, and for narrow windows. */
	const crumbs = (id: string) =>
		`<div style="display:flex"><nav data-testid="breadcrumbs" aria-label="Breadcrumbs ${id}"><ol style="display:inline;margin:0;padding:0;list-style:none"><li style="display:inline-block">${repo}</li>${folders}</ol></nav><div data-testid="breadcrumbs-filename">${SLASH}<h1 id="${id}" tabindex="-1" style="display:inline-block;font-size:16px;font-weight:600">${escapeHtml(name)}</h1></div></div>`;
	const script =
		payload === null ? '' : `<script type="application/json" data-target="react-app.embeddedData">${scriptJson({ payload })}</script>`;
	return frame(
		`${name} at ${ref}`,
		`<react-app app-name="code-view">${script}<div data-target="react-app.reactRoot">
<div style="display:none">${crumbs('sticky-file-name-id')}</div><div style="display:none">${crumbs('file-name-id-mobile')}</div>
<div class="crumbs"><button class="btn btn-sm" type="button">${icon('branch')} ${escapeHtml(ref)}</button>${crumbs('file-name-id-wide')}<button class="icon-button" type="button" data-testid="breadcrumb-copy-path-button" data-component="IconButton" aria-label="Copy path">${icon('copy')}</button><div style="margin-left:auto"><button class="btn btn-sm" type="button">History</button></div></div>
<div class="blob-bar"><ul role="group" aria-label="File view" style="list-style:none"><li><button class="btn btn-sm" type="button">Code</button></li></ul><span>166 lines · 8.46 KB</span><div class="right"><button class="btn btn-sm" type="button">Raw</button></div></div>
<textarea class="sr-only" data-testid="read-only-cursor-text-area" aria-label="file content" readonly></textarea><div class="code"><div>export const fixture = true;</div></div></div></react-app>`,
		slug,
	);
}

/** As servers of before React draw it, a GitHub Enterprise one perhaps. */
export function classicFilePage(slug: string, ref: string, path: string): string {
	const parts = path.split('/');
	const folders = parts
		.slice(0, -1)
		.map(
			(part, index) =>
				`<span class="js-path-segment"><a href="${escapeHtml(treeHref(slug, [ref, ...parts.slice(0, index + 1)].join('/')))}">${escapeHtml(part)}</a></span> / `,
		)
		.join('');
	return frame(
		`${path} at ${ref}`,
		`<div class="crumbs"><button class="btn btn-sm" type="button">${escapeHtml(ref)}</button><h2 id="blob-path" class="breadcrumb flex-auto" style="font-size:16px"><span class="js-repo-root text-bold"><span class="js-path-segment"><a href="${escapeHtml(treeHref(slug, ref))}">${nameOf(slug)}</a></span></span> / ${folders}<strong class="final-path">${escapeHtml(parts.at(-1) ?? '')}</strong></h2></div>
<div class="blob-wrapper"><div class="code"><div>export const fixture = true;</div></div></div>`,
		slug,
	);
}
