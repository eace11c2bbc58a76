/** `github.com/acme/api` is the host and the slug `acme/api`. */
export const hostOf = (repo: string): string => repo.slice(0, repo.indexOf('/'));
export const slugOf = (repo: string): string => repo.slice(repo.indexOf('/') + 1);

/** GitHub's names of owners and repositories know no case, and an address has them as somebody typed it. */
export const isSameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

export interface TreeLink {
	slug: string;
	/** `main`, `main/src`: only what the link stands for tells where the branch's name ends. */
	tree: string;
}

/** Of a link to `/acme/api/tree/feat/x`. `undefined` where it leads elsewhere. */
export function treeLink(link: Element): TreeLink | undefined {
	const found = /^\/([^/]+\/[^/]+)\/tree\/(.+?)\/?$/.exec(pathOf(link));
	return found === null ? undefined : { slug: found[1] as string, tree: found[2] as string };
}

/** The path that a link leads to on this host, decoded; empty where it leads to another. */
export function pathOf(link: Element): string {
	const { location } = link.ownerDocument;
	const base = location?.href ?? 'https://github.com/';
	const href = link.getAttribute('href') ?? '';
	if (!URL.canParse(href, base)) return '';
	const url = new URL(href, base);
	return url.host === new URL(base).host ? decoded(url.pathname) : '';
}

export function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch (error) {
		if (error instanceof URIError) return text;
		throw error;
	}
}
