/** Sessions that some versions keep otherwise than in text: made of the samples in a home, canaries and all, under ids of their own. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdCompressSync } from 'node:zlib';
import { z } from 'zod';

/** A session that Codex put away is compressed. Returns its id. */
export function archiveCodex(home: string): string {
	const [from, to] = ['00000066-0000-4000-8000-000000000066', '000000f6-0000-4000-8000-0000000000f6'];
	const rollout = filesBelow(join(home, '.codex/sessions')).find((path) => path.includes(from)) ?? '';
	const folder = join(home, '.codex/archived_sessions');
	mkdirSync(folder, { recursive: true });
	const content = readFileSync(rollout, 'utf8').replaceAll(from, to);
	writeFileSync(join(folder, `${basename(rollout).replace(from, to)}.zst`), zstdCompressSync(Buffer.from(content)));
	return to;
}

/** The plan of a Copilot session. */
export function planOfCopilot(home: string): void {
	const [folder] = filesBelow(join(home, '.copilot/session-state')).filter((path) => path.endsWith('/events.jsonl'));
	const database = new DatabaseSync((folder ?? '').replace('events.jsonl', 'session.db'));
	database.exec(`
		CREATE TABLE todos (id TEXT PRIMARY KEY, title TEXT NOT NULL, description TEXT, status TEXT);
		INSERT INTO todos VALUES ('CANARY', 'Ask the database', 'CANARY', 'done'), ('b', 'CANARY', 'CANARY', 'CANARY');`);
	database.close();
}

const owned = z.looseObject({
	id: z.string(),
	sessionID: z.string().optional(),
	messageID: z.string().optional(),
	parentID: z.string().optional(),
});
const session = z.looseObject({ title: z.string(), directory: z.string(), version: z.string() });
const SCHEMA = `
	CREATE TABLE session (id, parent_id, directory, title, version, slug, summary_diffs, time_created, time_updated);
	CREATE TABLE message (id, session_id, time_created, time_updated, data);
	CREATE TABLE part (id, message_id, session_id, time_created, time_updated, data);
	CREATE TABLE todo (session_id, content, status, priority, position);`;

/** The database that a newer OpenCode puts in place of its files. Returns its sessions' ids. */
export function migrateOpencode(home: string): string[] {
	const folder = join(home, '.local/share/opencode');
	const renamed = (path: string) =>
		readFileSync(path, 'utf8')
			.replaceAll('ses_6f', 'ses_db')
			.replaceAll(/"(msg|prt)_/g, '"$1_db');
	const read = (kind: string) => filesBelow(join(folder, 'storage', kind)).map((path) => owned.parse(JSON.parse(renamed(path))));
	const beside = join(folder, 'made.sqlite');
	const database = new DatabaseSync(beside);
	database.exec(SCHEMA);
	const now = Date.now();
	const put = (table: string, ...values: (string | number | null)[]) =>
		database.prepare(`INSERT INTO ${table} VALUES (${values.map(() => '?').join()})`).run(...values);
	const sessions = read('session');
	for (const row of sessions) {
		const { title, directory, version } = session.parse(row);
		put('session', row.id, row.parentID ?? null, directory, title, version, 'CANARY', 'CANARY', now, now);
	}
	for (const row of read('message')) put('message', row.id, row.sessionID ?? '', now, now, JSON.stringify(row));
	for (const row of read('part')) put('part', row.id, row.messageID ?? '', row.sessionID ?? '', now, now, JSON.stringify(row));
	put('todo', sessions[0]?.id ?? '', 'Ask OpenCode’s database', 'completed', 'CANARY', 0);
	database.close();
	// Whole at once, as the client's own appears to whoever reads it.
	writeFileSync(join(folder, 'opencode.db'), readFileSync(beside));
	return sessions.map(({ id }) => id);
}

function filesBelow(folder: string): string[] {
	if (!existsSync(folder)) return [];
	const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
	return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
