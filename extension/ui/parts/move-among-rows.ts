const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** From a row to the one before or after, in whichever list: for `onkeydown` around rows, each of which has `data-row`. */
export function moveAmongRows(event: KeyboardEvent): void {
	const step = STEPS[event.key];
	if (step === undefined || !(event.target instanceof HTMLElement) || !event.target.matches('[data-row]')) return;
	if (focusRow(step)) event.preventDefault();
}

/** The row so many further on from the focused one, or the first. Whether there was one. */
export function focusRow(step: number): boolean {
	const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
	const from = rows.indexOf(document.activeElement as HTMLElement);
	const next = from === -1 ? rows[0] : rows[from + step];
	next?.focus();
	return next !== undefined;
}
