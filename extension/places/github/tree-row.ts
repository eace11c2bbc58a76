/** A file's row in the tree beside the files. React's rows have the whole path as their id, classic ones the digest. */
import { blockId } from './file-block.ts';

export interface TreeRow {
	row: HTMLElement;
	label: HTMLElement;
}

export function treeRow(document: Document, path: string, digest: string): TreeRow | undefined {
	const item = treeItem(document.getElementById(path)) ?? treeItem(document.getElementById(`file-tree-item-${blockId(digest)}`));
	if (item === undefined) return undefined;
	const label = item.querySelector<HTMLElement>(`a[href="#${blockId(digest)}"]`) ?? item;
	return { row: item, label };
}

/** Any element may have a path as its id; only one that stands in a tree is a row. */
const treeItem = (element: HTMLElement | null): HTMLElement | undefined =>
	element !== null && element.closest('[role="tree"]') !== null ? element : undefined;
