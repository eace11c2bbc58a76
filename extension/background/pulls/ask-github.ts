/**
 * Asks GitHub for the open pull request of a branch: https://docs.github.com/rest/pulls/pulls#list-pull-requests. The only
 * place that sends a person's token, and https://api.github.com the only one that gets it.
 */
import { request } from '@octokit/request';
import { z } from 'zod';
import type { GithubFault } from '../../contract/github-access.ts';
import type { SeenPull } from '../../contract/pull.ts';
import type { PullQuestion } from './pull-questions.ts';

const TIMEOUT_MS = 10_000;

const answer = z.array(
	z.object({ number: z.int().min(1), head: z.object({ ref: z.string(), repo: z.object({ full_name: z.string() }).nullable() }) }),
);

/** What Octokit throws where GitHub answered with a refusal; without an answer (no network, too late) there is no `response`. */
const refused = z.object({ status: z.number(), response: z.object({ headers: z.record(z.string(), z.unknown()) }) });

/** `undefined` where the branch has no open pull request. */
export async function askGithub(question: PullQuestion, token: string, signal: AbortSignal): Promise<SeenPull | GithubFault | undefined> {
	const [, owner = '', repo = ''] = question.repo.split('/');
	const headRepo = question.headRepo ?? question.repo;
	try {
		const { data } = await request('GET /repos/{owner}/{repo}/pulls', {
			owner,
			repo,
			head: `${headRepo.split('/')[1]}:${question.head}`,
			state: 'open',
			headers: { authorization: `Bearer ${token}` },
			request: { fetch: fetchUnnamed, signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) },
		});
		const pulls = answer.safeParse(data).data;
		if (pulls === undefined) return 'unexpected';
		// GitHub ignores a `head` that it does not understand, and lists every pull request.
		const pull = pulls.find(({ head }) => head.ref === question.head && isSlug(headRepo, head.repo?.full_name));
		return pull && { ...question, number: pull.number, source: 'api' };
	} catch (error) {
		return faultOf(error);
	}
}

/**
 * Octokit names itself, which Firefox would ask GitHub's leave for. Of the headers that need leave, GitHub documents Authorization:
 * https://docs.github.com/rest/using-the-rest-api/using-cors-and-jsonp-to-make-cross-origin-requests
 */
function fetchUnnamed(url: string, { headers, ...init }: RequestInit): Promise<Response> {
	const unnamed = new Headers(headers);
	unnamed.delete('user-agent');
	return fetch(url, { ...init, headers: unnamed });
}

const isSlug = (slug: string, fullName: string | undefined): boolean => slug.toLowerCase() === `github.com/${fullName}`.toLowerCase();

function faultOf(error: unknown): GithubFault {
	const refusal = refused.safeParse(error).data;
	if (refusal === undefined) return 'unreachable';
	const { status, response } = refusal;
	const isTooMuch = response.headers['x-ratelimit-remaining'] === '0' || response.headers['retry-after'] !== undefined;
	if (status === 401) return 'token';
	if (status === 429 || (status === 403 && isTooMuch)) return 'limit';
	return status === 403 || status === 404 ? 'hidden' : 'unexpected';
}
