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
}

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
