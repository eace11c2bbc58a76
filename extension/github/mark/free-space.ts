/** Finds free room in a row of somebody else's page, by what is drawn there and not by what it is called. */

/** In the viewport's px. */
export interface FreeSpace {
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
const CONTROLS = 'button, summary, input, select, img, svg';
/** Screen readers' texts are one px wide. */
const VISIBLE_PX = 2;

interface Stretch {
	left: number;
	right: number;
}

/** The widest stretch right of `label` that nothing is drawn in; `undefined` while the row is not shown. */
export function widestFreeSpace(row: HTMLElement, label: HTMLElement): FreeSpace | undefined {
	const rowRect = row.getBoundingClientRect();
	const labelRect = label.getBoundingClientRect();
	if (rowRect.width === 0 || labelRect.width === 0) return undefined;
	const labelRight = visibleRight(label, row, labelRect.right);
	const middle = labelRect.top + labelRect.height / 2;
	const drawn = [...drawnIn(row, middle)]
		.filter(({ left, right }) => right > labelRight && left > labelRect.left)
		.sort((one, other) => one.left - other.left);
	const height = Math.min(HEIGHT, rowRect.height);
	const top = Math.min(Math.max(middle - height / 2, rowRect.top), rowRect.bottom - height);
	return { ...widest(drawn, labelRight, rowRect.right), top, height, labelRight, row: rowRect };
}

/** Controls, and text as far as it is seen, at this height. What merely holds them may be as wide as it likes. */
function* drawnIn(row: HTMLElement, middle: number): Iterable<Stretch> {
	const isHere = ({ top, bottom, width }: DOMRect) => width > VISIBLE_PX && top <= middle && bottom >= middle;
	for (const control of row.querySelectorAll(CONTROLS)) {
		const rect = control.getBoundingClientRect();
		if (isHere(rect)) yield rect;
	}
	const range = document.createRange();
	const texts = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
	for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
		const holder = text.parentElement?.getBoundingClientRect();
		if (text.nodeValue?.trim() === '' || holder === undefined || holder.width <= VISIBLE_PX) continue;
		range.selectNodeContents(text);
		const rect = range.getBoundingClientRect();
		if (isHere(rect)) yield { left: rect.left, right: Math.min(rect.right, holder.right) };
	}
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
function widest(drawn: Stretch[], from: number, to: number): { left: number; width: number } {
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
