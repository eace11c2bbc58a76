/** All rooms of a relay into one file, while it runs: each as it is at one moment. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { errorCode } from '../../bridge/base/private-file.ts';
import { EXIT, UserError } from '../../bridge/base/user-error.ts';
import { type Entry, writeArchive } from './archive.ts';
import { copyRoom, type KeptRoom, readRoom, roomFilesIn, roomsOf } from './room-file.ts';

export interface Backup {
	rooms: KeptRoom[];
	bytes: number;
}

/** Rooms that nobody opened are left out. What is at `file` already is never overwritten. */
export async function backUp(data: string, file: string, now: number): Promise<Backup> {
	const target = resolve(file);
	refuseToOverwrite(target);
	const scratch = await scratchBeside(target);
	try {
		const { entries, kept } = await copies(roomsOf(data), scratch);
		if (entries.length === 0)
			throw new UserError(`There is no room in ${data}.`, 'Name the folder of the relay: --data FOLDER', EXIT.config);
		const made = join(scratch, 'backup');
		writeArchive(made, entries, Math.floor(now / 1_000));
		const { size } = await stat(made);
		refuseToOverwrite(target);
		await rename(made, target);
		return { rooms: kept, bytes: size };
	} finally {
		await rm(scratch, { recursive: true, force: true });
	}
}

async function copies(rooms: string, scratch: string): Promise<{ entries: Entry[]; kept: KeptRoom[] }> {
	const entries: Entry[] = [];
	const kept: KeptRoom[] = [];
	for (const [index, from] of roomFilesIn(rooms).entries()) {
		const copy = join(scratch, `${index}.sqlite`);
		copyRoom(from, copy);
		// The copy is read, not the room: what is told is what was kept.
		const room = await readRoom(copy);
		if (room !== undefined) {
			entries.push({ room: room.room, data: await readFile(copy) });
			kept.push(room);
		}
		await rm(copy);
	}
	return { entries, kept };
}

function refuseToOverwrite(file: string): void {
	if (existsSync(file)) throw new UserError(`${file} exists already.`, 'A backup overwrites nothing: choose another name.');
}

/** On the same disk, so that the backup appears whole or not at all; for this user alone. */
async function scratchBeside(file: string): Promise<string> {
	try {
		return await mkdtemp(join(dirname(file), '.pylon-backup-'));
	} catch (error) {
		const code = errorCode(error);
		if (code === undefined) throw error;
		throw new UserError(`${dirname(file)} cannot be written (${code}).`, 'Choose another folder for the backup.', EXIT.config);
	}
}
