/** The rooms that this browser is paired with, and the one of them that is shown. Pure. */
import type { PairedRoom } from './paired-room.ts';

export interface PairedRooms {
	rooms: PairedRoom[];
	active: PairedRoom | undefined;
}

/** A room that is paired again replaces its earlier pairing. One that came by itself is shown where nothing else is. */
export function withRoom(known: PairedRooms, room: PairedRoom, { isShown }: { isShown: boolean }): PairedRooms {
	const isEarlier = (each: PairedRoom) => each.room === room.room && each.server === room.server;
	const stays = known.active !== undefined && !isEarlier(known.active) && !isShown;
	return { rooms: [...known.rooms.filter((each) => !isEarlier(each)), room], active: stays ? known.active : room };
}

export function withoutRoom(known: PairedRooms, id: string): PairedRooms {
	const rooms = known.rooms.filter((room) => room.id !== id);
	return { rooms, active: rooms.find((room) => room.id === known.active?.id) ?? rooms[0] };
}
