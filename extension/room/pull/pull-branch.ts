/** Which pull request a branch belongs to, as far as pages, or GitHub's API, have shown it. Pure. */
import { PULL_SOURCES, type PullSource } from '../../contract/page-view.ts';
import type { Pull, SeenPull } from '../../contract/pull.ts';

const SEEN_MAX = 200;

/** What is seen of a pull request: its branch, and how that is known. */
export type Seen = Pick<Pull, 'repo' | 'head' | 'headRepo' | 'number'> & { source?: PullSource | undefined };

/**
 * A pull request has one head: what is remembered of it is corrected by a source that is as good or better, and outlives a worse one.
 * A branch leads to the pull request that was seen for it last.
 */
export function withSeen(seen: SeenPull[], { repo, head, headRepo, number, source }: Seen): SeenPull[] {
	if (head === undefined || number === undefined || source === undefined) return seen;
	const fresh: SeenPull = { repo, head, headRepo, number, source };
	const before = seen.find((each) => isSame(each.repo, repo) && each.number === number);
	if (before !== undefined && rankOf(before.source) > rankOf(source)) return seen;
	if (before !== undefined && before.source === source && isSameBranch(before, fresh)) return seen;
	const others = seen.filter((each) => each !== before && !isSameBranch(each, fresh));
	return [fresh, ...others].slice(0, SEEN_MAX);
}

const rankOf = (source: PullSource): number => PULL_SOURCES.indexOf(source);

const isSameBranch = (one: SeenPull, other: SeenPull): boolean =>
	isSame(one.repo, other.repo) && one.head === other.head && isSame(one.headRepo ?? one.repo, other.headRepo ?? other.repo);

/** An agent's branch as a pull request's head: the fork, where there is one, must agree. */
export interface Branched {
	repo: string;
	branch?: string | undefined;
	head?: string | undefined;
}

/** GitHub's names of repositories know no case, and an address has them as somebody typed it. */
const isSame = (one: string, other: string | undefined): boolean => one.toLowerCase() === other?.toLowerCase();

export const isOnPull = (agent: Branched, pull: Pick<Pull, 'repo' | 'head' | 'headRepo'>): boolean =>
	agent.branch !== undefined &&
	agent.branch === pull.head &&
	(isSame(agent.repo, pull.repo) ? isSame(agent.head ?? agent.repo, pull.headRepo ?? pull.repo) : isSame(agent.repo, pull.headRepo));

/** Where an agent's branch is under review, as far as that is known. */
export function pullUrl(agent: Branched, seen: SeenPull[]): string | undefined {
	const pull = seen.find((each) => isOnPull(agent, each));
	return pull === undefined ? undefined : `https://${pull.repo}/pull/${pull.number}`;
}
