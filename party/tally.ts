/** Numbers about the room since it woke, or about a whole relay: never names, never contents. */
import type { Refusal } from '../shared/refusal.ts';

export class Tally {
	readonly since: number;
	messages = 0;
	bytesIn = 0;
	bytesOut = 0;
	refusals: Partial<Record<Refusal | 'failed', number>> = {};

	readonly #whole: Tally | undefined;

	/** What is counted here is counted in `whole` too. */
	constructor(now: number, whole?: Tally) {
		this.since = now;
		this.#whole = whole;
	}

	count(direction: 'in' | 'out', bytes: number): void {
		this.#whole?.count(direction, bytes);
		if (direction === 'out') {
			this.bytesOut += bytes;
			return;
		}
		this.bytesIn += bytes;
		this.messages++;
	}

	refuse(refusal: Refusal | undefined): void {
		this.#whole?.refuse(refusal);
		const kind = refusal ?? 'failed';
		this.refusals[kind] = (this.refusals[kind] ?? 0) + 1;
	}
}
