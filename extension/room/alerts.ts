/** What a person said about the conflicts that they are warned of, and what follows. SPEC C8. Pure. */

import { fileKey, isSnoozed } from '../../shared/alerts/open-alerts.ts';
import { SNOOZE_MS } from '../../shared/limits.ts';
import { alertKey, type Pair } from '../../shared/room/collision-pairs.ts';
import type { AlertRecord } from '../contract/alert-record.ts';
import type { SurfaceRequest } from '../contract/surface-request.ts';

/** What a person says about alerts. */
export type AlertRequest = Extract<SurfaceRequest, { type: 'snooze' | 'judge' | 'mute-file' | 'mute-person' }>;

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

/** The alert that a pair belongs to, whether or not it is one. */
export const keyOf = ({ repo, one, other }: Pick<Pair, 'repo' | 'one' | 'other'>): string => alertKey(repo, one, other);

/** Muted by its file, or because each of the others in it is muted. */
export function isMuted(pair: Pair, record: AlertRecord, you: string): boolean {
	if (record.mutedFiles.includes(fileKey(pair))) return true;
	const others = [pair.one, pair.other].filter(({ operatorId }) => operatorId !== you);
	return others.length > 0 && others.every(({ operatorId }) => record.mutedPeople.includes(operatorId));
}

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
			return { ...record, mutedFiles: toggled(record.mutedFiles, request.key), mutedAt: { ...record.mutedAt, [request.key]: now } };
		case 'mute-person':
			return {
				...record,
				mutedPeople: toggled(record.mutedPeople, request.operatorId),
				mutedAt: { ...record.mutedAt, [request.operatorId]: now },
			};
	}
}

export const toggled = (list: string[], value: string): string[] =>
	list.includes(value) ? list.filter((each) => each !== value) : [...list, value];
