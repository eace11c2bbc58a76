/**
 * A room on disk: one SQLite file, as Cloudflare's runtime names and writes it. Its own tables begin with `_cf_`; what a room puts
 * away lies in `_cf_KV`, each value as V8 serialises it (workerd: `src/workerd/util/sqlite-kv.c++`, `src/workerd/io/actor-sqlite.c++`).
 */
import { createHash, createHmac } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { deserialize } from 'node:v8';
import { z } from 'zod';
import { isMissing } from '../../bridge/base/private-file.ts';
import { EXIT, UserError } from '../../bridge/base/user-error.ts';
import { Store } from '../../party/store.ts';

/** A room that somebody opened, and how many are in it. */
export interface KeptRoom {
	room: string;
	members: number;
}

/** The class whose objects are rooms: its name is part of their identity on disk. */
const ROOM_CLASS = 'Main';
const ROOM_FILE = /^[0-9a-f]{64}\.sqlite$/;
const kept = z.array(z.object({ key: z.string(), value: z.instanceof(Uint8Array) }));

/** Where a relay's rooms lie in its folder. */
export const roomsOf = (data: string): string => join(data, 'rooms', ROOM_CLASS);

/** Files of rooms, opened or not. None where there is no such folder. */
export function roomFilesIn(folder: string): string[] {
	try {
		return readdirSync(folder)
			.filter((name) => ROOM_FILE.test(name))
			.sort()
			.map((name) => join(folder, name));
	} catch (error) {
		if (isMissing(error)) return [];
		throw error;
	}
}

/** The file's name for a room: what `idFromName` makes of it (workerd: `src/workerd/server/actor-id-impl.c++`). */
export function roomFileName(room: string, roomClass = ROOM_CLASS): string {
	const key = createHash('sha256').update(roomClass).digest();
	const hmac = (data: string | Uint8Array) => createHmac('sha256', key).update(data).digest().subarray(0, 16);
	const name = hmac(room);
	return `${Buffer.concat([name, hmac(name)]).toString('hex')}.sqlite`;
}

/** What the file holds, read as the relay itself would; `undefined` for a room that nobody opened, or that was deleted. `from` is said where it is damaged. */
export async function readRoom(file: string, from = file): Promise<KeptRoom | undefined> {
	try {
		const values = valuesIn(file);
		const { charter, members } = await Store.open({ list: async () => values, put: denied, delete: denied, deleteAll: denied });
		return charter === undefined ? undefined : { room: charter.room, members: members.size };
	} catch (error) {
		throw damaged(from, error);
	}
}

/** A copy that is whole and of one moment, also while a relay writes. */
export function copyRoom(from: string, to: string): void {
	try {
		using database = new DatabaseSync(from, { readOnly: true, timeout: BUSY_MS });
		database.prepare('VACUUM INTO ?').run(to);
	} catch (error) {
		throw damaged(from, error);
	}
}

/** How long a writer may keep us waiting. */
const BUSY_MS = 5_000;

function valuesIn(file: string): Map<string, unknown> {
	using database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS });
	const [check] = Object.values(database.prepare('PRAGMA quick_check(1)').get() ?? {});
	if (check !== 'ok') throw new Error(String(check));
	const hasValues = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = '_cf_KV'").get() !== undefined;
	const rows = hasValues ? kept.parse(database.prepare('SELECT key, value FROM _cf_KV').all()) : [];
	return new Map(rows.map(({ key, value }) => [key, deserialize(value)]));
}

async function denied(): Promise<never> {
	throw new Error('A room that is only looked at is not changed.');
}

const damaged = (file: string, error: unknown): UserError =>
	new UserError(
		`The room of ${file} cannot be read (${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}).`,
		'Check who owns it and the disk. Nothing was changed. What a backup holds can be restored into an empty folder.',
		EXIT.config,
	);
