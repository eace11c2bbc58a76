/**
 * Files that a pull request renames: GitHub names their blocks by the new path, and agents elsewhere are in the old one. The data that
 * the page was drawn from knows those that it has the contents of; of the others the blocks' headers have both paths.
 */
import type { GitHubPage } from './page.ts';
import { payloadRenames } from './pull-payload.ts';

export interface Renamed {
	/** Its path now, and the SHA-256 of that. */
	path: string;
	digest: string;
}

const HEADERS = '[data-diff-header-wrapper] a[href^="#diff-"], .file-header a[href^="#diff-"]';
const BLOCK_LINK = /^#diff-([0-9a-f]{64})$/;
/** Between the two paths in a classic header's title. */
const ARROW = ' → ';

/** Of the paths that agents are in, those that are some file's old one, on the page as it is now. */
export function renamesOf(document: Document, page: GitHubPage, paths: Iterable<string>): Map<string, Renamed> {
	const known = payloadRenames(document, page);
	const headers = [...document.querySelectorAll(HEADERS)].map(headerOf).filter((header) => header !== undefined);
	const renames = new Map<string, Renamed>();
	for (const path of known.size + headers.length === 0 ? [] : paths) {
		const found = known.get(path) ?? headers.find((header) => header.isFrom(path));
		if (found !== undefined) renames.set(path, { path: found.path, digest: found.digest });
	}
	return renames;
}

type Header = Renamed & { isFrom(path: string): boolean };
const read = new WeakMap<Element, { text: string; header: Header | undefined }>();

/** Read once for as long as it says the same. */
function headerOf(link: Element): Header | undefined {
	const text = `${link.getAttribute('href')}${link.getAttribute('title')}${link.textContent}`;
	const before = read.get(link);
	if (before?.text === text) return before.header;
	const digest = BLOCK_LINK.exec(link.getAttribute('href') ?? '')?.[1];
	const header = digest === undefined ? undefined : (classicHeader(link, digest) ?? reactHeader(link, digest));
	read.set(link, { text, header });
	return header;
}

function classicHeader(link: Element, digest: string): Header | undefined {
	const path = link.closest('[data-path]')?.getAttribute('data-path');
	const title = link.getAttribute('title');
	const from = path && title?.endsWith(`${ARROW}${path}`) ? title.slice(0, -`${ARROW}${path}`.length) : undefined;
	return from === undefined || !path ? undefined : { path, digest, isFrom: (old) => old === from };
}

/**
 * Both paths, cut short, around an arrow; and for screen readers both whole, with words of the person's language between them. So the old
 * one is at the whole's beginning, and ends as what stands before the arrow does.
 */
function reactHeader(link: Element, digest: string): Header | undefined {
	const path = link.closest('[data-diff-header-wrapper]')?.querySelector('[data-file-path]')?.getAttribute('data-file-path');
	const arrow = link.querySelector('[aria-hidden="true"] > svg');
	const [seen, whole] = [arrow?.previousSibling?.textContent?.trim(), spoken(link)];
	if (!path || !seen || whole === undefined || !whole.endsWith(` ${path}`)) return undefined;
	const end = seen.replace(/^…/, '');
	return { path, digest, isFrom: (old) => old !== path && old.endsWith(end) && whole.startsWith(`${old} `) };
}

function spoken(link: Element): string | undefined {
	const shown = link.querySelector('[aria-hidden="true"]');
	return shown?.nextElementSibling?.textContent?.trim();
}
