/** The pull requests that a list shows: the link of each title. */
import { isSameName, pathOf, slugOf } from '../slug.ts';

/** React's names for titles; and of classic rows, the id that has the number in it. Other links in a row may lead to another one's pull request. */
const TITLES = '[data-testid="listitem-title-link"], [data-testid="issue-pr-title-link"], [data-listview-item-title-container] h3 a';
const CLASSIC = 'a[id^="issue_"]';
/** What holds one entry of a merge queue, as far as it has a name of long ago or a role. */
const ENTRY = 'li, tr, [role="listitem"], [role="row"], .Box-row';
/** A page of a list has half as many at most. */
const REPOS_MAX = 50;

/** What a link to a pull request's own page, and to no tab of it, says. */
interface PullLink {
	link: HTMLElement;
	slug: string;
	number: number;
}

/** Of a repository's pull requests, by number. */
export const pullLinks = (document: Document, repo: string): Map<number, HTMLElement> => byNumber(titlesIn(document), repo);

/** The repositories that a list of whatever pull requests names, as `acme/api`. */
export function listedSlugs(document: Document): string[] {
	const slugs = new Map(titlesIn(document).map(({ slug }) => [slug.toLowerCase(), slug]));
	return [...slugs.values()].slice(0, REPOS_MAX);
}

/**
 * Of a merge queue's pull requests, by number. Its titles have no names: but an entry that leads to one pull request and to no other is
 * that one's.
 */
export function queueLinks(document: Document, repo: string): Map<number, HTMLElement> {
	const byEntry = new Map<Element, PullLink[]>();
	for (const link of linksIn(document, 'a[href*="/pull/"]')) {
		const entry = link.link.closest(ENTRY);
		if (entry !== null) byEntry.set(entry, [...(byEntry.get(entry) ?? []), link]);
	}
	const titles = [...byEntry.values()].flatMap(([first, ...others]) => {
		if (first === undefined || others.some(({ slug, number }) => number !== first.number || !isSameName(slug, first.slug))) return [];
		return [first, ...others].find(({ link, number }) => isWorded(link, number)) ?? [];
	});
	return byNumber(titles, repo);
}

/** An icon, a count and the number itself are no title. */
const isWorded = (link: HTMLElement, number: number): boolean =>
	!['', String(number), `#${number}`].includes(link.textContent?.trim() ?? '');

function byNumber(links: PullLink[], repo: string): Map<number, HTMLElement> {
	const found = new Map<number, HTMLElement>();
	for (const { link, slug, number } of links) if (isSameName(slug, slugOf(repo)) && !found.has(number)) found.set(number, link);
	return found;
}

const titlesIn = (document: Document): PullLink[] =>
	linksIn(document, `${TITLES}, ${CLASSIC}`).filter((each) => each.link.matches(TITLES) || isClassicTitle(each));

/** `issue_7`, where rows may be of any repository `issue_7_acme_api`, and the same with `_link` after it. */
function isClassicTitle({ link, slug, number }: PullLink): boolean {
	const names = [`issue_${number}`, `issue_${number}_${slug.replace('/', '_')}`];
	return names.some((name) => isSameName(link.id, name) || isSameName(link.id, `${name}_link`));
}

function linksIn(document: Document, selector: string): PullLink[] {
	return [...document.querySelectorAll<HTMLElement>(selector)].flatMap((link) => {
		const found = /^\/([^/]+\/[^/]+)\/pull\/([1-9]\d*)\/?$/.exec(pathOf(link));
		return found === null ? [] : [{ link, slug: found[1] as string, number: Number(found[2]) }];
	});
}
