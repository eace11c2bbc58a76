/** Numbers about the room since it woke: never names, never contents. */
import type { Refusal } from '../shared/refusal.ts';

export class Tally {
	readonly since: number;
	messages = 0;
	bytesIn = 0;
	bytesOut = 0;
	refusals: Partial<Record<Refusal | 'failed', number>> = {};

	constructor(now: number) {
		this.since = now;
	}

	count(direction: 'in' | 'out', bytes: number): void {
		if (direction === 'out') {
			this.bytesOut += bytes;
			return;
		}
		this.bytesIn += bytes;
		this.messages++;
	}

	refuse(refusal: Refusal | undefined): void {
		const kind = refusal ?? 'failed';
		this.refusals[kind] = (this.refusals[kind] ?? 0) + 1;
	}
}
