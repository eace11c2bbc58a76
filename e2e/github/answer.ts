/** How a driven browser is answered where it asks for GitHub. */

/** A GitHub Enterprise server, whose pages have the same paths. */
export const ENTERPRISE = 'git.acme.dev';

/** Which page of ours stands at an address, if any. */
export type GitHub = (url: URL) => string | undefined;

export function answerOf(github: GitHub, address: string): { status: number; contentType: string; body: string } {
	const page = github(new URL(address));
	return { status: page === undefined ? 404 : 200, contentType: 'text/html; charset=utf-8', body: page ?? 'Not found' };
}
