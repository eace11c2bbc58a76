/** OpenCode's database, read row by row, one session after another: a history of any size takes the memory of one. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Skim } from '../skim/skim.ts';
import { bytesOf, openDatabase } from '../sqlite.ts';
import { mayBePrompt } from './prompt-title.ts';
import {
	type Message,
	messageShape,
	type Part,
	partShape,
	type Stored,
	type StoredMessage,
	sessionShape,
	todoShape,
	unknownType,
} from './stored.ts';

/** Sessions that were active since then, and those that they are subagents of. The older first: a fork repeats what it is of. */
const SESSIONS = `
	WITH RECURSIVE active(id, parent_id) AS (
		SELECT id, parent_id FROM session
		WHERE time_updated >= :since OR EXISTS (SELECT 1 FROM message WHERE session_id = session.id AND message.time_created >= :since)
		UNION SELECT session.id, session.parent_id FROM session JOIN active ON session.id = active.parent_id
	)
	SELECT CAST(json_object('id', id, 'parentID', parent_id, 'directory', directory, 'title', title, 'version', version,
		'time', json_object('created', time_created, 'updated', time_updated)) AS BLOB) AS data
	FROM session WHERE id IN (SELECT id FROM active) ORDER BY time_created, id`;
const TODOS = `
	SELECT CAST(json_object('content', content, 'status', status) AS BLOB) AS data FROM todo WHERE session_id = ? ORDER BY position LIMIT 100`;

const MESSAGES = 'SELECT id, time_updated FROM message WHERE session_id = ? ORDER BY time_created, id';
const MESSAGE = 'SELECT CAST(data AS BLOB) AS data FROM message WHERE id = ?';
const FIRST_PARTS = `
	SELECT CAST(data AS BLOB) AS data FROM part WHERE session_id = :session
		AND message_id = (SELECT id FROM message WHERE session_id = :session ORDER BY time_created, id LIMIT 1)`;
const PARTS = 'SELECT id, message_id, time_updated FROM part WHERE session_id = ? ORDER BY id';
const PART = 'SELECT CAST(data AS BLOB) AS data FROM part WHERE id = ?';

interface Row<T> {
	updated: number;
	seen: T;
}

type Rows = Map<string, Row<Message | Part>>;

/** Remembers the rows of each database: it is read again with each change, but only rows that are new or changed are looked into. */
export class Databases {
	readonly #rows = new Map<string, Rows>();
	readonly #sessions = new Skim(sessionShape);
	readonly #todos = new Skim(todoShape);
	readonly #messages = new Skim(messageShape);
	readonly #parts = new Skim(partShape);

	*sessions(path: string, since: number): Iterable<Stored> {
		const database = openDatabase(path, ['session', 'message', 'part', 'todo']);
		try {
			const [todos, firstParts] = [database.prepare(TODOS), database.prepare(FIRST_PARTS)];
			const rows: Rows = new Map();
			const messagesOf = this.#reading(database, this.#rows.get(path) ?? new Map(), rows);
			for (const { data } of database.prepare(SESSIONS).all({ since })) {
				const session = this.#sessions.read(bytesOf(data));
				if (!session?.id) continue;
				const plan = todos.all(session.id).flatMap((row) => this.#todos.read(bytesOf(row['data'])) ?? []);
				const prompt = firstParts.all({ session: session.id }).map((row) => bytesOf(row['data']));
				const read = messagesOf(session.id);
				yield { session, isTitlePrompt: mayBePrompt(session.title ?? '', prompt, read.messages), ...read, todos: plan };
			}
			this.#rows.set(path, withoutNewest(rows));
		} finally {
			database.close();
		}
	}

	/** Reads the messages of a session: rows that are in `before` are taken from there, and all are kept in `rows`. */
	#reading(database: DatabaseSync, before: Rows, rows: Rows): (session: string) => Pick<Stored, 'messages' | 'unknown'> {
		const [allMessages, oneMessage, allParts, onePart] = [MESSAGES, MESSAGE, PARTS, PART].map((sql) => database.prepare(sql)) as [
			StatementSync,
			StatementSync,
			StatementSync,
			StatementSync,
		];
		const rowOf = <T extends Message | Part>(read: StatementSync, records: Skim<T>, id: string, updated: number): Row<T> => {
			const known = before.get(id);
			const row =
				known?.updated === updated ? (known as Row<T>) : { updated, seen: records.read(bytesOf(read.get(id)?.['data'])) ?? ({} as T) };
			rows.set(id, row);
			return row;
		};
		return (session) => {
			const unknown: string[] = [];
			const messages = new Map<string, StoredMessage>();
			for (const { id, time_updated } of allMessages.all(session)) {
				const { seen, updated } = rowOf(oneMessage, this.#messages, String(id), Number(time_updated));
				messages.set(String(id), { id: String(id), message: seen, parts: [], updated });
			}
			for (const { id, message_id, time_updated } of allParts.all(session)) {
				const { seen, updated } = rowOf(onePart, this.#parts, String(id), Number(time_updated));
				const type = unknownType(seen);
				if (!before.has(String(id)) && type !== undefined) unknown.push(type);
				const message = messages.get(String(message_id));
				message?.parts.push(seen);
				if (message && updated > message.updated) message.updated = updated;
			}
			return { messages: [...messages.values()], unknown };
		};
	}
}

/** A row may be written twice within a millisecond: of the newest ones nobody knows yet whether they are. */
function withoutNewest(rows: Rows): Rows {
	let newest = 0;
	for (const { updated } of rows.values()) newest = Math.max(newest, updated);
	for (const [id, { updated }] of rows) if (updated === newest) rows.delete(id);
	return rows;
}
