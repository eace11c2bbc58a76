/**
 * A backup: one file with the relay's rooms in it, in SQLite's own archive format (https://sqlite.org/sqlar.html), so that
 * `sqlite3 FILE -A --list` shows what it holds and any of its rooms can be taken out by hand. One entry for each room, `ROOM.sqlite`.
 */
import { closeSync, openSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { deflateSync, inflateSync } from 'node:zlib';
import { z } from 'zod';
import { EXIT, UserError } from '../../bridge/base/user-error.ts';
import { roomSlug } from '../../shared/names.ts';

/** `PyRo`, by which a backup is told from any other database. */
const APPLICATION_ID = 0x50795261;
const VERSION = 1;
const MODE = 0o100600;
/** Far more than a room of 500 operators takes: a file that unpacks to more than it says is none of ours. */
const ROOM_MAX_BYTES = 256 * 1024 * 1024;

const entry = z.object({ name: z.string(), sz: z.int().min(0).max(ROOM_MAX_BYTES), data: z.instanceof(Uint8Array) });

export interface Entry {
	room: string;
	data: Uint8Array;
}

/** Readable by its owner alone. `file` must not exist. */
export function writeArchive(file: string, entries: Iterable<Entry>, seconds: number): void {
	closeSync(openSync(file, 'wx', 0o600));
	using database = new DatabaseSync(file);
	database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${VERSION}; PRAGMA synchronous = FULL;
		BEGIN; CREATE TABLE sqlar(name TEXT PRIMARY KEY, mode INT, mtime INT, sz INT, data BLOB)`);
	const insert = database.prepare('INSERT INTO sqlar(name, mode, mtime, sz, data) VALUES (?, ?, ?, ?, ?)');
	for (const { room, data } of entries) {
		const packed = deflateSync(data);
		insert.run(`${room}.sqlite`, MODE, seconds, data.length, packed.length < data.length ? packed : data);
	}
	database.exec('COMMIT');
	// A journal that an interrupted run left beside it would be taken for this file's.
	rmSync(`${file}-journal`, { force: true });
}

export function readArchive(file: string): Entry[] {
	try {
		using database = new DatabaseSync(file, { readOnly: true });
		const number = (pragma: string) => Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0];
		if (number('application_id') !== APPLICATION_ID) throw new Error('it was not made by `npm run relay -- backup`');
		if (number('user_version') !== VERSION) throw new Error('it was made by a newer relay');
		return z.array(entry).parse(database.prepare('SELECT name, sz, data FROM sqlar ORDER BY name').all()).map(unpacked);
	} catch (error) {
		const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
		throw new UserError(`${file} is no backup of a relay (${why}).`, 'Nothing was changed. Name the file that a backup made.', EXIT.config);
	}
}

function unpacked({ name, sz, data }: z.infer<typeof entry>): Entry {
	const whole = data.length === sz ? data : inflateSync(data, { maxOutputLength: sz + 1 });
	if (whole.length !== sz) throw new Error(`${name} is not as long as it says`);
	return { room: roomSlug.parse(name.replace(/\.sqlite$/, '')), data: whole };
}
