/**
 * When a person wants to be left alone, and by what: quiet hours, and what they muted in each room. Each browser of a machine and its
 * bridge keep it, and what was changed last wins, thing by thing: whoever takes in what another has ends with the same. SPEC N2. Pure.
 */
import { z } from 'zod';
import { type QuietHours, quietHours } from './quiet-hours.ts';

/** `at`: when it was last muted or unmuted, this machine's clock; 0 where that is not known. */
const mute = z.strictObject({ isMuted: z.boolean(), at: z.number().min(0) });
export type Mute = z.infer<typeof mute>;

/** Of all rooms together the newest: they fit a message between a browser and its native host, however long their paths are. */
const MUTES_MAX = 200;
export const MUTE_KEY_MAX = 1_500;

/** By `fileKey` or operator id. */
const mutes = z.record(z.string().max(MUTE_KEY_MAX), mute);
export type Mutes = Readonly<z.infer<typeof mutes>>;

export const quiet = z.strictObject({
	hours: quietHours,
	/** By `roomKeyOf`. */
	muted: z.record(z.string().max(MUTE_KEY_MAX), mutes),
});
export type Quiet = z.infer<typeof quiet>;

/** A room of a machine, or of a browser. */
export const roomKeyOf = ({ room, server }: { room: string; server: string }): string => `${server} ${room}`;

/** What of two was changed last. Both may be of any origin, and in either order. */
export function newestQuiet(one: Quiet, other: Quiet): Quiet {
	const all = new Map<string, { room: string; key: string; mute: Mute }>();
	for (const each of [...mutesIn(one), ...mutesIn(other)]) {
		const id = JSON.stringify([each.room, each.key]);
		const known = all.get(id);
		if (known === undefined || isLaterMute(each.mute, known.mute)) all.set(id, each);
	}
	const newest = [...all].sort(([idA, a], [idB, b]) => b.mute.at - a.mute.at || (idA < idB ? -1 : 1)).slice(0, MUTES_MAX);
	const inOrder = newest.map(([, each]) => each).sort((a, b) => compare(a.room, b.room) || compare(a.key, b.key));
	const byRoom = Map.groupBy(inOrder, ({ room }) => room);
	return {
		hours: isLaterHours(other.hours, one.hours) ? other.hours : one.hours,
		muted: Object.fromEntries([...byRoom].map(([room, each]) => [room, Object.fromEntries(each.map(({ key, mute }) => [key, mute]))])),
	};
}

export const isSameQuiet = (one: Quiet, other: Quiet): boolean =>
	JSON.stringify(newestQuiet(one, one)) === JSON.stringify(newestQuiet(other, other));

const mutesIn = ({ muted }: Quiet) =>
	Object.entries(muted).flatMap(([room, inRoom]) =>
		Object.entries(inRoom).map(([key, { isMuted, at }]) => ({ room, key, mute: { isMuted, at } })),
	);

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

/** Of two changes at one time both sides choose the same: to be left alone. */
const isLaterMute = (one: Mute, other: Mute): boolean => one.at > other.at || (one.at === other.at && one.isMuted && !other.isMuted);

const orderOf = ({ isOn, from, to }: QuietHours): string => `${Number(isOn)} ${from} ${to}`;
const isLaterHours = (one: QuietHours, other: QuietHours): boolean =>
	(one.at ?? 0) > (other.at ?? 0) || ((one.at ?? 0) === (other.at ?? 0) && orderOf(one) > orderOf(other));

/** What is muted now, as alerts are asked for. A `fileKey` holds a NUL, which no operator's id does. */
export function mutedIn(mutes: Mutes): { mutedFiles: string[]; mutedPeople: string[] } {
	const muted = Object.entries(mutes).flatMap(([key, { isMuted }]) => (isMuted ? [key] : []));
	return { mutedFiles: muted.filter((key) => key.includes('\0')), mutedPeople: muted.filter((key) => !key.includes('\0')) };
}
