/** The rooms of this browser, in the background's vault. Only here are their secrets read and written. */
import { z } from 'zod';
import { written } from '../storage/storage-error.ts';
import { vault } from '../storage/vault.ts';
import { type PairedRoom, pairedRoom, toStored } from './paired-room.ts';

/** One room that cannot be read costs itself alone. */
const stored = z.object({ rooms: z.array(z.unknown()).catch([]), active: z.string().optional().catch(undefined) });

export interface PairedRooms {
	rooms: PairedRoom[];
	active: PairedRoom | undefined;
}

export async function readRooms(): Promise<PairedRooms> {
	const { rooms: kept, active } = stored.parse(await vault.get(['rooms', 'active']));
	const rooms = kept.flatMap((room) => pairedRoom.safeParse(room).data ?? []);
	return { rooms, active: rooms.find((room) => room.id === active) ?? rooms[0] };
}

export const writeRooms = ({ rooms, active }: PairedRooms): Promise<void> =>
	written(vault.set({ rooms: rooms.map(toStored), active: active?.id ?? '' }));

/** A room that is paired again replaces its earlier pairing, and is the one that is shown. */
export const withRoom = (known: PairedRooms, room: PairedRoom): PairedRooms => ({
	rooms: [...known.rooms.filter((each) => each.room !== room.room || each.server !== room.server), room],
	active: room,
});

export function withoutRoom(known: PairedRooms, id: string): PairedRooms {
	const rooms = known.rooms.filter((room) => room.id !== id);
	return { rooms, active: rooms.find((room) => room.id === known.active?.id) ?? rooms[0] };
}
