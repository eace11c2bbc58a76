/** Databases of agents, read without leaving a trace beside them. */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

/** Longer than a writer needs for one transaction, shorter than anyone waits. */
const BUSY_MS = 250;
/** File format version numbers, https://sqlite.org/fileformat2.html#file_format_version_numbers: 2 is write-ahead logging. */
const READ_VERSION_OFFSET = 19;
const WRITE_AHEAD = 2;

const BROKEN = 'ERR_SQLITE_ERROR';

/** Whoever opens it closes it. Node has had SQLite since 22.5; before, and only where a database is there, it cannot be read. */
export function openDatabase(path: string): DatabaseSync {
	const sqlite = process.getBuiltinModule?.('node:sqlite');
	if (!sqlite) throw Object.assign(new Error('This version of Node cannot read databases'), { code: BROKEN });
	return new sqlite.DatabaseSync(locationOf(path), { readOnly: true, timeout: BUSY_MS });
}

/** Another one after each change, or undefined where there is no database. Opening one may touch its files; this does not. */
export function databaseState(path: string): string | undefined {
	const [database, journal] = [path, `${path}-wal`].map((file) => statSync(file, { throwIfNoEntry: false }));
	return database && `${database.size} ${database.mtimeMs} ${journal?.size} ${journal?.mtimeMs}`;
}

/** A database in write-ahead mode that nobody has open gets a journal even from a reader, unless it takes the database for one that never changes. */
function locationOf(path: string): string | URL {
	if (!isWriteAhead(path) || existsSync(`${path}-wal`)) return path;
	const location = pathToFileURL(path);
	location.searchParams.set('immutable', '1');
	return location;
}

function isWriteAhead(path: string): boolean {
	const file = openSync(path, 'r');
	try {
		const version = Buffer.alloc(1);
		readSync(file, version, 0, 1, READ_VERSION_OFFSET);
		return version[0] === WRITE_AHEAD;
	} finally {
		closeSync(file);
	}
}

/** A blob's bytes; none of what is no blob. */
export const bytesOf = (value: unknown): Buffer =>
	value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : Buffer.alloc(0);

/** Of a table, as far as it is there: versions add some. */
export function columnsOf(database: DatabaseSync, table: string): ReadonlySet<string> {
	const rows = database.prepare('SELECT name FROM pragma_table_info(?)').all(table);
	return new Set(rows.map(({ name }) => String(name)));
}

export function isDatabaseError(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === BROKEN;
}
