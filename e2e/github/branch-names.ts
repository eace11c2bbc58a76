/** How a React header names branches. */
import { escapeHtml } from './frame.ts';
import { ownerOf, type Pull } from './pull.ts';

export const treeHref = (slug: string, branch: string): string => `/${slug}/tree/${branch.split('/').map(encodeURIComponent).join('/')}`;

export const branchName = (slug: string, branch: string, text = branch): string =>
	`<a class="branch" href="${escapeHtml(treeHref(slug, branch))}" data-component="BranchName">${escapeHtml(text)}</a>`;

/** The base and the head side by side; of a fork with their owners, and of one that is gone without a link. */
export function branchPair(pull: Pull): string {
	const isFork = pull.head !== pull.slug;
	const owned = (slug: string, branch: string) => (isFork || pull.isHeadGone === true ? `${ownerOf(slug)}:${branch}` : branch);
	const head =
		pull.isHeadGone === true
			? '<span class="branch">unknown repository</span>'
			: branchName(pull.head, pull.branch, owned(pull.head, pull.branch));
	return `<div style="display:inline">${branchName(pull.slug, pull.base, owned(pull.slug, pull.base))} <span>from </span>${head}</div>`;
}

/** What a pull request is stacked on, as a banner. */
export const stackBanner = (pull: Pull): string =>
	pull.stackedOn === undefined
		? ''
		: `<div class="banner"><span>Stack</span>${pull.stackedOn.map((branch) => `<span>${branchName(pull.slug, branch)}</span>`).join('')}</div>`;
