/**
 * Tells which rows are near the window. A pull request may have thousands of files: what nobody sees can wait. The browser says so
 * by itself, without being made to lay out what it has put off.
 */
const MARGIN = '400px';

/** `scrollMargin`: of what scrolls by itself within the page. Not in TypeScript's library yet. */
const OPTIONS: IntersectionObserverInit & { scrollMargin: string } = { rootMargin: MARGIN, scrollMargin: MARGIN };

export class NearRows {
	readonly #observer: IntersectionObserver;
	readonly #watched = new Set<Element>();
	readonly #near = new Set<Element>();

	/** `onNearer`: rows that are watched have come near. */
	constructor(onNearer: () => void) {
		this.#observer = new IntersectionObserver((entries) => {
			for (const { target, isIntersecting } of entries) {
				if (isIntersecting && this.#watched.has(target)) this.#near.add(target);
				else this.#near.delete(target);
			}
			if (entries.some(({ target }) => this.#near.has(target))) onNearer();
		}, OPTIONS);
	}

	isNear(row: Element): boolean {
		return this.#near.has(row);
	}

	/** From now on these rows are watched, and no others. */
	watch(rows: ReadonlyMap<Element, unknown>): void {
		for (const row of this.#watched) {
			if (rows.has(row)) continue;
			this.#watched.delete(row);
			this.#near.delete(row);
			this.#observer.unobserve(row);
		}
		for (const row of rows.keys()) {
			if (this.#watched.has(row)) continue;
			this.#watched.add(row);
			this.#observer.observe(row);
		}
	}

	stop(): void {
		this.#observer.disconnect();
		this.#watched.clear();
		this.#near.clear();
	}
}
