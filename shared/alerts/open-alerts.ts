/** Which conflicts a person is warned of: those that involve them, and that they have not muted. SPEC C8. Pure. */
import { alertsOf, type CollisionAlert } from '../room/collision-pairs.ts';
import type { Collision } from '../room/collisions.ts';

/** What a person does not want to hear of, in one room. */
export interface Unheard {
	/** By `fileKey`. */
	mutedFiles: readonly string[];
	mutedPeople: readonly string[];
	/** By `alertKey`: until when. */
	snoozed: Readonly<Record<string, number>>;
}

export const fileKey = ({ repo, path }: { repo: string; path: string }): string => `${repo}\0${path}`;

export const isSnoozed = (key: string, { snoozed }: Pick<Unheard, 'snoozed'>, now: number): boolean => (snoozed[key] ?? 0) > now;

/** The conflicts that involve `you` and are neither muted nor snoozed: what badge and alerts are about. */
export function openAlerts(collisions: readonly Collision[], unheard: Unheard, you: string, now: number): CollisionAlert[] {
	const heard = collisions.filter((collision) => !unheard.mutedFiles.includes(fileKey(collision)));
	return alertsOf(heard, you).filter(({ key, other }) => !unheard.mutedPeople.includes(other.operatorId) && !isSnoozed(key, unheard, now));
}

/** How many files they are about, each once: the number on the badge. */
export const filesIn = (alerts: readonly CollisionAlert[]): number =>
	new Set(alerts.flatMap(({ repo, paths }) => paths.map((path) => fileKey({ repo, path })))).size;
