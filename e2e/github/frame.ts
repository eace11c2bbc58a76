/** What every fixture page has around it: a site that looks and measures like GitHub, light and dark, in our own words. */
import { createHash } from 'node:crypto';

export const digest = (path: string): string => createHash('sha256').update(path).digest('hex');

export const escapeHtml = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** JSON inside a script element: a `<` must not close it. */
export const scriptJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

const STYLE = `
:root { color-scheme: light; --fgColor-default: #1f2328; --fgColor-muted: #59636e; --fgColor-danger: #d1242f; --fgColor-accent: #0969da;
	--fgColor-success: #1a7f37; --bgColor-default: #ffffff; --bgColor-muted: #f6f8fa; --bgColor-danger-muted: #ffebe9; --bgColor-attention-muted: #fff8c5;
	--borderColor-default: #d1d9e0; --borderColor-muted: #d1d9e0b3; --borderColor-danger-muted: #ff818266; --borderColor-danger-emphasis: #cf222e;
	--overlay-bgColor: #ffffff; --shadow-floating-small: 0 0 0 1px #d1d9e080, 0 6px 12px -3px #25292e0a, 0 6px 18px 0 #25292e1f;
	--control-transparent-bgColor-hover: #818b981a; --fgColor-onEmphasis: #ffffff; --bgColor-accent-emphasis: #0969da; --bgColor-accent-muted: #ddf4ff; }
@media (prefers-color-scheme: dark) { :root { color-scheme: dark; --fgColor-default: #f0f6fc; --fgColor-muted: #9198a1; --fgColor-danger: #f85149;
	--fgColor-accent: #4493f8; --fgColor-success: #3fb950; --bgColor-default: #0d1117; --bgColor-muted: #151b23; --bgColor-danger-muted: #f851491a;
	--bgColor-attention-muted: #bb800926; --borderColor-default: #3d444d; --borderColor-muted: #3d444db3; --borderColor-danger-muted: #f8514966;
	--borderColor-danger-emphasis: #da3633; --overlay-bgColor: #151b23;
	--shadow-floating-small: 0 0 0 1px #3d444d, 0 6px 12px -3px #01040966, 0 6px 18px 0 #01040966;
	--control-transparent-bgColor-hover: #656c7633; --bgColor-accent-emphasis: #1f6feb; --bgColor-accent-muted: #388bfd1a; } }
* { box-sizing: border-box; }
body { margin: 0; font: 14px/1.5 -apple-system, 'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif; color: var(--fgColor-default); background: var(--bgColor-default); }
a { color: var(--fgColor-accent); text-decoration: none; }
ul { list-style: none; margin: 0; padding: 0; }
h1, h3 { margin: 0; font-weight: 400; }
code, .code { font: 12px/20px ui-monospace, SFMono-Regular, 'DejaVu Sans Mono', monospace; }
button, summary { height: 28px; padding: 0 8px; font: inherit; font-size: 12px; color: inherit; background: var(--bgColor-muted); border: 1px solid var(--borderColor-default); border-radius: 6px; white-space: nowrap; list-style: none; }
.site { display: flex; align-items: center; gap: 16px; height: 56px; padding: 0 16px; background: var(--bgColor-muted); border-bottom: 1px solid var(--borderColor-default); font-weight: 600; }
.wide { max-width: 1280px; margin: 0 auto; padding: 16px; }
.sr-only { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.tooltip { display: none; }
.title { font-size: 28px; line-height: 1.3; }
.meta { display: flex; align-items: center; gap: 8px; padding: 8px 0 16px; color: var(--fgColor-muted); }
.state { padding: 4px 12px; border-radius: 999px; color: #fff; background: #1f883d; }
.branch { padding: 2px 6px; border-radius: 6px; background: var(--bgColor-accent-muted); }
.tabs { display: flex; gap: 8px; margin-bottom: 16px; border-bottom: 1px solid var(--borderColor-default); }
.tabs a { padding: 8px 12px; color: inherit; }
.columns { display: flex; gap: 16px; align-items: flex-start; }
.tree { flex: 0 0 260px; min-width: 0; width: 260px; position: sticky; top: 0; max-height: 100vh; overflow: auto; }
.tree-row { display: flex; align-items: center; gap: 8px; height: 32px; padding: 0 8px; overflow: hidden; white-space: nowrap; }
.tree-row > .tree-label { overflow: hidden; text-overflow: ellipsis; }
.tree-status { margin-left: auto; color: var(--fgColor-success); }
.files { flex: 1; min-width: 0; }
.block { margin-bottom: 16px; border: 1px solid var(--borderColor-default); border-radius: 6px; }
.header-wrapper, .file-header { position: sticky; top: 0; z-index: 1; background: var(--bgColor-muted); border-bottom: 1px solid var(--borderColor-default); border-radius: 6px 6px 0 0; }
.header { display: flex; align-items: center; height: 44px; padding: 0 8px; }
.path-section { display: flex; align-items: center; padding: 0 4px; overflow: hidden; }
.path-section h3 { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.path-section button { flex-shrink: 0; border: 0; background: none; }
.right { display: flex; flex: 1; justify-content: flex-end; align-items: center; gap: 8px; white-space: nowrap; }
.file-header { display: flex; align-items: center; min-height: 44px; padding: 5px 10px; }
.file-info { flex: 1 1 auto; min-width: 0; }
.Truncate { display: inline-flex; max-width: 100%; min-width: 0; }
.Truncate-text { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font: 12px/20px ui-monospace, monospace; }
.file-actions { flex-shrink: 0; margin-left: 8px; }
.code { height: 160px; padding: 8px 16px; color: var(--fgColor-muted); overflow: hidden; white-space: pre; }
.comment { padding: 16px; border: 1px solid var(--borderColor-default); border-radius: 6px; }
.crumbs { display: flex; align-items: center; gap: 4px; min-height: 32px; padding-bottom: 12px; }
.blob-bar { display: flex; align-items: center; gap: 8px; height: 44px; padding: 0 8px; background: var(--bgColor-muted); border: 1px solid var(--borderColor-default); border-radius: 6px 6px 0 0; }
.blob-bar .right { flex: 1; }
.list { border: 1px solid var(--borderColor-default); border-radius: 6px; }
.list-row { display: flex; gap: 8px; padding: 8px 16px; border-top: 1px solid var(--borderColor-default); }
.list-row:first-child { border-top: 0; }
.list-main { flex: 1; min-width: 0; }
.list-title { font-weight: 600; color: inherit; }
.list-meta { font-size: 12px; color: var(--fgColor-muted); }
@media (max-width: 767px) { .tree { display: none; } .file-header { flex-direction: column; align-items: stretch; } .meta { flex-wrap: wrap; } }
`;

export function frame(title: string, body: string): string {
	return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)} · GitHub</title><style>${STYLE}</style></head>
<body><div class="site">Fixture site</div><main><div class="wide">${body}</div></main></body></html>`;
}

const KEPT = /^(?:sr-only)$/;

/** The same page on the day that every class has another name, in its markup and its style alike. */
export function withClassesRenamed(html: string): string {
	const rename = (name: string) => (KEPT.test(name) ? name : `x${digest(name).slice(0, 7)}`);
	return html
		.replace(/<style>[\s\S]*?<\/style>/g, (style) => style.replace(/\.([a-zA-Z][\w-]*)/g, (_, name: string) => `.${rename(name)}`))
		.replace(/class="([^"]*)"/g, (_, names: string) => `class="${names.split(/\s+/).map(rename).join(' ')}"`);
}
