/** What the side panel is told of the pull request that this tab shows. */
import type { PullFacts } from '../../../contract/page-view.ts';
import type { GitHubPage } from '../page.ts';
import { madeDigests } from '../path-digests.ts';
import { isSameName } from '../slug.ts';
import { pullBranches } from './pull-branches.ts';
import { renamesOf } from './renames.ts';

const FILES_MAX = 3_000;
const BLOCK_LINK = /^#diff-([0-9a-f]{64})$/;

export function readPullFacts(document: Document, page: GitHubPage, isUnmarked: boolean): PullFacts | undefined {
	if (page.kind !== 'pull' && page.kind !== 'compare') return undefined;
	const { base, head } = pullBranches(document, page);
	return {
		repo: page.repo,
		number: page.kind === 'pull' ? page.number : undefined,
		base,
		head: head?.branch,
		headRepo: head === undefined || isSameName(head.repo, page.repo) ? undefined : head.repo,
		source: head?.source,
		files: [...filesOf(document), ...oldFilesOf(document, page)].slice(0, FILES_MAX),
		isUnmarked,
	};
}

/** Of files that it renames the old paths, as far as agents are in them: others' digests are of no use to anyone. */
function oldFilesOf(document: Document, page: GitHubPage): string[] {
	const digests = madeDigests();
	return [...renamesOf(document, page, digests.keys()).keys()].flatMap((path) => digests.get(path) ?? []);
}

let read = { looks: '', files: [] as string[] };

/**
 * The tree and the headers link to every block, whichever of them are drawn. Reading thousands of links takes some ms, counting
 * them less than one: they are read again only when they look different.
 */
function filesOf(document: Document): string[] {
	const links = document.querySelectorAll('a[href^="#diff-"]');
	const looks = [links.length, hashOf(links[0]), hashOf(links[links.length - 1])].join();
	if (looks !== read.looks) read = { looks, files: digestsIn(links) };
	return read.files;
}

function digestsIn(links: Iterable<Element>): string[] {
	const digests = new Set<string>();
	for (const link of links) {
		const digest = BLOCK_LINK.exec(hashOf(link))?.[1];
		if (digest !== undefined && digests.size < FILES_MAX) digests.add(digest);
	}
	return [...digests];
}

const hashOf = (link: Element | undefined): string => link?.getAttribute('href') ?? '';
