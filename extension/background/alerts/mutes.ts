/** What is muted in a room, as it is kept with alerts, and as the browsers of a machine agree on it. SPEC N2. Pure. */
import { MUTE_KEY_MAX, type Mutes, mutedIn } from '../../../shared/alerts/quiet.ts';
import type { AlertRecord } from '../../contract/alert-record.ts';

type Muted = Pick<AlertRecord, 'mutedFiles' | 'mutedPeople' | 'mutedAt'>;

/** What was unmuted too: another browser may still have it muted. */
export function mutesOf({ mutedFiles, mutedPeople, mutedAt = {} }: Muted): Mutes {
	const muted = new Set([...mutedFiles, ...mutedPeople]);
	const keys = [...new Set([...muted, ...Object.keys(mutedAt)])].filter((key) => key.length <= MUTE_KEY_MAX);
	return Object.fromEntries(keys.map((key) => [key, { isMuted: muted.has(key), at: mutedAt[key] ?? 0 }]));
}

export function withMutes(record: AlertRecord, mutes: Mutes): AlertRecord {
	const mutedAt = Object.fromEntries(Object.entries(mutes).map(([key, { at }]) => [key, at]));
	return { ...record, ...mutedIn(mutes), mutedAt };
}
