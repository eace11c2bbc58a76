/** The rooms that this browser is paired with, and the one of them that is shown. Pure. */
import type { PairedRoom } from './paired-room.ts';

export interface PairedRooms {
	rooms: PairedRoom[];
	active: PairedRoom | undefined;
	/** Whether somebody chose it here, or it is shown for want of a choice. */
	isChosen: boolean;
}

/** A room that is paired again replaces its earlier pairing. One that came by itself is shown where nothing else is. */
export function withRoom(known: PairedRooms, room: PairedRoom, { isShown }: { isShown: boolean }): PairedRooms {
	const isEarlier = (each: PairedRoom) => each.room === room.room && each.server === room.server;
	const stays = known.active !== undefined && !isEarlier(known.active) && !isShown;
	const rooms = [...known.rooms.filter((each) => !isEarlier(each)), room];
	return stays ? { ...known, rooms } : { rooms, active: room, isChosen: isShown || known.isChosen };
}

export function withoutRoom(known: PairedRooms, id: string): PairedRooms {
	const rooms = known.rooms.filter((room) => room.id !== id);
	const active = rooms.find((room) => room.id === known.active?.id);
	return active === undefined ? { rooms, active: rooms[0], isChosen: false } : { ...known, rooms };
}

/** The room that somebody chose here last; else the first that needs them, the one that is shown before all others; else that one. */
export function shownFirst(known: PairedRooms, needed: ReadonlySet<PairedRoom>): PairedRoom | undefined {
	const { rooms, active, isChosen } = known;
	if (isChosen || (active !== undefined && needed.has(active))) return active;
	return rooms.find((room) => needed.has(room)) ?? active;
}
