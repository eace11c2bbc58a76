/** Databases of agents, read without leaving a trace beside them. */
import { closeSync, existsSync, readSync, statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { statOf } from '../base/missing-file.ts';
import { openAtOnce } from '../base/whole-file.ts';

/** Longer than a writer needs for one transaction, shorter than anyone waits. */
const BUSY_MS = 250;
/** File format version numbers, https://sqlite.org/fileformat2.html#file_format_version_numbers: 2 is write-ahead logging. */
const READ_VERSION_OFFSET = 19;
const WRITE_AHEAD = 2;

/** What SQLite opens beside a database. */
const COMPANIONS = ['-wal', '-shm', '-journal'];

const BROKEN = 'ERR_SQLITE_ERROR';

/**
 * Whoever opens it closes it. Node has had SQLite since 22.5; before, and only where a database is there, it cannot be read. Of `tables`, those
 * that will be asked, none is anything else by that name.
 */
export function openDatabase(path: string, tables: readonly string[]): DatabaseSync {
	const sqlite = process.getBuiltinModule?.('node:sqlite');
	if (!sqlite) throw unreadable('This version of Node cannot read databases');
	// SQLite would wait for whoever may write to a pipe.
	if (['', ...COMPANIONS].some((suffix) => statOf(`${path}${suffix}`)?.isFile() === false)) throw unreadable('It is no file');
	const database = new sqlite.DatabaseSync(locationOf(path), { readOnly: true, timeout: BUSY_MS });
	try {
		for (const table of tables) if (!isPlain(database, table)) throw unreadable(`${table} is no table`);
		return database;
	} catch (error) {
		database.close();
		throw error;
	}
}

const unreadable = (why: string): Error => Object.assign(new Error(why), { code: BROKEN });

/**
 * A table that holds what it tells, or none. A view and a column that is computed may compute without end, and nothing would stop them.
 * Asked by pragmas, since what selects from them may be given another table of their names.
 */
function isPlain(database: DatabaseSync, table: string): boolean {
	const kinds = database.prepare(`PRAGMA main.table_list(${table})`).all();
	const columns = database.prepare(`PRAGMA main.table_xinfo(${table})`).all();
	return kinds.every(({ type }) => type === 'table') && columns.every(({ hidden }) => hidden === 0);
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
	const file = openAtOnce(path);
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
	const rows = database.prepare(`PRAGMA main.table_info(${table})`).all();
	return new Set(rows.map(({ name }) => String(name)));
}

export function isDatabaseError(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === BROKEN;
}
