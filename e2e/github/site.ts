/** The fixture site: which page of ours stands at which GitHub address. */
import type { GitHub } from './answer.ts';
import { classicConversationPage, classicFilesPage, comparePage } from './classic-pull.ts';
import { filePage } from './file-page.ts';
import { withClassesRenamed } from './frame.ts';
import { largeFilesPage } from './large-pull.ts';
import { type Pull, pullPath } from './pull.ts';
import { classicPullsPage, reactPullsPage } from './pulls-page.ts';
import { reactConversationPage, reactFilesPage } from './react-pull.ts';

/** A list with more files than this is virtualised. */
const VIRTUALISED_FROM = 100;

export interface SiteOptions {
	/** Signed-out visitors get the classic pages. */
	signedOut?: boolean;
	/** The day that GitHub renames every class. */
	classesRenamed?: boolean;
}

/** A site with these pull requests: /pull/N (Conversation), /pull/N/changes (React), /pull/N/files (classic), /compare/…, /blob/REF/PATH, /pulls. */
export function site(pulls: readonly Pull[], options: SiteOptions = {}): GitHub {
	const dress = options.classesRenamed === true ? withClassesRenamed : (html: string) => html;
	return (url) => {
		// Names of repositories know no case.
		const pathname = url.pathname.replace(/^\/[^/]+\/[^/]+/, (slug) => slug.toLowerCase());
		for (const pull of pulls) {
			const page = pageOf(pull, pathname, options.signedOut === true);
			if (page !== undefined) return dress(page);
		}
		const [, slug, section, refAndPath] = /^\/([^/]+\/[^/]+)\/(pulls|blob)(?:\/(.+))?$/.exec(decodeURIComponent(pathname)) ?? [];
		if (slug === undefined) return undefined;
		if (section === 'pulls') return dress(options.signedOut === true ? classicPullsPage(slug, pulls) : reactPullsPage(slug, pulls));
		// Of the site's branches, the one that the address starts with; GitHub knows its branches, too.
		const branch = ['main', ...pulls.map((pull) => pull.branch)].find((each) => refAndPath?.startsWith(`${each}/`));
		if (branch !== undefined && refAndPath !== undefined) return dress(filePage(slug, branch, refAndPath.slice(branch.length + 1)));
		return undefined;
	};
}

function pageOf(pull: Pull, pathname: string, isSignedOut: boolean): string | undefined {
	const at = pullPath(pull);
	if (pathname === at) return isSignedOut ? classicConversationPage(pull) : reactConversationPage(pull);
	if (pathname === `${at}/changes`) return pull.files.length > VIRTUALISED_FROM ? largeFilesPage(pull) : reactFilesPage(pull);
	if (pathname === `${at}/files`) return classicFilesPage(pull);
	if (pathname.startsWith(`/${pull.slug}/compare/`)) return comparePage(pull);
	return undefined;
}
