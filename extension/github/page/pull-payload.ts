/** What the data that a pull request's page was drawn from says of it: where it is of the pull request in the address, GitHub's own word. */
import { isObject, type Json, listIn, tellingObjects, textIn } from './embedded-data.ts';
import type { GitHubPage } from './page.ts';
import { hostOf, isSameName, slugOf } from './slug.ts';

type PullPage = Extract<GitHubPage, { kind: 'pull' }>;

export interface PayloadPull {
	base: string | undefined;
	head: string | undefined;
	/** `github.com/jake/api`. Absent: the repository that the branch was in is gone. */
	headRepo: string | undefined;
}

/** What each of the page's payloads says of the pull request in the address: its layout and its tab have one each. */
export function payloadPulls(document: Document, page: PullPage): PayloadPull[] {
	return routesOf(document, page).map((route) => pullOf(route['pullRequest'] as Json, page));
}

/** Of the files that the pull request renames, as far as the page has their contents: by the old path. */
export function payloadRenames(document: Document, page: GitHubPage): Map<string, { path: string; digest: string }> {
	const renames = new Map<string, { path: string; digest: string }>();
	if (page.kind !== 'pull') return renames;
	for (const content of routesOf(document, page).flatMap((route) => listIn(route, 'diffContents'))) {
		const [before, after, digest] = [pathIn(content['oldTreeEntry']), pathIn(content['newTreeEntry']), textIn(content, 'pathDigest')];
		// A copy leaves what it was made of where it was.
		if (textIn(content, 'status') !== 'RENAMED' || before === undefined || after === undefined || digest === undefined) continue;
		if (before !== after) renames.set(before, { path: after, digest });
	}
	return renames;
}

/** Whether the payload lists files of the pull request: then its page shows some. */
export const hasPayloadFiles = (document: Document, page: PullPage): boolean =>
	routesOf(document, page).some((route) => listIn(route, 'diffSummaries').length > 0);

/** The parts of the payload that hold the address's pull request and its repository side by side. */
const routesOf = (document: Document, page: PullPage): Json[] =>
	tellingObjects(document).filter(
		({ pullRequest, repository }) =>
			isObject(pullRequest) && isObject(repository) && pullRequest['number'] === page.number && isRepository(repository, page.repo),
	);

function isRepository(repository: Json, repo: string): boolean {
	return isSameName(`${textIn(repository, 'ownerLogin')}/${textIn(repository, 'name')}`, slugOf(repo));
}

function pullOf(pull: Json, page: PullPage): PayloadPull {
	const [owner, name] = [textIn(pull, 'headRepositoryOwnerLogin'), textIn(pull, 'headRepositoryName')];
	return {
		base: textIn(pull, 'baseBranch'),
		head: textIn(pull, 'headBranch'),
		headRepo: owner === undefined || name === undefined ? undefined : `${hostOf(page.repo)}/${owner}/${name}`,
	};
}

const pathIn = (entry: unknown): string | undefined => (isObject(entry) ? textIn(entry, 'path') : undefined);
