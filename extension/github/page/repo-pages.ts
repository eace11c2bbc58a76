/** Which repositories a page shows: one by its address, or those that a list of pull requests names. */
import type { GitHubPage, RepoPage } from './page.ts';
import { listedSlugs } from './pull/pull-links.ts';

/** The page as one of each of its repositories. */
export function repoPages(document: Document, page: GitHubPage): RepoPage[] {
	if (page.kind !== 'all-pulls') return [page];
	return listedSlugs(document).map((slug) => ({ kind: 'pulls', repo: `${page.host}/${slug}` }));
}
