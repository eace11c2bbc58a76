import { element, SAID_STYLE } from './element.ts';

/** Only generic families, which no page can define: a font of the page's own, told letter by letter which of them are drawn, would spell out what is said. */
const UI = 'system-ui, sans-serif';
const CODE = 'monospace';

/**
 * How marks look: Primer's variables reach into a shadow root, so that GitHub's dimmed and high-contrast themes are right by
 * themselves; the fallbacks are its light theme. In px, since rem is the page's.
 */
export const MARK_STYLE = `
${SAID_STYLE}
.box { all: initial; position: absolute; top: 0; left: 0; display: block; height: 24px; font: 12px/20px ${UI}; pointer-events: none; user-select: none; }
.box:not([data-fit]) { visibility: hidden; }
.bar { position: absolute; display: none; left: var(--edge-left); top: var(--edge-top); width: 3px; height: var(--edge-height); background: var(--borderColor-emphasis, #818b98); }
.box[data-edge] .bar { display: block; }
.box[data-pylon-mark='conflict-mine'] .bar { background: var(--borderColor-danger-emphasis, #cf222e); }
.mark { display: inline-flex; align-items: center; gap: 6px; box-sizing: border-box; max-width: 100%; height: 100%; margin: 0; padding: 0 6px 0 3px; border: 1px solid transparent; border-radius: 6px; background: none; color: var(--fgColor-muted, #59636e); font: inherit; white-space: nowrap; overflow: hidden; pointer-events: auto; cursor: pointer; }
.mark.is-still { pointer-events: none; cursor: auto; }
.mark:hover { background: var(--control-transparent-bgColor-hover, #818b981a); }
:focus-visible { outline: 2px solid var(--focus-outlineColor, var(--fgColor-accent, #0969da)); outline-offset: -1px; }
.badge { display: inline-flex; align-items: center; justify-content: center; flex: none; box-sizing: border-box; width: 18px; height: 18px; border-radius: 50%; font-size: 9px; font-weight: 600; line-height: 1; }
.badge.is-offline, .is-stale .badge { filter: grayscale(1); }
.badge + .badge { margin-left: -8px; box-shadow: 0 0 0 1px var(--bgColor-muted, #f6f8fa); }
@media (forced-colors: active) { .badge, .bar { forced-color-adjust: none; } }
.more { margin-left: 3px; font-size: 11px; }
.words { min-width: 0; overflow: hidden; text-overflow: ellipsis; unicode-bidi: isolate; }
.time { flex: none; font-variant-numeric: tabular-nums; }
.box[data-pylon-mark='conflict'] .words { color: var(--fgColor-default, #1f2328); }
.box[data-pylon-mark='conflict-mine'] .mark { color: var(--fgColor-default, #1f2328); }
.box[data-pylon-mark='conflict-mine'] .mark::before { content: '!' / ''; flex: none; width: 14px; height: 13px; clip-path: polygon(50% 0, 100% 100%, 0 100%); background: var(--borderColor-danger-emphasis, #cf222e); color: #ffffff; font: 700 9px/16px ${UI}; text-align: center; forced-color-adjust: none; }
.box[data-pylon-mark='conflict-mine'] .words { color: inherit; font-weight: 600; }
.box[data-pylon-mark='conflict-mine'] .mark.is-stale { color: var(--fgColor-muted, #59636e); }
.box[data-pylon-mark='conflict-mine'] .mark.is-stale::before { background: var(--borderColor-default, #d1d9e0); }
.box[data-pylon-mark='conflict-mine'][data-fit='badge'] .mark.is-stale { box-shadow: 0 0 0 1px var(--borderColor-default, #d1d9e0); }
.box[data-pylon-mark] .is-stale .words { color: inherit; font-weight: 400; }
.box .mark.is-stale ~ .bar { background: var(--borderColor-default, #d1d9e0); }
.spoken, .box[data-fit='badge'] .words, .box[data-fit='badge'] .time, .box[data-brief] .time { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.box[data-fit='badge'] .mark { gap: 0; padding: 0 2px; }
.box[data-fit='badge'] .badge + .badge { margin-left: -2px; }
.box[data-fit='badge'] .mark::before { display: none; }
.box[data-fit='badge'][data-pylon-mark='conflict-mine'] .mark { box-shadow: 0 0 0 1px var(--borderColor-danger-emphasis, #cf222e); border-radius: 12px; }
.box[data-fit='badge'] .badge { width: 16px; height: 16px; font-size: 8px; }
.box[data-few] .badge + .badge, .box[data-few] .more { display: none; }
.box[data-fit='edge'] .mark { background: var(--overlay-bgColor, #ffffff); }
.box[data-fit='edge'] .mark:not(:focus-visible) { position: absolute; left: var(--edge-left); top: var(--edge-top); width: var(--edge-width); height: var(--edge-height); padding: 0; border: 0; border-radius: 0; background: none; }
.box[data-fit='edge'] .mark:not(:focus-visible):hover { background: var(--control-transparent-bgColor-hover, #818b981a); }
.box[data-fit='edge']:not([data-edge]) .mark:not(:focus-visible) { width: 1px; height: 1px; clip-path: inset(50%); }
.box[data-fit='edge'] .mark:not(:focus-visible)::before, .box[data-fit='edge'] .mark:not(:focus-visible) > .badge, .box[data-fit='edge'] .mark:not(:focus-visible) > .more { display: none; }
.box[data-fit='edge'] .mark:not(:focus-visible) > * { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.card { position: fixed; inset: auto; box-sizing: border-box; width: 340px; max-width: calc(100vw - 16px); max-height: 60vh; margin: 0; padding: 12px; overflow: auto; border: 1px solid var(--borderColor-default, #d1d9e0); border-radius: 6px; background: var(--overlay-bgColor, #ffffff); color: var(--fgColor-default, #1f2328); box-shadow: var(--shadow-floating-small, 0 6px 18px #25292e1f); font: 13px/20px ${UI}; pointer-events: auto; user-select: none; overflow-wrap: anywhere; }
.card .subject { display: block; font: 12px/20px ${CODE}; color: var(--fgColor-muted, #59636e); }
.card .verdict { margin: 0 0 8px; padding-left: 8px; border-left: 3px solid var(--borderColor-default, #d1d9e0); }
.card .verdict.is-red { border-color: var(--borderColor-danger-emphasis, #cf222e); font-weight: 600; }
.card ul { margin: 0 0 12px; padding: 0; list-style: none; }
.card li { display: grid; grid-template-columns: 18px 1fr; gap: 0 8px; padding: 6px 0; border-top: 1px solid var(--borderColor-muted, #d1d9e0b3); }
.card li > .badge { margin-top: 1px; }
.card li.conflict { display: block; }
.card .who { font-weight: 600; }
.card .meta { color: var(--fgColor-muted, #59636e); font-size: 12px; unicode-bidi: isolate; }
.card code { font: 12px/20px ${CODE}; }
.card button { height: 28px; padding: 0 10px; border: 1px solid var(--borderColor-default, #d1d9e0); border-radius: 6px; background: var(--bgColor-muted, #f6f8fa); color: inherit; font: inherit; font-size: 12px; cursor: pointer; }
.card button:hover { background: var(--control-transparent-bgColor-hover, #818b981a); }
`;

