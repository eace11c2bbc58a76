/** Rooms put where a relay finds them. Nothing that lies there is overwritten. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type KeptRoom, readRoom, roomFileName, roomsOf } from './room-file.ts';

/** A room that is to be placed. */
export interface Arrival {
	/** Where it comes from, for what is said of it. */
	from: string;
	/** Puts its file there. */
	write(file: string): Promise<void> | void;
}

/**
 * Each arrival is written and read as the relay would read it; only when all of them are whole is one given its place. Rooms that
 * nobody opened are left out, and those whose place is taken. Resolves to the others.
 */
export async function placeRooms(data: string, arrivals: Iterable<Arrival>): Promise<KeptRoom[]> {
	const folder = roomsOf(data);
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const scratch = await mkdtemp(join(data, '.arriving-'));
	try {
		const placed: { file: string; room: KeptRoom }[] = [];
		for (const arrival of arrivals) {
			const file = join(scratch, `${placed.length}.sqlite`);
			await arrival.write(file);
			const room = await readRoom(file, arrival.from);
			if (room !== undefined) placed.push({ file, room });
			else await rm(file);
		}
		for (const { file } of placed) await safe(file);
		return (await Promise.all(placed.map(({ file, room }) => settle(file, room, folder)))).flat();
	} finally {
		await rm(scratch, { recursive: true, force: true });
	}
}

async function settle(file: string, room: KeptRoom, folder: string): Promise<KeptRoom[]> {
	const place = join(folder, roomFileName(room.room));
	if (existsSync(place)) {
		if ((await readRoom(place)) !== undefined) return [];
		// Nobody opened it. What belongs to such a file would be taken for a part of the one that comes.
		for (const end of ['', '-wal', '-shm']) await rm(place + end, { force: true });
	}
	await rename(file, place);
	return [room];
}

/** On the disk, and not only on its way there. */
async function safe(file: string): Promise<void> {
	const handle = await open(file, 'r+');
	try {
		await handle.chmod(0o600);
		await handle.sync();
	} finally {
		await handle.close();
	}
}
