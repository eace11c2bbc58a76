/** What a file view says of the file that it shows: in the data that it was drawn from, and in its breadcrumbs. */
import { isObject, tellingObjects, textIn } from './embedded-data.ts';
import type { RefAndPath } from './file-path.ts';
import { fileTitles } from './file-title.ts';
import { isSameName, slugOf, treeLink } from './slug.ts';

/** A payload of another repository's page, left behind by a navigation, says nothing. */
export function payloadFiles(document: Document, repo: string): RefAndPath[] {
	const objects = tellingObjects(document);
	const repos = objects.flatMap(({ repo: named }) => (isObject(named) ? [`${textIn(named, 'ownerLogin')}/${textIn(named, 'name')}`] : []));
	if (repos.some((named) => !isSameName(named, slugOf(repo)))) return [];
	return objects.flatMap((object) => {
		const { refInfo } = object;
		const [ref, path] = [isObject(refInfo) ? textIn(refInfo, 'name') : undefined, textIn(object, 'path')];
		return ref === undefined || path === undefined ? [] : [{ ref, path }];
	});
}

/** The first of the breadcrumbs leads to the repository at the branch, each that follows to a folder, and the last is the file's name. */
const FIRST = '[data-testid="breadcrumbs-repo-link"], .js-repo-root a';
/** How far around the name they stand. */
const AROUND_MAX = 4;

export function breadcrumbFiles(document: Document, repo: string): RefAndPath[] {
	return fileTitles(document).flatMap((title) => {
		const [first, ...others] = linksAround(title).map(treeLink);
		const links = [first, ...others].filter((link) => link !== undefined);
		const last = links.at(-1);
		const name = title.textContent?.trim();
		if (first === undefined || last === undefined || !name || links.some(({ slug }) => !isSameName(slug, slugOf(repo)))) return [];
		if (last.tree !== first.tree && !last.tree.startsWith(`${first.tree}/`)) return [];
		const folder = last.tree.slice(first.tree.length + 1);
		return [{ ref: first.tree, path: folder === '' ? name : `${folder}/${name}` }];
	});
}

/** The nearest breadcrumbs around a file's name, from the first on. */
function linksAround(title: HTMLElement): Element[] {
	let around: Element | null = title.parentElement;
	for (let step = 0; step < AROUND_MAX && around !== null; step++, around = around.parentElement) {
		const first = around.querySelector(FIRST);
		if (first === null) continue;
		const links = [...around.querySelectorAll('a')];
		return links.slice(links.indexOf(first as HTMLAnchorElement));
	}
	return [];
}
