/**
 * A file's block on Files changed and on a comparison. In React and classic pages alike its id is `diff-` and the SHA-256 of
 * the path (of the new one for a rename), so that no class name is needed to find it.
 */
export const blockId = (digest: string): string => `diff-${digest}`;

/** GitHub has other ids that start with `diff-`. */
const BLOCK_ID = /^diff-[0-9a-f]{64}$/;

export interface FileHeader {
	header: HTMLElement;
	/** What shows the path: the file's own link. */
	label: HTMLElement;
}

/** The block's header, where the block is on the page and looks like one. */
export function fileHeader(document: Document, digest: string): FileHeader | undefined {
	const id = blockId(digest);
	const block = document.getElementById(id);
	const label = block?.querySelector<HTMLElement>(`a[href="#${id}"]`);
	if (!block || !label) return undefined;
	const header = label.closest<HTMLElement>(`[data-diff-header-wrapper], [data-anchor="${id}"]`) ?? firstChildAround(block, label);
	return { header, label };
}

/** Without any attribute that we know, the header is what the block starts with. */
function firstChildAround(block: HTMLElement, label: HTMLElement): HTMLElement {
	let around = label;
	while (around.parentElement !== null && around.parentElement !== block) around = around.parentElement;
	return around;
}

/** Whether the page shows any file's block at all. */
export function hasFileBlocks(document: Document): boolean {
	for (const candidate of document.querySelectorAll('[id^="diff-"]')) if (BLOCK_ID.test(candidate.id)) return true;
	return false;
}
