/** The allowances of many senders, bounded: the one who was heard longest ago is forgotten first. */
import { Allowance } from './allowance.ts';

const SENDERS_MAX = 2_000;

export class Allowances {
	readonly #of = new Map<string, Allowance>();
	readonly #max: number;

	constructor(max = SENDERS_MAX) {
		this.#max = max;
	}

	/** Whether the sender may have one more message at `now`, in ms. */
	take(sender: string, now: number): boolean {
		const allowance = this.#of.get(sender) ?? new Allowance(now);
		this.#of.delete(sender);
		this.#of.set(sender, allowance);
		const oldest = this.#of.size > this.#max ? this.#of.keys().next().value : undefined;
		if (oldest !== undefined) this.#of.delete(oldest);
		return allowance.take(now);
	}

	/** Whether it may, without counting one. */
	has(sender: string, now: number): boolean {
		return this.#of.get(sender)?.has(now) ?? true;
	}

	get size(): number {
		return this.#of.size;
	}
}
