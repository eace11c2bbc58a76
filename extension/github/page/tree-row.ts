/**
 * A file's row in the tree beside the files. React's rows have the whole path as their id, classic ones the digest; where rows have none,
 * they link to the file's block.
 */
import { blockId } from './file-block.ts';

export const treeRow = (document: Document, path: string, digest: string): HTMLElement | undefined =>
	rowNamed(document, path) ?? rowNamed(document, `file-tree-item-${blockId(digest)}`) ?? rowLinking(document, digest);

/** Any element may have a path as its id, and the page has ids that a file may be named by. */
function rowNamed(document: Document, id: string): HTMLElement | undefined {
	const element = document.getElementById(id);
	if (element === null || isRow(element)) return element ?? undefined;
	const quoted = id.replaceAll(/["\\]/g, '\\$&');
	return document.querySelector<HTMLElement>(`[role="treeitem"][id="${quoted}"]`) ?? undefined;
}

const isRow = (element: Element): boolean => element.getAttribute('role') === 'treeitem';

function rowLinking(document: Document, digest: string): HTMLElement | undefined {
	const tree = document.getElementById('pr-file-tree');
	// One row tells of all: a tree of thousands is not looked through for what it has not.
	if (tree === null || tree.querySelector('[role="treeitem"]')?.id !== '') return undefined;
	const link = tree.querySelector(`a[href="#${blockId(digest)}"]`);
	return link?.closest<HTMLElement>('[role="treeitem"]') ?? undefined;
}

/** What shows the file's name in its row. */
export function fileName(row: HTMLElement, path: string): HTMLElement {
	const name = path.slice(path.lastIndexOf('/') + 1);
	for (const element of row.querySelectorAll<HTMLElement>('*')) {
		if (element.childElementCount === 0 && element.textContent?.trim() === name) return element;
	}
	return row;
}