export const NOTICE_STYLE = `
:host { all: initial; position: fixed; z-index: 99; right: 16px; bottom: 16px; }
${SAID_STYLE}
.notice { display: flex; align-items: center; gap: 8px; padding: 6px 6px 6px 12px; border: 1px solid var(--borderColor-default, #d1d9e0); border-radius: 6px; background: var(--overlay-bgColor, #ffffff); color: var(--fgColor-muted, #59636e); box-shadow: var(--shadow-floating-small, 0 6px 18px #25292e1f); font: 12px/20px ${UI}; }
button { height: 24px; padding: 0 8px; border: 0; border-radius: 6px; background: none; color: var(--fgColor-default, #1f2328); font: inherit; cursor: pointer; }
button:hover { background: var(--control-transparent-bgColor-hover, #818b981a); }
button:focus-visible { outline: 2px solid var(--focus-outlineColor, var(--fgColor-accent, #0969da)); }
`;

const sheets = new Map<string, CSSStyleSheet>();

/** One sheet for all roots where the browser lets a content script share it; Firefox does not. */
export function addStyle(root: ShadowRoot, style: string): void {
	if (import.meta.env.FIREFOX) {
		const made = element('style');
		made.textContent = style;
		root.append(made);
		return;
	}
	const sheet = sheets.get(style) ?? new CSSStyleSheet();
	if (!sheets.has(style)) sheet.replaceSync(style);
	sheets.set(style, sheet);
	root.adoptedStyleSheets = [sheet];
}
