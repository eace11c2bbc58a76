/** A file's row in the tree beside the files. React's rows have the whole path as their id, classic ones the digest. */
import { blockId } from './file-block.ts';

export const treeRow = (document: Document, path: string, digest: string): HTMLElement | undefined =>
	treeItem(document.getElementById(path)) ?? treeItem(document.getElementById(`file-tree-item-${blockId(digest)}`));

/** Any element may have a path as its id. */
const treeItem = (element: HTMLElement | null): HTMLElement | undefined =>
	element?.getAttribute('role') === 'treeitem' ? element : undefined;

/** What shows the file's name in its row. */
export function fileName(row: HTMLElement, path: string): HTMLElement {
	const name = path.slice(path.lastIndexOf('/') + 1);
	for (const element of row.querySelectorAll<HTMLElement>('*')) {
		if (element.childElementCount === 0 && element.textContent?.trim() === name) return element;
	}
	return row;
}
