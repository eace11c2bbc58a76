/** Taller than this is no row any more. */
const ROW_MAX_PX = 72;
const known = new WeakMap<HTMLElement, HTMLElement>();
const guesses = new WeakSet<Element>();

/** Whether this is no row but a label that was not drawn: as soon as it is, its row has to be found. */
export const isGuess = (row: Element): boolean => guesses.has(row);

/** The widest element around a label that is still one row. Found by size, once, since names and nesting change. */
export function rowAround(label: HTMLElement): HTMLElement {
	const before = known.get(label);
	if (before?.contains(label)) return before;
	if (label.getClientRects().length === 0) {
		guesses.add(label);
		return label;
	}
	guesses.delete(label);
	let row = label.parentElement ?? label;
	for (
		let around = row.parentElement;
		around !== null && around.offsetHeight <= ROW_MAX_PX && !isPage(around);
		around = around.parentElement
	) {
		if (around.offsetWidth >= row.offsetWidth) row = around;
	}
	known.set(label, row);
	return row;
}

const isPage = (element: Element): boolean => element === document.body || element.matches('main, [role="main"]');
