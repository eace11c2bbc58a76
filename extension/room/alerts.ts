/** Which conflicts a person is warned of, and what follows from what they said about them. SPEC C8. Pure. */

import { SNOOZE_MS } from '../../shared/limits.ts';
import { alertKey, alertsOf, type CollisionAlert, type Pair } from '../../shared/room/collision-pairs.ts';
import type { Collision } from '../../shared/room/collisions.ts';
import type { AlertRecord } from '../contract/alert-record.ts';
import type { SurfaceRequest } from '../contract/surface-request.ts';

/** What a person says about alerts. */
export type AlertRequest = Extract<SurfaceRequest, { type: 'snooze' | 'judge' | 'mute-file' | 'mute-person' }>;

const RAISED_MAX = 500;

/** What a person does about a conflict. */
export type AlertAction = 'copy-for-person' | 'copy-for-agent' | 'snooze' | 'mute-file' | 'mute-person' | 'useful' | 'useless';

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

/** The alert that a pair belongs to, whether or not it is one. */
export const keyOf = ({ repo, one, other }: Pick<Pair, 'repo' | 'one' | 'other'>): string => alertKey(repo, one, other);

/** Muted by its file, or because each of the others in it is muted. */
export function isMuted(pair: Pair, record: AlertRecord, you: string): boolean {
	if (record.mutedFiles.includes(fileKey(pair))) return true;
	const others = [pair.one, pair.other].filter(({ operatorId }) => operatorId !== you);
	return others.length > 0 && others.every(({ operatorId }) => record.mutedPeople.includes(operatorId));
}

const isSnoozed = (key: string, record: AlertRecord, now: number): boolean => (record.snoozed[key] ?? 0) > now;

/** What a person has answered to the alert of a pair. */
export interface AnswerGiven {
	isSnoozed: boolean;
	/** Whether it was of use. */
	opinion: boolean | undefined;
}

/** By this machine's clock. */
export function answerTo(pair: Pick<Pair, 'repo' | 'one' | 'other'>, record: AlertRecord, now: number): AnswerGiven {
	const key = keyOf(pair);
	return { isSnoozed: isSnoozed(key, record, now), opinion: record.judged[key] };
}

/** The conflicts that involve `you` and are neither muted nor snoozed: what badge and alerts are about. */
export function openAlerts(collisions: readonly Collision[], record: AlertRecord, you: string, now: number): CollisionAlert[] {
	const heard = collisions.filter((collision) => !record.mutedFiles.includes(fileKey(collision)));
	return alertsOf(heard, you).filter(({ key, other }) => !record.mutedPeople.includes(other.operatorId) && !isSnoozed(key, record, now));
}

/** How many files they are about, each once: the number on the badge. */
export const filesIn = (alerts: readonly CollisionAlert[]): number =>
	new Set(alerts.flatMap(({ repo, paths }) => paths.map((path) => fileKey({ repo, path })))).size;

/**
 * Those to raise now: once for each pair of people and branches, and again only when it went away and came back later than the
 * snooze, or when a snooze that somebody asked for ended.
 */
export const dueAlerts = (open: CollisionAlert[], record: AlertRecord, now: number): CollisionAlert[] =>
	open.filter(({ key }) => isDue(key, record, now));

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
