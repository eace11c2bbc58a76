/** Pull requests that pages of this browser have shown. */
import { z } from 'zod';
import type { PullFacts } from './page-view.ts';

const FILES_MAX = 3_000;
const SEEN_MAX = 200;
const slug = z.string().max(255);

/** What a page says of itself: GitHub's text, and so not ours. */
export const pullFacts = z.strictObject({
	repo: slug,
	number: z.int().min(1).optional(),
	base: slug.optional(),
	head: slug.optional(),
	headRepo: slug.optional(),
	files: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(FILES_MAX),
	isUnmarked: z.boolean(),
}) satisfies z.ZodType<unknown, Partial<PullFacts> | PullFacts>;
export type Pull = z.infer<typeof pullFacts>;

export const seenPull = z.object({ repo: slug, head: slug, headRepo: slug.optional(), number: z.int().min(1) });
export type SeenPull = z.infer<typeof seenPull>;

export function withSeen(seen: SeenPull[], pull: Pull): SeenPull[] {
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

const forkOf = (repo: string, head: string | undefined): string => head ?? repo;

export const isOnPull = (agent: Branched, pull: Pick<Pull, 'repo' | 'head' | 'headRepo'>): boolean =>
	agent.branch !== undefined &&
	agent.branch === pull.head &&
	(agent.repo === pull.repo ? forkOf(agent.repo, agent.head) === forkOf(pull.repo, pull.headRepo) : agent.repo === pull.headRepo);

/** Where an agent's branch is under review, as far as a page has shown it. */
export function pullUrl(agent: Branched, seen: SeenPull[]): string | undefined {
	const pull = seen.find((each) => isOnPull(agent, each));
	return pull === undefined ? undefined : `https://${pull.repo}/pull/${pull.number}`;
}
