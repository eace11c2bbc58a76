/** The branches of the pull request that is shown, as its header names them: the base first, then the head. */
export interface PullBranches {
	base: string;
	head: string;
	/** `github.com/jake/api`: another repository than the pull request's for a fork. */
	headRepo: string;
	/** What shows the head's name. */
	label: HTMLElement;
}

/** React names its parts; classic pages have the classes of long ago, and titles like `acme/api:main`. */
const LINKS = ['a[data-component="BranchName"]', '.base-ref a, .head-ref a', 'span[title*=":"] > a[title*=":"][href*="/tree/"]'];

export function pullBranches(document: Document, host: string): PullBranches | undefined {
	for (const selector of LINKS) {
		const [baseLink, headLink] = shownPair([...document.querySelectorAll<HTMLAnchorElement>(selector)]);
		const base = baseLink && treeAt(baseLink);
		const head = headLink && treeAt(headLink);
		if (base && head) return { base: base.branch, head: head.branch, headRepo: `${host}/${head.slug}`, label: headLink };
	}
	return undefined;
}

/** GitHub repeats the two for a header that sticks: the pair that is shown, if any is. */
function shownPair(links: HTMLAnchorElement[]): HTMLAnchorElement[] {
	for (let from = 0; links.length > 2 && from + 1 < links.length; from += 2) {
		if (links[from + 1]?.checkVisibility() === true) return links.slice(from, from + 2);
	}
	return links;
}

/** `/acme/api/tree/feat/x` */
function treeAt(link: HTMLAnchorElement): { slug: string; branch: string } | undefined {
	const found = /^\/([^/]+\/[^/]+)\/tree\/(.+)$/.exec(link.pathname);
	return found ? { slug: found[1] as string, branch: decoded(found[2] as string) } : undefined;
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch (error) {
		if (error instanceof URIError) return text;
		throw error;
	}
}
