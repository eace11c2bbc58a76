/** Finds free room in a row of somebody else's page, by what is drawn there and not by what it is called. */

/** In the viewport's px. */
export interface Gap {
	left: number;
	top: number;
	width: number;
	height: number;
	/** Where the label ends, as far as it is seen. */
	labelRight: number;
	/** The whole row, for what is drawn along its edge. */
	row: DOMRect;
}

const HEIGHT = 24;
const MARGIN = 8;
/** What is drawn rather than what holds it. */
const DRAWN = 'a, button, summary, input, label, svg, img, span, code';
/** Screen readers' texts are one px wide. */
const VISIBLE_WIDTH = 2;

/** The widest stretch right of `label` that nothing is drawn in; `undefined` while the row is not shown. */
export function widestGap(row: HTMLElement, label: HTMLElement): Gap | undefined {
	const rowRect = row.getBoundingClientRect();
	const labelRect = label.getBoundingClientRect();
	if (rowRect.width === 0 || labelRect.width === 0) return undefined;
	const labelRight = visibleRight(label, row, labelRect.right);
	const middle = labelRect.top + labelRect.height / 2;
	const drawn = [...row.querySelectorAll(DRAWN)]
		.map((element) => element.getBoundingClientRect())
		.filter(
			(rect) =>
				rect.width > VISIBLE_WIDTH && rect.top <= middle && rect.bottom >= middle && rect.right > labelRight && rect.left > labelRect.left,
		)
		.sort((one, other) => one.left - other.left);
	const height = Math.min(HEIGHT, rowRect.height);
	const top = Math.min(Math.max(middle - height / 2, rowRect.top), rowRect.bottom - height);
	return { ...widest(drawn, labelRight, rowRect.right), top, height, labelRight, row: rowRect };
}

/** A long label is cut off by what holds it. */
function visibleRight(label: HTMLElement, row: HTMLElement, right: number): number {
	let seen = right;
	for (let around = label.parentElement; around !== null && row.contains(around); around = around.parentElement) {
		seen = Math.min(seen, around.getBoundingClientRect().right);
	}
	return seen;
}

/** Half open; `drawn` from left to right. */
function widest(drawn: DOMRect[], from: number, to: number): { left: number; width: number } {
	let best = { left: from, width: 0 };
	let free = from;
	const take = (until: number) => {
		const width = until - free - 2 * MARGIN;
		if (width > best.width) best = { left: free + MARGIN, width };
	};
	for (const rect of drawn) {
		take(rect.left);
		free = Math.max(free, rect.right);
	}
	take(to);
	return best;
}
