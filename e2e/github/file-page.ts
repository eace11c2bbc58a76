/** A file view, as React draws it. */
import { escapeHtml, frame } from './frame.ts';

export function filePage(slug: string, ref: string, path: string): string {
	const parts = path.split('/');
	const name = parts.at(-1) ?? path;
	const folders = parts.slice(0, -1).map((part) => `<li style="display:inline"><a href="#">${escapeHtml(part)}</a> / </li>`);
	return frame(
		`${name} at ${ref}`,
		`<react-app app-name="code-view"><div data-target="react-app.reactRoot">
<div class="crumbs"><button type="button">${escapeHtml(ref)}</button><nav data-testid="breadcrumbs" aria-label="Breadcrumbs"><ol style="display:inline;margin:0;padding:0"><li style="display:inline"><a href="/${slug}">${slug.split('/')[1]}</a> / </li>${folders.join('')}</ol></nav><div data-testid="breadcrumbs-filename"><h1 id="file-name-id-wide" tabindex="-1" style="font-size:16px;font-weight:600">${escapeHtml(name)}</h1></div><button type="button" aria-label="Copy path">=</button><div style="margin-left:auto"><button type="button">History</button></div></div>
<div class="blob-bar"><ul role="group" aria-label="File view"><li><button type="button">Code</button></li></ul><span>166 lines · 8.46 KB</span><div class="right"><button type="button">Raw</button></div></div>
<div class="code">fixture code\nfixture code</div></div></react-app>`,
	);
}
