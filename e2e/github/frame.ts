/** What every fixture page has around it: a site that looks and measures like GitHub, light and dark, in our own words. */
import { createHash } from 'node:crypto';
import { icon } from './icons.ts';
import { primer, type Theme } from './primer.ts';
import { SITE_STYLE } from './site-style.ts';

export const digest = (path: string): string => createHash('sha256').update(path).digest('hex');

export const escapeHtml = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** JSON inside a script element: a `<` must not close it. */
export const scriptJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** `slug`, `acme/api`: whose navigation stands above the page, as on every page of a repository. */
export const frame = (title: string, body: string, slug?: string): string => `<!DOCTYPE html>
<html lang="en" data-color-mode="auto" data-light-theme="light" data-dark-theme="dark"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)} · GitHub</title><style>${primer('light', 'dark')}${SITE_STYLE}</style></head>
<body><div class="AppHeader">${appHeader(slug)}</div><main><div class="wide">${body}</div></main></body></html>`;

function appHeader(slug: string | undefined): string {
	const [owner, name] = slug?.split('/') ?? [];
	const crumbs =
		slug === undefined
			? ''
			: `<a class="Link--primary" href="/${owner}">${owner}</a> / <a class="Link--primary text-bold" href="/${slug}">${name}</a>`;
	const sections =
		slug === undefined
			? ''
			: `<nav class="AppHeader-local" aria-label="Repository"><a href="/${slug}">Code</a><a href="/${slug}/issues">Issues</a><a href="/${slug}/pulls">Pull requests</a><a href="/${slug}/actions">Actions</a></nav>`;
	return `<div class="AppHeader-bar"><a class="color-fg-default" href="/" aria-label="Homepage">${icon('mark', 32)}</a>${crumbs}</div>${sections}`;
}

/** What Primer's own scripts and readers of a screen rely on. */
const KEPT = /^(?:sr-only)$/;

/** The same page on the day that every class has another name, in its markup and its style alike. */
export function withClassesRenamed(html: string): string {
	const rename = (name: string) => (KEPT.test(name) ? name : `x${digest(name).slice(0, 7)}`);
	return html
		.replace(/<style>[\s\S]*?<\/style>/g, (style) => style.replace(/\.([a-zA-Z][\w-]*)/g, (_, name: string) => `.${rename(name)}`))
		.replace(/class="([^"]*)"/g, (_, names: string) => `class="${names.split(/\s+/).map(rename).join(' ')}"`);
}

/** The same page for a person who has chosen other themes by day and by night. */
export const withThemes = (html: string, light: Theme, dark: Theme): string =>
	html
		.replace(primer('light', 'dark'), () => primer(light, dark))
		.replace('data-light-theme="light" data-dark-theme="dark"', `data-light-theme="${light}" data-dark-theme="${dark}"`);

/** What a translation changes: the words around names, in texts and in those for screen readers. */
const GERMAN: readonly [RegExp, string][] = [
	[/ wants to merge (\d+) commits into/g, ' möchte $1 Commits übernehmen in'],
	[/ merged (\d+) commits into/g, ' hat $1 Commits übernommen in'],
	[/>from </g, '>aus <'],
	[/ from\n/g, ' aus\n'],
	[/ renamed to /g, ' umbenannt in '],
	[/>(Open|Draft|Merged|Closed|Queued)</g, '>Zustand<'],
	[/>Files changed/g, '>Geänderte Dateien'],
	[/>Conversation/g, '>Unterhaltung'],
	[/>Commits/g, '>Übertragungen'],
	[/>Viewed</g, '>Gesehen<'],
	[/>(All pull requests|Pull requests)</g, '>Übernahmen<'],
	[/aria-label="(?:Breadcrumbs|File Tree Navigation|File tree|Copy path|Collapse file|Repository|Homepage)/g, 'aria-label="Bereich'],
	[/unknown repository/g, 'unbekanntes Archiv'],
	[/ opened by /g, ' eröffnet von '],
];

/** The same page as a browser translates it for a person who reads German. */
export const inGerman = (html: string): string =>
	GERMAN.reduce((page, [words, others]) => page.replace(words, others), html).replace('lang="en"', 'lang="de"');
