/** The rooms of this browser, in the background's vault. Only here are their secrets read and written. */
import { z } from 'zod';
import { pairedRoom, toStored } from '../pairing/paired-room.ts';
import type { PairedRooms } from '../pairing/paired-rooms.ts';
import { storing } from './storage-error.ts';
import { vaultItem } from './vault.ts';

const storedRooms = vaultItem<z.input<typeof pairedRoom>[]>('rooms', { version: 1 });
/** The id of the one that somebody chose to see; empty where nobody did. */
const storedActive = vaultItem<string>('active', { version: 1 });

/** One room that cannot be read costs itself alone. */
export async function readRooms(): Promise<PairedRooms> {
	const [list, active] = await Promise.all([storedRooms.getValue(), storedActive.getValue()]);
	const rooms = z
		.array(z.unknown())
		.catch([])
		.parse(list)
		.flatMap((room) => pairedRoom.safeParse(room).data ?? []);
	const chosen = rooms.find((room) => room.id === active);
	return { rooms, active: chosen ?? rooms[0], isChosen: chosen !== undefined };
}

/** The list last: it is what counts, and an id that is not in it is the first one's. */
export const writeRooms = ({ rooms, active, isChosen }: PairedRooms): Promise<void> =>
	storing(storedActive.setValue(isChosen && active !== undefined ? active.id : '').then(() => storedRooms.setValue(rooms.map(toStored))));
