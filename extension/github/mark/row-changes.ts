/** Tells when a row with a mark in it may look different than when the mark was fitted. Of what is told first, that is at once. */
const CHANGES: MutationObserverInit = { childList: true, characterData: true, attributes: true, subtree: true };

export class RowChanges {
	readonly #onChange: (row: Element) => void;
	readonly #resized = new ResizeObserver((entries) => {
		for (const { target } of entries) this.#onChange(target);
	});
	readonly #observers = new Map<Element, MutationObserver>();

	constructor(onChange: (row: Element) => void) {
		this.#onChange = onChange;
	}

	watch(row: Element): void {
		const observer = new MutationObserver(() => this.#onChange(row));
		observer.observe(row, CHANGES);
		this.#observers.set(row, observer);
		this.#resized.observe(row);
	}

	forget(row: Element): void {
		this.#observers.get(row)?.disconnect();
		this.#observers.delete(row);
		this.#resized.unobserve(row);
	}
}
