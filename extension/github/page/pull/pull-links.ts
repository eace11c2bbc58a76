/** The pull requests that a list shows: the link of each title. */
import { isSameName, pathOf, slugOf } from '../slug.ts';

/** React's names for titles; and of classic rows, the id that has the number in it. Other links in a row may lead to another one's pull request. */
const TITLES = '[data-testid="listitem-title-link"], [data-testid="issue-pr-title-link"], [data-listview-item-title-container] h3 a';
const CLASSIC_ID = /^issue_(\d+)(?:_link)?$/;

/** By number. */
export function pullLinks(document: Document, repo: string): Map<number, HTMLElement> {
	const found = new Map<number, HTMLElement>();
	for (const link of document.querySelectorAll<HTMLElement>(`${TITLES}, a[id^="issue_"]`)) {
		const [, owner, name, section, text, ...more] = pathOf(link).split('/');
		const number = Number(/^[1-9]\d*$/.exec(text ?? '')?.[0]);
		if (section !== 'pull' || more.length > 0 || Number.isNaN(number) || !isSameName(`${owner}/${name}`, slugOf(repo))) continue;
		if ((link.matches(TITLES) || CLASSIC_ID.exec(link.id)?.[1] === text) && !found.has(number)) found.set(number, link);
	}
	return found;
}
