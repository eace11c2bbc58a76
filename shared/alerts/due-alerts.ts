/** What a person is to be told of now. Pure; nothing is due in quiet hours, and what persists through them is due at their end. */
import { SNOOZE_MS } from '../limits.ts';
import type { CollisionAlert } from '../room/collision-pairs.ts';
import { rateLimited } from './rate-limit.ts';
import type { ToldAlerts } from './told-alerts.ts';

/** Of one wait a person is told once, although its start is measured a little differently each time it is reported whole. */
const SAME_WAIT_MS = 60_000;
/** Of each alert a key is kept as long as it is open: of no more than so many, the newest. */
const OPEN_MAX = 1_000;
const RAISED_MAX = 500;

/** `waits` are agents of one's own that wait. */
export interface Warnings<Wait> {
	collisions: CollisionAlert[];
	waits: Wait[];
}

export interface Due<Wait, Told> {
	alone: Warnings<Wait>;
	/** Told as one. */
	digest: Warnings<Wait>;
	/** What the record is once they were told. */
	record: Told;
}

/** Which wait it is, and since when, this machine's clock. */
export type WaitOf<Wait> = (wait: Wait) => { key: string; since: number };

/** Nothing is told now; `openAlerts` that there are become known as such. */
export function heldBack<Wait, Told extends ToldAlerts>(open: readonly CollisionAlert[], told: Told): Due<Wait, Told> {
	const nothing: Warnings<Wait> = { collisions: [], waits: [] };
	return { alone: nothing, digest: nothing, record: noted(open, told) };
}

/** Of what is open: conflicts as `openAlerts` gives them, and every agent that waits long enough to be told of. */
export function dueNow<Wait, Told extends ToldAlerts>(
	open: Warnings<Wait>,
	told: Told,
	waitOf: WaitOf<Wait>,
	now: number,
): Due<Wait, Told> {
	const collisions = dueAlerts(open.collisions.slice(0, OPEN_MAX), told, now);
	const waits = open.waits.filter((wait) => isNewWait(waitOf(wait), told));
	const { alone, digest, record } = rateLimited({ collisions, waits }, noted(open.collisions, told), now);
	const keys = [...alone.collisions, ...digest.collisions].map(({ key }) => key);
	const later = new Set(waits.filter((wait) => !alone.waits.includes(wait) && !digest.waits.includes(wait)));
	const known = open.waits.filter((wait) => !later.has(wait)).map((wait) => [waitOf(wait).key, waitOf(wait).since] as const);
	return { alone, digest, record: { ...raised(record, keys, now), waits: Object.fromEntries(known) } };
}

const noted = <Told extends ToldAlerts>(open: readonly CollisionAlert[], told: Told): Told => ({
	...told,
	open: open.slice(0, OPEN_MAX).map(({ key }) => key),
});

const isNewWait = ({ key, since }: { key: string; since: number }, { waits }: ToldAlerts): boolean =>
	since - (waits[key] ?? Number.NEGATIVE_INFINITY) > SAME_WAIT_MS;

/**
 * Those to raise now: once for each pair of people and branches, and again only when it went away and came back later than the
 * snooze, or when a snooze that somebody asked for ended.
 */
export const dueAlerts = (open: CollisionAlert[], told: ToldAlerts, now: number): CollisionAlert[] =>
	open.filter(({ key }) => isDue(key, told, now));

function isDue(key: string, told: ToldAlerts, now: number): boolean {
	const raisedAt = told.raised[key];
	if (raisedAt === undefined) return true;
	const snoozedUntil = told.snoozed[key];
	if (snoozedUntil !== undefined) return snoozedUntil <= now && raisedAt < snoozedUntil;
	return !told.open.includes(key) && now - raisedAt > SNOOZE_MS;
}

/** What is still open stays known, or it would be raised again. */
export function raised<Told extends ToldAlerts>(told: Told, keys: string[], now: number): Told {
	const all = Object.entries({ ...told.raised, ...Object.fromEntries(keys.map((key) => [key, now])) });
	const open = new Set([...told.open, ...keys]);
	const over = all.filter(([key]) => !open.has(key)).sort(([, one], [, other]) => other - one);
	return { ...told, raised: Object.fromEntries([...all.filter(([key]) => open.has(key)), ...over.slice(0, RAISED_MAX)]) };
}
