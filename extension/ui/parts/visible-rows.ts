/** Which rows of a long list are drawn: those in sight and some around them. Pure; all in px. */

export interface VisibleRows {
	from: number;
	/** The first that is not drawn any more. */
	to: number;
	/** The room that those take which are not drawn. */
	before: number;
	after: number;
}

/** `top`: how far the list's beginning lies above what is in sight, `height`: of what is in sight. */
export function visibleRows(heights: readonly number[], top: number, height: number, around: number): VisibleRows {
	const visible: VisibleRows = { from: 0, to: heights.length, before: 0, after: 0 };
	let at = 0;
	let isIn = false;
	for (const [index, each] of heights.entries()) {
		const end = at + each;
		if (!isIn && end > top - around) {
			isIn = true;
			visible.from = index;
			visible.before = at;
		}
		if (isIn && at >= top + height + around) {
			visible.to = index;
			visible.after = heights.slice(index).reduce((sum, rest) => sum + rest, 0);
			return visible;
		}
		at = end;
	}
	return isIn ? visible : { from: heights.length, to: heights.length, before: at, after: 0 };
}
