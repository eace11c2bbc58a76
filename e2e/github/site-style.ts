/** What GitHub's pages have beside Primer's classes, each in a bundle of its own: our words for how their parts measure and look. */
export const SITE_STYLE = `
body { background: var(--bgColor-default); color: var(--fgColor-default); }
h1, h3 { font-weight: 400; }
.octicon { flex-shrink: 0; vertical-align: text-bottom; fill: currentColor; }
.AppHeader { background: var(--bgColor-inset); border-bottom: 1px solid var(--borderColor-default); }
.AppHeader-bar { display: flex; align-items: center; gap: 12px; height: 64px; padding: 0 16px; font-size: 14px; }
.AppHeader-local { display: flex; gap: 8px; padding: 0 16px; overflow: hidden; white-space: nowrap; }
.AppHeader-local a { padding: 8px; color: inherit; }
.AppHeader-local a[aria-current] { font-weight: 600; border-bottom: 2px solid var(--underlineNav-borderColor-active, #fd8c73); }
.wide { max-width: 1280px; margin: 0 auto; padding: 24px 16px; }
.tooltip { display: none; }
.State { display: inline-flex; align-items: center; gap: 4px; padding: 5px 12px; font-size: 14px; font-weight: 500; line-height: 20px; border-radius: 2em; color: var(--fgColor-onEmphasis); background: var(--bgColor-open-emphasis); white-space: nowrap; }
.State--draft { background: var(--bgColor-neutral-emphasis); }
.State--merged, .State--queued { background: var(--bgColor-done-emphasis); }
.State--closed { background: var(--bgColor-closed-emphasis); }
.title { font-size: 32px; line-height: 1.25; overflow-wrap: anywhere; }
.meta { display: flex; align-items: center; gap: 8px; padding: 8px 0 16px; color: var(--fgColor-muted); }
.branch { padding: 2px 6px; font: 12px/20px var(--fontStack-monospace, monospace); border-radius: 6px; background: var(--bgColor-accent-muted); color: var(--fgColor-link, var(--fgColor-accent)); }
.tabs { display: flex; gap: 8px; margin-bottom: 16px; border-bottom: 1px solid var(--borderColor-muted); }
.tabs ul { padding: 0; list-style: none; }
.tabs a { display: inline-flex; gap: 8px; padding: 8px 16px; color: inherit; }
.tabs a[aria-current] { font-weight: 600; border-bottom: 2px solid var(--underlineNav-borderColor-active, #fd8c73); }
.banner { display: flex; align-items: center; gap: 8px; margin-bottom: 8px; padding: 8px 16px; border: 1px solid var(--borderColor-default); border-radius: 6px; font-size: 12px; }
.columns { display: flex; gap: 16px; align-items: flex-start; }
.tree { flex: 0 0 296px; min-width: 0; width: 296px; position: sticky; top: 0; max-height: 100vh; overflow: auto; font-size: 14px; }
.tree-row { display: flex; align-items: center; gap: 8px; height: 32px; padding: 0 8px; overflow: hidden; white-space: nowrap; color: var(--fgColor-default); border-radius: 6px; }
.tree-row a { color: inherit; }
.tree-row > .tree-label { overflow: hidden; text-overflow: ellipsis; }
.tree-status { margin-left: auto; color: var(--fgColor-success); }
.files { flex: 1; min-width: 0; }
.block { margin-bottom: 16px; border: 1px solid var(--borderColor-default); border-radius: 6px; }
.header-wrapper, .file-header { position: sticky; top: 0; z-index: 1; background: var(--bgColor-muted); border-bottom: 1px solid var(--borderColor-default); border-radius: 6px 6px 0 0; }
.header { display: flex; align-items: center; height: 44px; padding: 0 8px; }
.path-section { display: flex; align-items: center; padding: 0 4px; overflow: hidden; }
.path-section h3 { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.path-section h3 a { color: var(--fgColor-default); }
.right { display: flex; flex: 1; justify-content: flex-end; align-items: center; gap: 8px; white-space: nowrap; font-size: 12px; }
.icon-button { display: inline-grid; place-items: center; flex-shrink: 0; width: 28px; height: 28px; padding: 0; color: var(--fgColor-muted); background: none; border: 0; border-radius: 6px; list-style: none; }
.file-header { display: flex; align-items: center; min-height: 44px; padding: 5px 10px; }
.file-info { flex: 1 1 auto; min-width: 0; }
.Truncate { display: inline-flex; max-width: 100%; min-width: 0; }
.Truncate-text { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font: 12px/20px var(--fontStack-monospace, monospace); color: var(--fgColor-default); }
.file-actions label { font-weight: 400; font-size: 12px; }
.file-actions { flex-shrink: 0; margin-left: 8px; }
.code { height: 160px; overflow: hidden; font: 12px/20px var(--fontStack-monospace, monospace); white-space: pre; }
.code > div { padding: 0 10px 0 60px; }
.code > .hunk { color: var(--fgColor-muted); background: var(--bgColor-accent-muted); }
.code > .added { background: var(--diffBlob-additionLine-bgColor, var(--bgColor-success-muted)); }
.code > .gone { background: var(--diffBlob-deletionLine-bgColor, var(--bgColor-danger-muted)); }
.comment { padding: 16px; border: 1px solid var(--borderColor-default); border-radius: 6px; }
.crumbs { display: flex; align-items: center; gap: 4px; min-height: 32px; padding-bottom: 12px; font-size: 16px; }
.blob-bar { display: flex; align-items: center; gap: 8px; height: 44px; padding: 0 8px; font-size: 12px; background: var(--bgColor-muted); border: 1px solid var(--borderColor-default); border-radius: 6px 6px 0 0; }
.list { padding: 0; list-style: none; border: 1px solid var(--borderColor-default); border-radius: 6px; }
.list-row { display: flex; gap: 8px; padding: 8px 16px; border-top: 1px solid var(--borderColor-muted); }
.list-row:first-child { border-top: 0; }
.list-row > .octicon { margin-top: 4px; color: var(--fgColor-open); }
.list-main { flex: 1; min-width: 0; }
.list-title { font-size: 16px; font-weight: 600; color: var(--fgColor-default); }
.list-meta { font-size: 12px; color: var(--fgColor-muted); }
@media (max-width: 767px) { .tree { display: none; } .file-header { flex-direction: column; align-items: stretch; } .meta { flex-wrap: wrap; } }
`;
