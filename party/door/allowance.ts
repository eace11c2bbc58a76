/** How many messages a sender may have for now: a token bucket that fills by the second. */
import { MESSAGES_BURST, MESSAGES_PER_SECOND } from '../../shared/limits.ts';

interface Rate {
	burst: number;
	perSecond: number;
}

const MESSAGES: Rate = { burst: MESSAGES_BURST, perSecond: MESSAGES_PER_SECOND };

export class Allowance {
	readonly #rate: Rate;
	#left: number;
	#at: number;
	/** Refused in a row. */
	refused = 0;

	constructor(now: number, rate = MESSAGES) {
		this.#rate = rate;
		this.#left = rate.burst;
		this.#at = now;
	}

	/** Whether one more message, or so many things, would be allowed at `now`, in ms. */
	has(now: number, count = 1): boolean {
		const earned = (Math.max(0, now - this.#at) / 1_000) * this.#rate.perSecond;
		this.#left = Math.min(this.#rate.burst, this.#left + earned);
		this.#at = Math.max(this.#at, now);
		return this.#left >= count;
	}

	/** Whether one more message, or so many things, are allowed at `now`, in ms; then they count. */
	take(now: number, count = 1): boolean {
		if (!this.has(now, count)) {
			this.refused++;
			return false;
		}
		this.#left -= count;
		this.refused = 0;
		return true;
	}
}
