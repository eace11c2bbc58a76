/** The rooms that this browser is paired with, and the one of them that is shown. Pure. */
import type { PairedRoom } from './paired-room.ts';

export interface PairedRooms {
	rooms: PairedRoom[];
	active: PairedRoom | undefined;
}

/** A room that is paired again replaces its earlier pairing, and is the one that is shown. */
export const withRoom = (known: PairedRooms, room: PairedRoom): PairedRooms => ({
	rooms: [...known.rooms.filter((each) => each.room !== room.room || each.server !== room.server), room],
	active: room,
});

export function withoutRoom(known: PairedRooms, id: string): PairedRooms {
	const rooms = known.rooms.filter((room) => room.id !== id);
	return { rooms, active: rooms.find((room) => room.id === known.active?.id) ?? rooms[0] };
}
