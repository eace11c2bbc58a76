/**
 * What the relay kept before it ran on workerd itself: PartyKit's own server wrote the same files, into another folder and under
 * other names. They are copied once, and stay as they are.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { placeRooms } from './place-rooms.ts';
import { copyRoom, type KeptRoom, roomFilesIn } from './room-file.ts';

/** Below the folder that `partykit dev --persist` was given: its class, behind the name that PartyKit leaves empty. */
const FORMER = join('party', '-PartyKitDurable');
/** In the relay's folder: a room that was deleted since does not come back at the next start. */
const TAKEN_OVER = 'taken-over';

export interface TakenOver {
	from: string;
	rooms: KeptRoom[];
}

/** `states` are folders that PartyKit may have kept its state in. Resolves to what was taken over now; nothing where that was done before. */
export async function takeOver(states: readonly string[], data: string): Promise<TakenOver[]> {
	if (existsSync(join(data, TAKEN_OVER))) return [];
	const taken: TakenOver[] = [];
	for (const state of states) {
		const from = join(state, FORMER);
		const files = roomFilesIn(from);
		if (files.length === 0) continue;
		const arrivals = files.map((file) => ({ from: file, write: (to: string) => copyRoom(file, to) }));
		taken.push({ from, rooms: await placeRooms(data, arrivals) });
	}
	if (taken.length > 0) await writeFile(join(data, TAKEN_OVER), taken.map(({ from }) => `${from}\n`).join(''), { mode: 0o600 });
	return taken;
}
