/**
 * Which warnings are shown alone, and which as one: nobody's agents, however many files they touch, bury a person under notifications.
 * Pure. SPEC L12.
 */
import type { ToldAlerts } from './told-alerts.ts';

const AT_ONCE = 3;
const WITHIN_MS = 10 * 60_000;
/** So many alone in that time. Waits are of one's own agents, which others have no hand in. */
const ALONE_MAX = { collisions: 3, waits: 10 } as const;
type Kind = keyof typeof ALONE_MAX;

/** What is due, as `Due` has it: `collisions` and `waits` in any form. */
type Due<Collision, Wait> = { collisions: Collision[]; waits: Wait[] };

/** What is not in it is due later. */
export interface RateLimited<Collision, Wait, Told> {
	alone: Due<Collision, Wait>;
	digest: Due<Collision, Wait>;
	record: Told;
}

export function rateLimited<Collision, Wait, Told extends ToldAlerts>(
	due: Due<Collision, Wait>,
	record: Told,
	now: number,
): RateLimited<Collision, Wait, Told> {
	const none: Due<Collision, Wait> = { collisions: [], waits: [] };
	const recent = (kind: Kind) => record.shownAlone[kind].filter((at) => now - at < WITHIN_MS && at <= now);
	const mayBeAlone = (kind: Kind) => due[kind].length <= AT_ONCE && recent(kind).length + due[kind].length <= ALONE_MAX[kind];
	const shown = (alone: Due<Collision, Wait>) => {
		const times = (kind: Kind) => [...recent(kind), ...alone[kind].map(() => now)];
		return { ...record, shownAlone: { collisions: times('collisions'), waits: times('waits') } };
	};
	if (due.collisions.length + due.waits.length <= AT_ONCE && mayBeAlone('collisions') && mayBeAlone('waits')) {
		return { alone: due, digest: none, record: shown(due) };
	}
	const isDigestDue = now - record.digestAt >= WITHIN_MS || record.digestAt > now;
	if (isDigestDue) return { alone: none, digest: due, record: { ...record, digestAt: now } };
	const alone = { ...none, waits: mayBeAlone('waits') ? due.waits : [] };
	return { alone, digest: none, record: shown(alone) };
}
