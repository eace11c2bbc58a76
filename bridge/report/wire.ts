/** What reports go over, and what went over it. */
import type { Refusal } from '../../shared/refusal.ts';
import type { Batch } from './batch.ts';

/** One connection to the room. Its promises fail when the connection does. */
export interface Wire {
	report(input: Batch['wire'] & { paused?: boolean; more?: boolean }): Promise<{ unknown: string[] }>;
	beat(): Promise<unknown>;
	/** Why a call failed; `undefined` is a fault of ours. */
	refusalOf(error: unknown): Refusal | 'unreachable' | undefined;
	/** What went wrong where that is no refusal. */
	wordsOf(error: unknown): string;
}

/** For `pylon peek`: what went over the wire, and what it says. */
export interface Sent {
	at: number;
	plain: Batch['plain'] & { paused?: boolean };
	wire: Batch['wire'] & { paused?: boolean; more?: boolean };
}
