/** How a driven browser is answered where it asks for GitHub. */

/** A GitHub Enterprise server, whose pages have the same paths. */
export const ENTERPRISE = 'git.acme.dev';

/** Something else than a page as GitHub sends them. */
export interface OtherPage {
	body: string;
	contentType?: string;
	/** Beside GitHub's own policy. */
	policy?: string;
}

/** Which page of ours stands at an address, if any. */
export type GitHub = (url: URL) => string | OtherPage | undefined;

/** As strict as GitHub's own towards whatever is not GitHub's; the pages of ours have their scripts in them. */
const POLICY = [
	"default-src 'none'",
	"base-uri 'self'",
	"script-src github.githubassets.com 'unsafe-inline'",
	"style-src github.githubassets.com 'unsafe-inline'",
	"connect-src 'self'",
	"img-src 'self' data:",
].join('; ');

interface Answer {
	status: number;
	contentType: string;
	headers: Record<string, string>;
	body: string;
}

export function answerOf(github: GitHub, address: string): Answer {
	const found = github(new URL(address));
	const page: OtherPage | undefined = typeof found === 'string' ? { body: found } : found;
	const contentType = page?.contentType ?? 'text/html; charset=utf-8';
	const policy = page?.policy === undefined ? POLICY : `${POLICY}; ${page.policy}`;
	return {
		status: page === undefined ? 404 : 200,
		contentType,
		// As GitHub says: without it a browser may show what stood at an address before.
		headers: { 'content-type': contentType, 'content-security-policy': policy, 'cache-control': 'max-age=0, private, must-revalidate' },
		body: page?.body ?? 'Not found',
	};
}
