/** Which pull request a branch belongs to, as far as pages, or GitHub's API, have shown it. Pure. */
import type { Pull, SeenPull } from '../contract/pull.ts';

const SEEN_MAX = 200;

export function withSeen(seen: SeenPull[], pull: Omit<Pull, 'files' | 'isUnmarked'>): SeenPull[] {
	const { repo, head, headRepo, number } = pull;
	if (head === undefined || number === undefined) return seen;
	const known = seen.find((each) => each.repo === repo && each.head === head && each.headRepo === headRepo);
	if (known?.number === number) return seen;
	return [{ repo, head, headRepo, number }, ...seen.filter((each) => each !== known)].slice(0, SEEN_MAX);
}

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
