/**
 * Which rooms there are, asked before one is woken. What is there is remembered; what is not is asked for anew each time, since
 * somebody may open it meanwhile, on another machine of Cloudflare's.
 */

/** Where a host keeps the names of its rooms. */
export interface Directory {
	has(slug: string): Promise<boolean>;
	/** A room is about to be opened: from here on it is reached. */
	add(slug: string): Promise<void>;
	/** It was deleted. */
	remove(slug: string): Promise<void>;
}

const REMEMBERED_MAX = 10_000;

export class KnownRooms {
	readonly #has: (slug: string) => Promise<boolean>;
	readonly #known = new Set<string>();

	constructor(has: (slug: string) => Promise<boolean>) {
		this.#has = has;
	}

	/** Whether it is remembered, and takes no look. A room that was deleted since answers for itself. */
	isKnown(slug: string): boolean {
		return this.#known.has(slug);
	}

	/** Each request looks for itself: what one of them waits for is lost to the others when its caller goes. */
	async has(slug: string): Promise<boolean> {
		if (this.isKnown(slug)) return true;
		if (!(await this.#has(slug))) return false;
		this.#known.add(slug);
		const [oldest] = this.#known.size > REMEMBERED_MAX ? this.#known : [];
		if (oldest !== undefined) this.#known.delete(oldest);
		return true;
	}
}
