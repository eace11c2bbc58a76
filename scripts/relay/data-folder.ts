/** The folder of a relay: for its user alone, and for one relay at a time. */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { errorCode } from '../../bridge/base/private-file.ts';
import { EXIT, UserError } from '../../bridge/base/user-error.ts';

/** https://sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;
/** Whoever forgets a database loses its lock, as soon as the memory is wanted. */
const held = new Set<DatabaseSync>();

export function makeDataFolder(data: string): void {
	try {
		mkdirSync(data, { recursive: true, mode: 0o700 });
		chmodSync(data, 0o700);
	} catch (error) {
		const code = errorCode(error);
		if (code === undefined) throw error;
		throw new UserError(`${data} cannot be written (${code}).`, 'Check who owns it, or choose another folder: --data FOLDER', EXIT.config);
	}
}

/**
 * Holds the folder until it is released, or this process ends in whatever way. Node cannot ask for a lock by itself; SQLite asks
 * for one with each transaction.
 */
export function holdDataFolder(data: string): Disposable {
	const database = new DatabaseSync(join(data, 'lock'), { timeout: 0 });
	try {
		database.exec('BEGIN EXCLUSIVE');
	} catch (error) {
		database.close();
		if (!(error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY)) throw error;
		throw new UserError(`A relay runs on ${data} already.`, 'Stop it first, or choose another folder: --data FOLDER', EXIT.config);
	}
	held.add(database);
	return {
		[Symbol.dispose]: () => {
			held.delete(database);
			database.close();
		},
	};
}
