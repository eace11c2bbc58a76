/** How many messages a sender may have for now: a token bucket that fills by the second. */
import { MESSAGES_BURST, MESSAGES_PER_SECOND } from '../shared/limits.ts';

export class Allowance {
	#left = MESSAGES_BURST;
	#at: number;
	/** Refused in a row. */
	refused = 0;

	constructor(now: number) {
		this.#at = now;
	}

	/** Whether one more message would be allowed at `now`, in ms. */
	has(now: number): boolean {
		const earned = (Math.max(0, now - this.#at) / 1_000) * MESSAGES_PER_SECOND;
		this.#left = Math.min(MESSAGES_BURST, this.#left + earned);
		this.#at = Math.max(this.#at, now);
		return this.#left >= 1;
	}

	/** Whether one more message is allowed at `now`, in ms; then it counts. */
	take(now: number): boolean {
		if (!this.has(now)) {
			this.refused++;
			return false;
		}
		this.#left--;
		this.refused = 0;
		return true;
	}
}
