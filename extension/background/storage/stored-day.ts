/**
 * What happened in a room in the last day, as this browser saw it, past its own restart: in the background's vault, sealed with the
 * room's key. Written now and then.
 */
import { z } from 'zod';
import { openJson, sealJson } from '../../../shared/sealed-json.ts';
import { feedEntry } from '../../contract/feed-entry.ts';
import { pastRun } from '../../contract/past-run.ts';
import type { PairedRoom } from '../pairing/paired-room.ts';
import type { Day } from '../relay/room-subscription.ts';
import { storeIfPossible, storing } from './storage-error.ts';
import { vaultItem } from './vault.ts';

const PURPOSE = 'day';
const KEEP_EVERY_MS = 30_000;
/** Chrome gives all that is stored 10 MB, and a room's memory may take a quarter of it. */
const SEALED_MAX = 1_000_000;

type Room = Pick<PairedRoom, 'id' | 'roomKey'>;

const dayOf = (roomId: string) => vaultItem<string>(`day:${roomId}`, { version: 1 });

export const removeDay = (roomId: string): Promise<void> => storing(dayOf(roomId).removeValue());

const stored = z.object({ feed: z.array(z.unknown()), runs: z.array(z.unknown()) });

/** What cannot be read is let go of: nothing is lost but what was. */
export async function readDay({ id, roomKey }: Room): Promise<Day> {
	const sealed = await dayOf(id).getValue();
	const day = stored.safeParse(typeof sealed === 'string' ? openJson(roomKey, PURPOSE, sealed) : undefined).data;
	return {
		feed: day?.feed.flatMap((entry) => feedEntry.safeParse(entry).data ?? []) ?? [],
		runs: day?.runs.flatMap((run) => pastRun.safeParse(run).data ?? []) ?? [],
	};
}

/** Keeps one room's, as long as that is the one that is shown. */
export class DayKeeper {
	readonly #room: Room;
	#keptAt = Number.NEGATIVE_INFINITY;
	#feed: Day['feed'] = [];
	#runs: Day['runs'] = [];

	constructor(room: Room) {
		this.#room = room;
	}

	/** Where it changed, and not more often than makes sense. `now` is this machine's clock. */
	async keep(day: Day, now: number): Promise<void> {
		const sinceMs = now - this.#keptAt;
		if (sinceMs >= 0 && sinceMs < KEEP_EVERY_MS) return;
		this.#keptAt = now;
		await this.keepNow(day);
	}

	/** The background may be stopped any moment. */
	async keepNow({ feed, runs }: Day): Promise<void> {
		if (feed === this.#feed && runs === this.#runs) return;
		this.#feed = feed;
		this.#runs = runs;
		const sealed = this.#sealed({ feed, runs });
		if (sealed !== undefined) await storeIfPossible(storing(dayOf(this.#room.id).setValue(sealed)));
	}

	/** Of too much the newer half, and again. */
	#sealed({ feed, runs }: Day): string | undefined {
		const sealed = sealJson(this.#room.roomKey, PURPOSE, { feed, runs });
		if (sealed.length <= SEALED_MAX) return sealed;
		if (feed.length + runs.length < 2) return undefined;
		return this.#sealed({ feed: feed.slice(0, feed.length >> 1), runs: runs.slice(runs.length >> 1) });
	}
}
