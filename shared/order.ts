/** What needs a person comes first, on every surface alike. Inside a rank the newest change leads. */
import type { ShownStatus } from './room/freshness.ts';

const RANKS: Readonly<Record<ShownStatus, number>> = { waiting: 1, error: 3, working: 3, unknown: 4, idle: 4, stale: 5, offline: 6 };

/** Smaller comes first: my waiting agents, others' waiting, working and failing, idle, stale, offline. */
export const attentionRank = (status: ShownStatus, isMine: boolean): number => (status === 'waiting' && isMine ? 0 : RANKS[status]);

interface Ordered {
	status: ShownStatus;
	isMine: boolean;
	statusSince: number;
}

export const byAttention = (one: Ordered, other: Ordered): number =>
	attentionRank(one.status, one.isMine) - attentionRank(other.status, other.isMine) || other.statusSince - one.statusSince;

const PLAIN = /^[ -~]*$/;

/** Of people. Plain names need no collator: to load it takes the browser as long as to draw a popup. */
export function byName(one: string, other: string): number {
	if (!PLAIN.test(one + other)) return one.localeCompare(other);
	const [lower, otherLower] = [one.toLowerCase(), other.toLowerCase()];
	return lower < otherLower ? -1 : Number(lower > otherLower);
}
