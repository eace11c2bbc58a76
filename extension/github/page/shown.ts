/** Whether an element is drawn, and not in a copy that sticks to the window while one scrolls. */
export function isShownInPlace(element: HTMLElement): boolean {
	if (!element.checkVisibility({ visibilityProperty: true })) return false;
	for (let around: HTMLElement | null = element; around !== null; around = around.parentElement) {
		const { position } = getComputedStyle(around);
		if (position === 'sticky' || position === 'fixed') return false;
	}
	return true;
}
