/** The branches of the pull request that is shown, as far as facts of the page name them and do not contradict each other. */
import type { PullFacts } from '../../../contract/page-view.ts';
import { agreed } from '../agreed.ts';
import type { GitHubPage } from '../page.ts';
import { isShownInPlace } from '../shown.ts';
import { hostOf } from '../slug.ts';
import { untilChange } from '../until-change.ts';
import { type HeaderBranches, headerBranches } from './pull-header.ts';
import { type PayloadPull, payloadPulls } from './pull-payload.ts';

export interface PullBranches {
	base: string | undefined;
	head: PullHead | undefined;
}

export interface PullHead {
	branch: string;
	/** `github.com/jake/api`: another repository than the pull request's for a fork. */
	repo: string;
	/** The best of those that say so. */
	source: NonNullable<PullFacts['source']>;
	/** What may show the head's name: GitHub draws it more than once. */
	labels: HTMLElement[];
}

export const pullBranches = untilChange((document, page: GitHubPage): PullBranches => {
	if (page.kind !== 'pull') return { base: undefined, head: undefined };
	return branchesOf(page.repo, payloadPulls(document, page), headerBranches(document, page.repo, page.number));
});

/** The head's name where it is drawn: what is said of the branch stands beside it. */
export const shownLabel = (head: PullHead): HTMLElement | undefined => head.labels.find(isShownInPlace);

/** `payload` and `header`: what each of the two says, more than once perhaps. */
export function branchesOf(repo: string, payload: PayloadPull[], header: HeaderBranches[]): PullBranches {
	const base = agreed([...payload, ...header].map((each) => each.base));
	const linked = header.map(({ head }) => head && nameOf(`${hostOf(repo)}/${head.slug}`, head.branch));
	const said = payload.map((pull) => (pull.head === undefined ? undefined : nameOf(pull.headRepo ?? '', pull.head)));
	const name = agreed([...said, ...linked]);
	const isTold = said.some((each) => each !== undefined);
	if (name === undefined) return { base, head: undefined };
	const [headRepo = '', branch = ''] = name.split('\0');
	// A repository that is gone has nobody at work, and no pull request leads from a branch to itself.
	if (headRepo === '' || name === nameOf(repo, base ?? '')) return { base, head: undefined };
	const labels = header.flatMap(({ head, label }) => (head !== undefined && label !== undefined ? [label] : []));
	return { base, head: { branch, repo: headRepo, source: isTold ? 'payload' : 'header', labels } };
}

/** Names of repositories know no case, those of branches do. */
const nameOf = (repo: string, branch: string): string => `${repo.toLowerCase()}\0${branch}`;
