/** Finds free room in a row of somebody else's page, by what is drawn there and not by what it is called. */
import { drawnIn, type Stretch, textRight } from './drawn-in.ts';

/** In the viewport's px. */
export interface FreeSpace {
	left: number;
	top: number;
	/** What is taken by nothing, less a margin on either side; 0 where there is none. */
	width: number;
	height: number;
	/** How much of the row's left edge nothing is drawn along, up to what a pointer hits with ease. */
	edgeWidth: number;
	row: Pick<DOMRect, 'left' | 'top' | 'height'>;
}

const HEIGHT = 24;
const MARGIN = 8;
/** A row's own padding; further in, clicks are the page's. */
const EDGE_MAX = 12;

/**
 * The widest stretch right of `label` that nothing is drawn in; `undefined` while the row or its label are not shown.
 * `isClickable`: a link that is wider than its text is not to be covered either.
 */
export function widestFreeSpace(row: HTMLElement, label: HTMLElement, isClickable: boolean): FreeSpace | undefined {
	const rowRect = row.getBoundingClientRect();
	if (rowRect.width === 0 || !isSeen(label)) return undefined;
	const labelRect = label.getBoundingClientRect();
	const middle = labelRect.top + labelRect.height / 2;
	const height = Math.min(HEIGHT, rowRect.height);
	const top = Math.min(Math.max(middle - height / 2, rowRect.top), rowRect.bottom - height);
	const from = Math.min(textRight(label, isClickable), visibleRight(label, row));
	const drawn = drawnIn(row, label);
	const isInTheWay = (rect: Stretch) => rect.right > from && rect.left > labelRect.left && rect.top < top + height && rect.bottom > top;
	return {
		...widest(drawn.filter(isInTheWay), from, visibleRight(row, undefined)),
		top,
		height,
		edgeWidth: Math.min(EDGE_MAX, ...[...drawn, labelRect].map(({ left }) => Math.max(0, left - rowRect.left))),
		row: rowRect,
	};
}

/** Hidden copies of labels are drawn, too, for narrow windows and headers that stick. */
function isSeen(label: HTMLElement): boolean {
	if (label.getClientRects().length === 0) return false;
	return label.checkVisibility({ opacityProperty: true, visibilityProperty: true, checkOpacity: true, checkVisibilityCSS: true });
}

/** Where an element ends as far as it is seen: what holds it may cut it off. `within` is the last that is asked; else, all that clip. */
function visibleRight(element: HTMLElement, within: HTMLElement | undefined): number {
	let seen = element.getBoundingClientRect().right;
	for (let around = element.parentElement; around instanceof HTMLElement; around = around.parentElement) {
		if (within !== undefined && !within.contains(around)) break;
		const { right } = around.getBoundingClientRect();
		if (right < seen && (within !== undefined || getComputedStyle(around).overflowX !== 'visible')) seen = right;
		// A form's own fields may have the names of what is asked here.
		if (around instanceof HTMLFormElement) break;
	}
	return seen;
}

/** Half open. */
function widest(drawn: Stretch[], from: number, to: number): { left: number; width: number } {
	let best = { left: from, width: 0 };
	let free = from;
	const take = (until: number) => {
		const width = until - free - 2 * MARGIN;
		if (width > best.width) best = { left: free + MARGIN, width };
	};
	for (const rect of drawn.toSorted((one, other) => one.left - other.left)) {
		take(rect.left);
		free = Math.max(free, rect.right);
	}
	take(to);
	return best;
}
