/**
 * Tells which rows are near enough to be drawn. GitHub's tree may have thousands of rows, and each that gets a node of ours makes
 * the browser lay the tree out anew: what nobody sees can wait.
 */
const MARGIN_PX = 1_000;

export class NearRows {
	readonly #observer: IntersectionObserver;
	readonly #waiting = new Set<Element>();
	readonly #near = new WeakSet<Element>();

	/** `onNearer`: rows that were asked for have come near. */
	constructor(onNearer: () => void) {
		this.#observer = new IntersectionObserver(
			(entries) => {
				const nearer = entries.filter(({ isIntersecting }) => isIntersecting);
				for (const { target } of nearer) {
					this.#near.add(target);
					this.#forget(target);
				}
				if (nearer.length > 0) onNearer();
			},
			{ rootMargin: `${MARGIN_PX}px` },
		);
	}

	/** Once near, a row stays so. One that is not yet is waited for. */
	isNear(row: Element): boolean {
		if (this.#near.has(row)) return true;
		if (this.#waiting.has(row)) return false;
		const { top, bottom, height } = row.getBoundingClientRect();
		if (height > 0 && top < window.innerHeight + MARGIN_PX && bottom > -MARGIN_PX) {
			this.#near.add(row);
			return true;
		}
		this.#waiting.add(row);
		this.#observer.observe(row);
		return false;
	}

	/** Waits for no others any more. */
	keepOnly(isWanted: (row: Element) => boolean): void {
		for (const row of this.#waiting) if (!isWanted(row)) this.#forget(row);
	}

	#forget(row: Element): void {
		this.#waiting.delete(row);
		this.#observer.unobserve(row);
	}
}
