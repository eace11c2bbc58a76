/**
 * What a pull request's header says of its branches. React: two names side by side, the base and then the head; other names stand in
 * the header, too (a stack's banner), are missing (a fork that is gone) or repeated (a header that sticks), and the conversation below
 * has pairs of its own. Classic pages name each by a class of long ago.
 */
import { isSameName, pathOf, slugOf, treeLink } from '../slug.ts';

/** One way in which the header says it. */
export interface HeaderBranches {
	base: string | undefined;
	/** Absent where the header does not link it: a branch's name alone does not say whose it is. */
	head: { slug: string; branch: string } | undefined;
	/** What shows the head's name. */
	label: HTMLElement | undefined;
}

const NAME = '[data-component="BranchName"]';
const CLASSIC_BASE = '.base-ref';
const CLASSIC_HEAD = '.head-ref';
const DESCRIPTION = '[data-component="PageHeader.Description"]';
/** Of copies elsewhere: React's own name for the part, within a class's. */
const SUMMARY = '[class*="PullRequestHeaderSummary"]';
/** What tells of other pull requests, and of this one's past: cards, and the conversation. */
const ELSEWHERE = '.Popover, .TimelineItem, .js-timeline-item';
const TITLE = '[data-component="PH_Title"]';
/** What people write has headings of its own. */
const WRITTEN = '.markdown-body';

/** All that say anything, in the page's order; whoever asks has to see whether they agree. */
export function headerBranches(document: Document, repo: string, number: number): HeaderBranches[] {
	// One by one: of a list of selectors a browser asks each node of the page.
	const named = [NAME, CLASSIC_BASE, CLASSIC_HEAD].flatMap((name) => [...document.querySelectorAll<HTMLElement>(name)]);
	const found = named.filter((name) => name.closest(ELSEWHERE) === null);
	if (found.length > 0 && isOfAnother(document, number)) return [];
	return [...reactPairs(found, slugOf(repo)), ...classicNames(found, slugOf(repo))];
}

/** An address changes before its page does: the title still has the number of the pull request before. */
function isOfAnother(document: Document, number: number): boolean {
	const copies = [...document.getElementsByTagName('h2')].filter((title) => title.matches(TITLE));
	const titles = [...document.getElementsByTagName('h1'), ...copies].filter((title) => title.closest(WRITTEN) === null);
	const numbers = titles.map(numberIn).filter((each) => each !== undefined);
	return numbers.length > 0 && !numbers.includes(String(number));
}

/** `#7`, or ` - #7` for screen readers. What somebody called it may be a number, too: the pull request's own stands last. */
function numberIn(title: Element): string | undefined {
	const parts = [...title.querySelectorAll('*')].map((part) => /^\W*#(\d+)$/.exec(part.textContent?.trim() ?? '')?.[1]);
	return parts.findLast((each) => each !== undefined);
}

/** The last name of a summary is the head's: where it is not half of a pair, the summary is not understood. */
function reactPairs(found: HTMLElement[], slug: string): HeaderBranches[] {
	const bySummary = grouped(
		found.filter((name) => name.matches(NAME)),
		summaryAround,
	);
	return [...bySummary].flatMap(([summary, names]) => {
		if (summary === undefined) return [];
		const groups = [...grouped(names, (name) => name.parentElement).values()];
		if (groups.find((group) => group.includes(names.at(-1) as HTMLElement))?.length !== 2) return [];
		return groups.flatMap(([base, head, ...more]) => (base && head && more.length === 0 ? [pairOf(base, head, slug)] : []));
	});
}

function grouped<Key>(names: HTMLElement[], keyOf: (name: HTMLElement) => Key): Map<Key, HTMLElement[]> {
	const groups = new Map<Key, HTMLElement[]>();
	for (const name of names) groups.set(keyOf(name), [...(groups.get(keyOf(name)) ?? []), name]);
	return groups;
}

function summaryAround(name: HTMLElement): Element | undefined {
	const description = name.closest(DESCRIPTION);
	if (description !== null) return description;
	const header = name.closest('header');
	if (header?.querySelector(TITLE)) return header;
	let summary: Element | undefined;
	for (let around = name.parentElement; around !== null; around = around.parentElement) if (around.matches(SUMMARY)) summary = around;
	return summary;
}

function pairOf(base: HTMLElement, head: HTMLElement, slug: string): HeaderBranches {
	const to = linked(head);
	// A base is always of the repository in the address.
	const isOfThis = isSameName(pathOf(base).split('/').slice(1, 3).join('/'), slug);
	return { base: isOfThis ? (linked(base)?.branch ?? written(base)) : undefined, head: isOfThis ? to : undefined, label: to && head };
}

/** The branch that a name links, where its text says the same. */
function linked(name: HTMLElement): HeaderBranches['head'] {
	const to = treeLink(name);
	const text = written(name);
	return to !== undefined && (text === undefined || text === to.tree) ? { slug: to.slug, branch: to.tree } : undefined;
}

/** `main`, `jake:feat/x`, `jake/api:feat/x`: no branch's name has a colon in it. */
const written = (name: HTMLElement): string | undefined => name.textContent?.trim().split(':').at(-1) || undefined;

function classicNames(found: HTMLElement[], slug: string): HeaderBranches[] {
	return found.flatMap((name): HeaderBranches[] => {
		if (name.matches(CLASSIC_HEAD)) return [{ base: undefined, head: classicBranch(name), label: name.querySelector('a') ?? name }];
		if (!name.matches(CLASSIC_BASE)) return [];
		const base = classicBranch(name);
		return [{ base: base && isSameName(base.slug, slug) ? base.branch : undefined, head: undefined, label: undefined }];
	});
}

/** Its title has both, `acme/api:feat/x`, and its link has to agree; a repository that is gone has neither. */
function classicBranch(name: HTMLElement): HeaderBranches['head'] {
	const titled = /^([^/:]+\/[^/:]+):(.+)$/.exec(name.getAttribute('title') ?? '');
	const link = name.querySelector('a');
	const to = link === null ? undefined : treeLink(link);
	if (titled === null) return to && { slug: to.slug, branch: to.tree };
	const [, slug = '', branch = ''] = titled;
	return to === undefined || (isSameName(to.slug, slug) && to.tree === branch) ? { slug, branch } : undefined;
}
