/** Which branches GitHub is asked about, and when. Pure. */
import { z } from 'zod';
import { type GithubFault, githubFaults } from '../../contract/github-access.ts';
import type { SeenPull } from '../../contract/pull.ts';
import { type Branched, isOnPull } from '../../room/pull/pull-branch.ts';

/** A branch is asked about once in that time, and nothing is asked for as long where GitHub said that it is too much. */
export const AGAIN_MS = 10 * 60_000;
const AT_ONCE = 3;
/** And so many in that time: branches are teammates' words, and each question is one less of what GitHub answers this token in an hour. */
const ASKED_MAX = 60;
/** Names come from teammates: only such as GitHub gives out, so that no path can be made of them. */
const GITHUB_SLUG = /^github\.com\/[\w-]+\/(?!\.{1,2}$)[\w.-]+$/;

/** A pull request that is looked for: all of it but the answer. */
export type PullQuestion = Omit<SeenPull, 'number' | 'source'>;

/** What was asked, by `keyOf`, and when; `restUntil` as GitHub wants it. Times are this machine's clock. */
export const askedRecord = z.object({ asked: z.record(z.string(), z.number()), restUntil: z.number(), faults: githubFaults });
export type AskedRecord = z.infer<typeof askedRecord>;

export const nothingAsked = (): AskedRecord => ({ asked: {}, restUntil: 0, faults: {} });

export const keyOf = ({ repo, head, headRepo = repo }: PullQuestion): string => `${repo} ${headRepo} ${head}`;

/** The next few to ask. None with a token that does not work. */
export function questionsOf(agents: Iterable<Branched>, seen: SeenPull[], record: AskedRecord, now: number): PullQuestion[] {
	if (record.faults.token !== undefined || now < record.restUntil) return [];
	const recent = Object.values(record.asked).filter((at) => now - at < AGAIN_MS).length;
	const most = Math.min(AT_ONCE, ASKED_MAX - recent);
	const questions = new Map<string, PullQuestion>();
	if (most <= 0) return [];
	for (const agent of agents) {
		const { repo, branch, head = repo } = agent;
		if (branch === undefined || !GITHUB_SLUG.test(repo) || !GITHUB_SLUG.test(head)) continue;
		if (seen.some((pull) => isOnPull(agent, pull))) continue;
		const question = { repo, head: branch, ...(head !== repo && { headRepo: head }) };
		if (now - (record.asked[keyOf(question)] ?? Number.NEGATIVE_INFINITY) >= AGAIN_MS) questions.set(keyOf(question), question);
		if (questions.size === most) break;
	}
	return [...questions.values()];
}

/** Remembers that these are asked now, and forgets what may be asked again. */
export function withAsked(record: AskedRecord, questions: PullQuestion[], now: number): AskedRecord {
	const recent = Object.entries(record.asked).filter(([, at]) => now - at < AGAIN_MS);
	return { ...record, asked: Object.fromEntries([...recent, ...questions.map((question) => [keyOf(question), now] as const)]) };
}

export function withFault(record: AskedRecord, fault: GithubFault, now: number): AskedRecord {
	const faults = { ...record.faults, [fault]: (record.faults[fault] ?? 0) + 1 };
	return { ...record, faults, restUntil: fault === 'limit' ? now + AGAIN_MS : record.restUntil };
}
