/** What the data that a pull request's page was drawn from says of it: where it is of the pull request in the address, GitHub's own word. */
import { isObject, type Json, listIn, tellingObjects, textIn } from '../embedded-data.ts';
import type { GitHubPage } from '../page.ts';
import { hostOf, isSameName, slugOf } from '../slug.ts';

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

export interface RenamedFile {
	/** Its path now, and the SHA-256 of that. */
	path: string;
	digest: string;
}

export interface PayloadFiles {
	/** Files that the pull request renames, by their old paths, as far as the payload has their contents. */
	renames: ReadonlyMap<string, RenamedFile>;
	/** SHA-256 of the path now of those that it renames, too. */
	otherRenamed: readonly string[];
}

const read = new WeakMap<Json, PayloadFiles>();

/** `undefined` where no payload lists files of the address's pull request. Read once for as long as the payload is there. */
export function payloadFiles(document: Document, page: GitHubPage): PayloadFiles | undefined {
	const route = page.kind === 'pull' ? routesOf(document, page).find((each) => listIn(each, 'diffSummaries').length > 0) : undefined;
	if (route === undefined) return undefined;
	const files = read.get(route) ?? filesIn(route);
	read.set(route, files);
	return files;
}

function filesIn(route: Json): PayloadFiles {
	// A copy leaves what it was made of where it was.
	const isRenamed = ({ changeType, status }: Json) => changeType === 'RENAMED' || status === 'RENAMED';
	const renames = new Map<string, RenamedFile>();
	for (const content of listIn(route, 'diffContents').filter(isRenamed)) {
		const [before, path, digest] = [pathIn(content['oldTreeEntry']), pathIn(content['newTreeEntry']), textIn(content, 'pathDigest')];
		if (before !== undefined && path !== undefined && digest !== undefined && before !== path) renames.set(before, { path, digest });
	}
	const withContents = new Set([...renames.values()].map(({ digest }) => digest));
	const renamed = listIn(route, 'diffSummaries').filter(isRenamed);
	const digests = renamed.flatMap((file) => textIn(file, 'pathDigest') ?? []);
	return { renames, otherRenamed: digests.filter((digest) => !withContents.has(digest)) };
}

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
