/**
 * Files that a pull request renames: GitHub names their blocks by the new path, and agents elsewhere are in the old one. The data that
 * the page was drawn from says which files those are, and has both paths of those that it has the contents of; of others the blocks'
 * headers have them.
 */
import { blockId } from '../file-block.ts';
import type { GitHubPage } from '../page.ts';
import { untilChange } from '../until-change.ts';
import { payloadFiles, type RenamedFile } from './pull-payload.ts';

const HEADERS = '[data-diff-header-wrapper] a[href^="#diff-"], .file-header a[href^="#diff-"]';
const BLOCK_LINK = /^#diff-([0-9a-f]{64})$/;
/** Between the two paths in a classic header's title. */
const ARROW = ' → ';

/** Of the paths that agents are in, those that are some file's old one on the page as it is now. */
export function renamesOf(document: Document, page: GitHubPage, paths: Iterable<string>): Map<string, RenamedFile> {
	const { listed, headers } = renamingOn(document, page);
	const renames = new Map<string, RenamedFile>();
	for (const old of headers.length + (listed?.renames.size ?? 0) === 0 ? [] : paths) {
		const found = listed?.renames.get(old) ?? headers.find((header) => header.isFrom(old));
		if (found !== undefined) renames.set(old, { path: found.path, digest: found.digest });
	}
	return renames;
}

const renamingOn = untilChange((document, page: GitHubPage) => {
	const listed = payloadFiles(document, page);
	const links =
		listed === undefined ? [...document.querySelectorAll(HEADERS)] : listed.otherRenamed.map((digest) => linkOf(document, digest));
	return { listed, headers: links.map((link) => link && headerOf(link)).filter((header) => header !== undefined && header !== null) };
});

function linkOf(document: Document, digest: string): Element | null | undefined {
	const id = blockId(digest);
	return document.getElementById(id)?.querySelector(`a[href="#${id}"]`);
}

type Header = RenamedFile & { isFrom(old: string): boolean };
const read = new WeakMap<Element, { href: string | null; header: Header | undefined }>();

/** Read once for as long as it is the same file's. */
function headerOf(link: Element): Header | undefined {
	const href = link.getAttribute('href');
	const before = read.get(link);
	if (before?.href === href) return before.header;
	const digest = BLOCK_LINK.exec(href ?? '')?.[1];
	const header = digest === undefined ? undefined : (classicHeader(link, digest) ?? reactHeader(link, digest));
	read.set(link, { href, header });
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
	const shown = link.querySelector('[aria-hidden="true"]');
	const seen = shown?.querySelector(':scope > svg')?.previousSibling?.textContent?.trim();
	const whole = shown?.nextElementSibling?.textContent?.trim();
	if (!path || !seen || !whole?.endsWith(` ${path}`)) return undefined;
	const end = seen.replace(/^…/, '');
	return { path, digest, isFrom: (old) => old !== path && old.endsWith(end) && whole.startsWith(`${old} `) };
}
