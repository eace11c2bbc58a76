/**
 * Notices a page that takes marks away as soon as they are there. Rows come and go, and those of a long list with every scrolling:
 * what counts is the same spot, again and again in another row while its last mark was still new.
 */

/** A mark that lasted for as long was not taken away. On a page that never rests a row waits some two seconds for its mark (`Passes`). */
const NEW_MS = 5_000;
const TIMES_MAX = 10;

interface Placed {
	host: Element;
	at: number;
	times: number;
}

export class TakenMarks {
	#placed = new Map<string, Placed>();

	/**
	 * The spots after a pass, by what tells each from others, and what holds its mark, if it has one yet. `true`: from one they were
	 * taken away ten times.
	 */
	areTaken(hosts: ReadonlyMap<string, Element | undefined>, now: number): boolean {
		const placed = new Map<string, Placed>();
		for (const [spot, host] of hosts) {
			const before = this.#placed.get(spot);
			const at = host === undefined ? before : placedAgain(before, host, now);
			if (at !== undefined) placed.set(spot, at);
		}
		this.#placed = placed;
		return [...placed.values()].some(({ times }) => times >= TIMES_MAX);
	}
}

function placedAgain(before: Placed | undefined, host: Element, now: number): Placed {
	if (before === undefined) return { host, at: now, times: 0 };
	if (before.host === host) return before;
	return { host, at: now, times: now - before.at < NEW_MS ? before.times + 1 : 0 };
}
