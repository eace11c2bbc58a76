/** A backup's rooms, put into a relay's folder that has none. */
import { writeFile } from 'node:fs/promises';
import { EXIT, UserError } from '../../bridge/base/user-error.ts';
import { readArchive } from './archive.ts';
import { placeRooms } from './place-rooms.ts';
import { type KeptRoom, readRoom, roomFilesIn, roomsOf } from './room-file.ts';

/** Nobody may run a relay on the folder meanwhile: whoever calls this holds it. */
export async function restore(file: string, data: string): Promise<KeptRoom[]> {
	const entries = readArchive(file);
	for (const there of roomFilesIn(roomsOf(data))) {
		const room = await readRoom(there);
		if (room === undefined) continue;
		throw new UserError(
			`${data} holds rooms already (${room.room}).`,
			'A restore overwrites nothing: choose an empty folder with --data FOLDER, or move that one away.',
			EXIT.config,
		);
	}
	return placeRooms(
		data,
		entries.map(({ room, data }) => ({ from: `${room} in ${file}`, write: (to) => writeFile(to, data, { mode: 0o600 }) })),
	);
}
