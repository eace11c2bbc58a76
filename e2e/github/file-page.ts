/** A file view, as React draws it: of the breadcrumbs' last part, which has its slash before it, only the heading is the name. */
import { escapeHtml, frame } from './frame.ts';

const SLASH = '<span aria-hidden="true" style="padding:0 4px">/</span>';

export function filePage(slug: string, ref: string, path: string): string {
	const parts = path.split('/');
	const name = parts.at(-1) ?? path;
	const folders = parts
		.slice(0, -1)
		.map((part) => `<li style="display:inline-block">${SLASH}<a href="#">${escapeHtml(part)}</a></li>`)
		.join('');
	/** GitHub draws them again for a header that sticks, and for narrow windows. */
	const crumbs = (id: string) =>
		`<nav data-testid="breadcrumbs" aria-label="Breadcrumbs ${id}"><ol style="display:inline;margin:0;padding:0"><li style="display:inline-block"><a data-testid="breadcrumbs-repo-link" href="/${slug}">${slug.split('/')[1]}</a></li>${folders}</ol></nav><div data-testid="breadcrumbs-filename">${SLASH}<h1 id="${id}" tabindex="-1" style="display:inline-block;font-size:16px;font-weight:600">${escapeHtml(name)}</h1></div>`;
	return frame(
		`${name} at ${ref}`,
		`<react-app app-name="code-view"><div data-target="react-app.reactRoot">
<div style="display:none">${crumbs('sticky-file-name-id')}</div><div style="display:none">${crumbs('file-name-id-mobile')}</div>
<div class="crumbs"><button type="button">${escapeHtml(ref)}</button>${crumbs('file-name-id-wide')}<button type="button" data-testid="breadcrumb-copy-path-button" data-component="IconButton" aria-label="Copy path">=</button><div style="margin-left:auto"><button type="button">History</button></div></div>
<div class="blob-bar"><ul role="group" aria-label="File view"><li><button type="button">Code</button></li></ul><span>166 lines · 8.46 KB</span><div class="right"><button type="button">Raw</button></div></div>
<div class="code">fixture code\nfixture code</div></div></react-app>`,
	);
}
