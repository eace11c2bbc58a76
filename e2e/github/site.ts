/** The fixture site: which page of ours stands at which GitHub address. */
import type { GitHub } from './answer.ts';
import { classicConversationPage, classicFilesPage, commitPage, commitsPage, comparePage } from './classic-pull.ts';
import { classicFilePage, filePage } from './file-page.ts';
import { inGerman, withClassesRenamed, withThemes } from './frame.ts';
import { largeFilesPage } from './large-pull.ts';
import type { Theme } from './primer.ts';
import { type Pull, pullPath } from './pull.ts';
import { classicAllPullsPage, classicPullsPage, queuePage, reactAllPullsPage, reactPullsPage } from './pulls-page.ts';
import { compareStartPage, nothingToComparePage } from './quiet-pages.ts';
import { reactConversationPage, reactFilesPage } from './react-pull.ts';

/** A list with more files than this is virtualised. */
const VIRTUALISED_FROM = 100;

export interface SiteOptions {
	/** Signed-out visitors get the classic pages. */
	signedOut?: boolean;
	/** The day that GitHub renames every class. */
	classesRenamed?: boolean;
	/** What a person has chosen by day and by night. */
	themes?: readonly [Theme, Theme];
	/** As a browser translates it. */
	isGerman?: boolean;
}

/**
 * A site with these pull requests: /pull/N (Conversation), /pull/N/changes (React), /pull/N/files (classic), /pull/N/commits and one
 * of them, /commit/SHA, /compare and /compare/…, /blob/REF/PATH and /blame/REF/PATH, /pulls, /queue/BRANCH; and those of all of their
 * repositories: /pulls/….
 */
export function site(pulls: readonly Pull[], options: SiteOptions = {}): GitHub {
	const isClassic = options.signedOut === true;
	return (url) => {
		// Names of repositories know no case.
		const pathname = url.pathname.replace(/^\/[^/]+\/[^/]+/, (slug) => slug.toLowerCase());
		for (const pull of pulls) {
			const page = pageOf(pull, pathname, isClassic);
			if (page !== undefined) return dressed(page, options);
		}
		if (/^\/pulls(\/|$)/.test(pathname)) return dressed((isClassic ? classicAllPullsPage : reactAllPullsPage)(pulls), options);
		const [, slug, section, rest] =
			/^\/([^/]+\/[^/]+)\/(pulls|queue|blob|blame|compare)(?:\/(.+))?$/.exec(decodeURIComponent(pathname)) ?? [];
		const own = pulls.filter((pull) => pull.slug === slug);
		const page = slug === undefined || section === undefined ? undefined : repositoryPage(own, { slug, section, rest }, isClassic);
		return page && dressed(page, options);
	};
}

function dressed(html: string, { classesRenamed, themes, isGerman }: SiteOptions): string {
	const themed = themes === undefined ? html : withThemes(html, ...themes);
	const translated = isGerman === true ? inGerman(themed) : themed;
	return classesRenamed === true ? withClassesRenamed(translated) : translated;
}

function pageOf(pull: Pull, pathname: string, isClassic: boolean): string | undefined {
	const at = pullPath(pull);
	if (pathname === at) return isClassic ? classicConversationPage(pull) : reactConversationPage(pull);
	if (pathname === `${at}/changes`) return pull.files.length > VIRTUALISED_FROM ? largeFilesPage(pull) : reactFilesPage(pull);
	if (pathname === `${at}/files`) return classicFilesPage(pull);
	if (pathname === `${at}/commits`) return commitsPage(pull);
	if (pathname.startsWith(`${at}/commits/`)) return classicFilesPage(pull);
	if (pathname.startsWith(`/${pull.slug}/commit/`)) return commitPage(pull);
	if (pathname === `/${pull.slug}/compare/main...main`) return nothingToComparePage(pull.slug);
	if (pathname.startsWith(`/${pull.slug}/compare/`)) return comparePage(pull);
	return undefined;
}

function repositoryPage(
	pulls: readonly Pull[],
	{ slug, section, rest }: { slug: string; section: string; rest: string | undefined },
	isClassic: boolean,
): string | undefined {
	if (section === 'pulls') return isClassic ? classicPullsPage(slug, pulls) : reactPullsPage(slug, pulls);
	if (section === 'queue') return queuePage(slug, pulls);
	if (section === 'compare') return compareStartPage(slug);
	// Of the site's branches, the one that the address starts with; GitHub knows its branches, too.
	const branch = ['main', 'release/1.0', ...pulls.map((pull) => pull.branch)].find((each) => rest?.startsWith(`${each}/`));
	if (branch === undefined || rest === undefined) return undefined;
	return (isClassic ? classicFilePage : filePage)(slug, branch, rest.slice(branch.length + 1));
}
