/** The pull requests that a list shows: the link of each title. */
const TITLES =
	'[data-hovercard-type="pull_request"], [data-testid="listitem-title-link"], [data-testid="issue-pr-title-link"], [id^="issue_"]';

/** By number. Without any attribute that we know, the first link with text that leads to a pull request is its title. */
export function pullLinks(document: Document, repo: string): Map<number, HTMLElement> {
	const slug = repo.split('/').slice(1).join('/');
	const links = [...document.querySelectorAll<HTMLAnchorElement>(`a[href*="/${CSS.escape(slug)}/pull/" i]`)];
	const found = new Map<number, HTMLElement>();
	for (const isSure of [true, false]) {
		for (const link of links) {
			const number = Number(/\/pull\/([1-9]\d*)$/.exec(link.pathname)?.[1]);
			if (!Number.isInteger(number) || found.has(number) || link.textContent?.trim() === '') continue;
			if (!isSure || link.matches(TITLES)) found.set(number, link);
		}
	}
	return found;
}
