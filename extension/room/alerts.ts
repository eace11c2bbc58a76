/** Which collisions a person is warned of, and what follows from what they said about them. SPEC C8. Pure. */

import { SNOOZE_MS } from '../../shared/limits.ts';
import { alertKey, type Collision, involves } from '../../shared/room/collisions.ts';
import type { AlertRecord } from '../contract/alert-record.ts';
import type { SurfaceRequest } from '../contract/surface-request.ts';

/** What a person says about alerts. */
export type AlertRequest = Extract<SurfaceRequest, { type: 'snooze' | 'judge' | 'mute-file' | 'mute-person' }>;

const RAISED_MAX = 500;

/** What a person does about an alert. */
export type AlertAction = 'snooze' | 'mute-file' | 'mute-person' | 'useful' | 'useless';

export const noAlerts = (): AlertRecord => ({
	raised: {},
	open: [],
	snoozed: {},
	mutedFiles: [],
	mutedPeople: [],
	judged: {},
	useful: 0,
	useless: 0,
	waits: {},
	shownAlone: { collisions: [], waits: [] },
	digestAt: 0,
});

export const fileKey = ({ repo, path }: { repo: string; path: string }): string => `${repo}\0${path}`;

/** The `fileKey` of what an `alertKey` is about. */
export const fileOf = (key: string): string => key.split('\0').slice(0, 2).join('\0');

/** The pairs of me and another that a collision is about. */
export const pairKeys = (collision: Collision, you: string): string[] =>
	othersIn(collision, you).map((other) => alertKey(collision, you, other));

const othersIn = (collision: Collision, you: string): string[] => [
	...new Set(collision.contenders.map((contender) => contender.operatorId).filter((operatorId) => operatorId !== you)),
];

/** Muted by its file, or because each of the others is muted. */
export function isMuted(collision: Collision, record: AlertRecord, you: string): boolean {
	if (record.mutedFiles.includes(fileKey(collision))) return true;
	return othersIn(collision, you).every((other) => record.mutedPeople.includes(other));
}

export function isSnoozed(collision: Collision, record: AlertRecord, you: string, now: number): boolean {
	const keys = pairKeys(collision, you);
	return keys.length > 0 && keys.every((key) => (record.snoozed[key] ?? 0) > now);
}

/** The collisions that involve `you` and are neither muted nor snoozed: what badge and alerts count. */
export const openCollisions = (collisions: Collision[], record: AlertRecord, you: string, now: number): Collision[] =>
	collisions.filter(
		(collision) =>
			collision.severity === 'collision' &&
			involves(collision, you) &&
			!isMuted(collision, record, you) &&
			!isSnoozed(collision, record, you, now),
	);

/**
 * Those to raise now: once for each file and pair of people, and again only when it went away and came back later than the
 * snooze, or when a snooze that somebody asked for ended.
 */
export const dueAlerts = (open: Collision[], record: AlertRecord, you: string, now: number): Collision[] =>
	open.filter((collision) => pairKeys(collision, you).some((key) => isDue(key, record, now)));

function isDue(key: string, record: AlertRecord, now: number): boolean {
	const raisedAt = record.raised[key];
	if (raisedAt === undefined) return true;
	const snoozedUntil = record.snoozed[key];
	if (snoozedUntil !== undefined) return snoozedUntil <= now && raisedAt < snoozedUntil;
	return !record.open.includes(key) && now - raisedAt > SNOOZE_MS;
}

/** What is still open stays known, or it would be raised again. */
export function raised(record: AlertRecord, keys: string[], now: number): AlertRecord {
	const all = Object.entries({ ...record.raised, ...Object.fromEntries(keys.map((key) => [key, now])) });
	const open = new Set([...record.open, ...keys]);
	const over = all.filter(([key]) => !open.has(key)).sort(([, one], [, other]) => other - one);
	return { ...record, raised: Object.fromEntries([...all.filter(([key]) => open.has(key)), ...over.slice(0, RAISED_MAX)]) };
}

export function snoozed(record: AlertRecord, keys: string[], now: number): AlertRecord {
	const still = Object.entries(record.snoozed).filter(([, until]) => until > now);
	return { ...record, snoozed: Object.fromEntries([...still, ...keys.map((key) => [key, now + SNOOZE_MS] as const)]) };
}

/** One opinion on an alert: a second one replaces the first. */
export function judged(record: AlertRecord, keys: string[], isUseful: boolean): AlertRecord {
	const known = keys.map((key) => record.judged[key]).find((opinion) => opinion !== undefined);
	const count = (field: 'useful' | 'useless', opinion: boolean) =>
		record[field] + (isUseful === opinion ? 1 : 0) - (known === opinion ? 1 : 0);
	return {
		...record,
		judged: { ...record.judged, ...Object.fromEntries(keys.map((key) => [key, isUseful])) },
		useful: count('useful', true),
		useless: count('useless', false),
	};
}

/** What a person said about alerts, taken in. */
export function answered(record: AlertRecord, request: AlertRequest, now: number): AlertRecord {
	switch (request.type) {
		case 'snooze':
			return snoozed(record, request.keys, now);
		case 'judge':
			return judged(record, request.keys, request.isUseful);
		case 'mute-file':
			return { ...record, mutedFiles: toggled(record.mutedFiles, request.key) };
		case 'mute-person':
			return { ...record, mutedPeople: toggled(record.mutedPeople, request.operatorId) };
	}
}

export const toggled = (list: string[], value: string): string[] =>
	list.includes(value) ? list.filter((each) => each !== value) : [...list, value];
