/** Which of GitHub's pages an address is. Works on any GitHub host: an Enterprise one has the same paths. */
export type GitHubPage =
	| RepoPage
	/** Pull requests of whatever repositories: which those are, only the page tells. */
	| { kind: 'all-pulls'; host: string };

/** A page of one repository. */
export type RepoPage =
	| { kind: 'pull'; repo: string; number: number; tab: 'conversation' | 'files' | 'other' }
	| { kind: 'pulls'; repo: string }
	/** The pull requests that wait to be merged, one after the other. */
	| { kind: 'queue'; repo: string }
	| { kind: 'compare'; repo: string }
	/** One commit, of whatever branch. */
	| { kind: 'commit'; repo: string }
	/** `refAndPath` as in the address, `feat/x/src/login.ts`: it does not tell where the branch's name ends. */
	| { kind: 'file'; repo: string; refAndPath: string };

/** First segments of addresses that are no owner's. */
const NOT_OWNERS = new Set(['orgs', 'settings', 'marketplace', 'notifications', 'search', 'topics', 'sponsors', 'users', 'apps']);

const COMMIT = /^[0-9a-f]{7,40}$/;

/** `undefined` where the page shows nothing that an agent could be in. */
export function pageAt(url: URL): GitHubPage | undefined {
	const [owner, name, section, ...rest] = decoded(url.pathname).split('/').slice(1);
	if (owner === 'pulls') return { kind: 'all-pulls', host: url.hostname };
	if (!owner || !name || !section || NOT_OWNERS.has(owner)) return undefined;
	const repo = `${url.hostname}/${owner}/${name}`;
	switch (section) {
		case 'pull':
			return pullPage(repo, rest);
		case 'pulls':
			return { kind: 'pulls', repo };
		case 'queue':
			return rest[0] ? { kind: 'queue', repo } : undefined;
		case 'compare':
			return { kind: 'compare', repo };
		case 'commit':
			return COMMIT.test(rest[0] ?? '') ? { kind: 'commit', repo } : undefined;
		case 'blob':
		case 'blame':
			return rest.length < 2 ? undefined : { kind: 'file', repo, refAndPath: rest.join('/') };
		default:
			return undefined;
	}
}

function pullPage(repo: string, [number, section, commit]: string[]): RepoPage | undefined {
	if (number === undefined || !/^[1-9]\d*$/.test(number)) return undefined;
	return { kind: 'pull', repo, number: Number(number), tab: tabOf(section, commit) };
}

function tabOf(section: string | undefined, commit: string | undefined): 'conversation' | 'files' | 'other' {
	if (section === undefined || section === '') return 'conversation';
	// One commit of the pull request shows its files as all of them together do.
	return section === 'files' || section === 'changes' || (section === 'commits' && commit) ? 'files' : 'other';
}

function decoded(pathname: string): string {
	try {
		return decodeURIComponent(pathname);
	} catch (error) {
		if (error instanceof URIError) return pathname;
		throw error;
	}
}
