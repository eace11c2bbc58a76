/** A pull request of the fixture site. */
export interface Pull {
	/** `acme/api` */
	slug: string;
	number: number;
	title: string;
	author: string;
	base: string;
	branch: string;
	/** The repository that the branch is in: another one for a fork. */
	head: string;
	files: readonly string[];
	/** Open unless told. */
	state?: PullState;
	/** Of files that it renames, by the path now: the old one. */
	renamed?: Readonly<Record<string, string>>;
	/** The fork that the branch was in was deleted: nothing links it any more. */
	isHeadGone?: boolean;
	/** Names of branches in a banner above the header's own: those below it in a stack. */
	stackedOn?: readonly string[];
}

export type PullState = 'open' | 'draft' | 'queued' | 'merged' | 'closed';

export const pullPath = (pull: Pull): string => `/${pull.slug}/pull/${pull.number}`;

export const ownerOf = (slug: string): string => slug.split('/')[0] ?? '';
export const nameOf = (slug: string): string => slug.split('/')[1] ?? '';

export const login: Pull = {
	slug: 'acme/api',
	number: 7,
	title: 'Remember who signed in',
	author: 'jake',
	base: 'main',
	branch: 'feat/remember-me',
	head: 'acme/api',
	files: [
		'src/auth/login.ts',
		'src/auth/session.ts',
		'src/auth/session.test.ts',
		'src/server/middleware/authenticated-request-with-a-rather-long-name.ts',
		'README.md',
	],
};

/** From a fork. */
export const docs: Pull = {
	slug: 'acme/api',
	number: 12,
	title: 'Say how to sign in',
	author: 'bea',
	base: 'main',
	branch: 'docs/sign-in',
	head: 'bea/api',
	files: ['README.md', 'docs/sign-in.md'],
};

export const pullsWithStates: Pull[] = (['draft', 'queued', 'merged', 'closed'] as const).map((state, index) => ({
	...login,
	number: 20 + index,
	title: `Remember who signed in, ${state}`,
	state,
}));
