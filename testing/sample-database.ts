/**
 * Databases of agents, as samples keep them: `sessions.db.json` is the database `sessions.db`, `{ table: [{ column: value }] }`. A value that is
 * an object or a list is kept as JSON, one in `{ "zstd": … }` packed.
 */
import { cpSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { zstdCompressSync } from 'node:zlib';

const WRITTEN = /\.(?:db|vscdb)\.json$/;

export const isWrittenDatabase = (path: string): boolean => WRITTEN.test(path);

/** Copies a sample to where a home is to be, and makes its databases. */
export function layOut(sample: string, home: string): void {
	cpSync(sample, home, { recursive: true });
	makeDatabases(home);
}

/** In place of each that is written below a folder. */
export function makeDatabases(folder: string): void {
	for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
		const path = join(entry.parentPath, entry.name);
		if (!entry.isFile() || !isWrittenDatabase(path)) continue;
		writeDatabase(path.replace(/\.json$/, ''), JSON.parse(readFileSync(path, 'utf8')));
		rmSync(path);
	}
}

/** Whole at once, as whoever follows it sees a client's transaction. */
export function writeDatabase(path: string, tables: unknown): void {
	const beside = `${path}.made`;
	rmSync(beside, { force: true });
	const database = new DatabaseSync(beside);
	database.exec('PRAGMA synchronous = off; PRAGMA journal_mode = memory;');
	for (const [table, rows] of entriesOf(tables)) {
		const records = (Array.isArray(rows) ? rows : []).map((row) => new Map(entriesOf(row)));
		const columns = [...new Set(records.flatMap((row) => [...row.keys()]))];
		if (columns.length === 0) continue;
		database.exec(`CREATE TABLE ${quoted(table)} (${columns.map(quoted).join()})`);
		const put = database.prepare(`INSERT INTO ${quoted(table)} VALUES (${columns.map(() => '?').join()})`);
		for (const row of records) put.run(...columns.map((column) => stored(row.get(column))));
	}
	database.close();
	renameSync(beside, path);
}

const entriesOf = (value: unknown): [string, unknown][] => (value !== null && typeof value === 'object' ? Object.entries(value) : []);
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function stored(value: unknown): SQLInputValue {
	if (typeof value === 'string' || typeof value === 'number') return value;
	if (value === undefined || value === null) return null;
	if (typeof value === 'object' && 'zstd' in value) return zstdCompressSync(Buffer.from(JSON.stringify(value.zstd)));
	return JSON.stringify(value);
}
