/** The file's name above a file view: the end of its breadcrumbs. React's is a heading, with its slash before it; the classic page's a class of long ago. */
const TITLES = '[data-testid="breadcrumbs-filename"] h1, h1[id^="file-name-id"], .final-path';

/** GitHub draws it more than once, for narrow and for sticky headers. */
export const fileTitles = (document: Document): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(TITLES)];

/** The one that is shown. */
export function fileTitle(document: Document, path: string): HTMLElement | undefined {
	const name = path.split('/').at(-1);
	return fileTitles(document).find((title) => title.textContent?.trim() === name && title.getClientRects().length > 0);
}

export const hasFileTitle = (document: Document): boolean => fileTitles(document).length > 0;
