/**
 * What is read of a page once, for as long as it stays as it is: looking through tens of thousands of nodes takes longer than all else, and
 * marks and side panel ask for the same.
 */
let changes = 0;

/** The page is another one than before, or may be. */
export const pageChanged = (): void => {
	changes++;
};

/** `read` is asked again once the page has changed. */
export function untilChange<Page extends object, Out>(
	read: (document: Document, page: Page) => Out,
): (document: Document, page: Page) => Out {
	const known = new WeakMap<Page, { document: Document; at: number; out: Out }>();
	return (document, page) => {
		const before = known.get(page);
		if (before !== undefined && before.document === document && before.at === changes) return before.out;
		const out = read(document, page);
		known.set(page, { document, at: changes, out });
		return out;
	};
}
