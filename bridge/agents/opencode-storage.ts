/**
 * Where OpenCode keeps its sessions: a database, or before that files below `storage/`. Read by allow-list: `skim` sees what is named
 * here. Source: anomalyco/opencode, packages/opencode/src/session/message-v2.ts and src/storage/.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { namesIn, unlessMissing } from '../base/missing-file.ts';
import { list, number, type RecordShape, type Seen, shape, startsWith, text } from './skim/record-shape.ts';
import { skim } from './skim/skim.ts';
import { openDatabase } from './sqlite.ts';

const PATH_MAX = 4096;
/** So the client begins the error of a call that its human did not want. */
const DENIED = ['The user rejected', 'The user dismissed', 'Tool execution aborted'] as const;

const todo = shape({ content: text(1000), status: text(20) });
export type Todo = Seen<typeof todo>;

const sessionShape = shape({
	id: text(80),
	parentID: text(80),
	directory: text(PATH_MAX),
	title: text(400),
	version: text(40),
	time: shape({ created: number, updated: number }),
});
type Session = Seen<typeof sessionShape>;

const messageShape = shape({
	role: text(20),
	time: shape({ created: number, completed: number }),
	error: shape({ name: text(80) }),
	finish: text(40),
	path: shape({ cwd: text(PATH_MAX) }),
	tokens: shape({ input: number, output: number, reasoning: number, cache: shape({ read: number, write: number }) }),
});
export type Message = Seen<typeof messageShape>;

const partShape = shape({
	type: text(40),
	tool: text(120),
	files: list(text(PATH_MAX)),
	state: shape({
		status: text(20),
		error: startsWith(...DENIED),
		input: shape({ filePath: text(PATH_MAX) }),
		metadata: shape({
			exit: number,
			display: shape({ type: text(20) }),
			files: list(shape({ filePath: text(PATH_MAX), movePath: text(PATH_MAX) })),
		}),
		time: shape({ start: number, end: number }),
	}),
});
export type Part = Seen<typeof partShape>;

/** A session, wherever it is stored. */
export interface Stored {
	session: Session;
	messages: StoredMessage[];
	todos: Todo[];
	unknown: string[];
}

export interface StoredMessage {
	id: string;
	message: Message;
	parts: Part[];
	/** When it or a part of it changed last, ms, where that is stored. */
	updated: number;
}

export const DATABASE = /^opencode(?:-[\w.]+)?\.db$/;

/** One after another, so that a history of any size takes the memory of one session. */
export function* storedSessions(path: string, since: number): Iterable<Stored> {
	if (!path.endsWith('.db')) {
		yield* storedBeside(path);
		return;
	}
	const database = openDatabase(path);
	try {
		yield* storedIn(path, database, since);
	} finally {
		database.close();
	}
}

const blobOf = (value: unknown): Buffer =>
	value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : Buffer.alloc(0);

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

function* storedIn(path: string, database: DatabaseSync, since: number): Iterable<Stored> {
	const rows = new Rows(path, database);
	const todos = database.prepare(TODOS);
	for (const { data } of database.prepare(SESSIONS).all({ since })) {
		const session = skim(sessionShape, blobOf(data));
		if (!session?.id) continue;
		const plan = todos.all(session.id).flatMap((row) => skim(todo, blobOf(row['data'])) ?? []);
		yield { session, ...rows.of(session.id), todos: plan };
	}
	rows.keep();
}

interface Row<T> {
	updated: number;
	seen: T;
}

/** What was seen of a database's rows: it is read again with each change, but only what is new in it is looked into. */
class Rows {
	static readonly #kept = new Map<string, Map<string, Row<Message | Part>>>();
	readonly #path: string;
	readonly #before: ReadonlyMap<string, Row<Message | Part>>;
	readonly #now = new Map<string, Row<Message | Part>>();
	readonly #messages: StatementSync;
	readonly #message: StatementSync;
	readonly #parts: StatementSync;
	readonly #part: StatementSync;

	constructor(path: string, database: DatabaseSync) {
		this.#path = path;
		this.#before = Rows.#kept.get(path) ?? new Map();
		this.#messages = database.prepare('SELECT id, time_updated FROM message WHERE session_id = ? ORDER BY time_created, id');
		this.#message = database.prepare('SELECT CAST(data AS BLOB) AS data FROM message WHERE id = ?');
		this.#parts = database.prepare('SELECT id, message_id, time_updated FROM part WHERE session_id = ? ORDER BY id');
		this.#part = database.prepare('SELECT CAST(data AS BLOB) AS data FROM part WHERE id = ?');
	}

	of(session: string): Pick<Stored, 'messages' | 'unknown'> {
		const unknown: string[] = [];
		const messages = new Map<string, StoredMessage>();
		for (const { id, time_updated } of this.#messages.all(session)) {
			const { seen, updated } = this.#row(this.#message, messageShape, String(id), Number(time_updated));
			messages.set(String(id), { id: String(id), message: seen, parts: [], updated });
		}
		for (const { id, message_id, time_updated } of this.#parts.all(session)) {
			const isNew = !this.#before.has(String(id));
			const { seen, updated } = this.#row(this.#part, partShape, String(id), Number(time_updated));
			const type = unknownType(seen);
			if (isNew && type !== undefined) unknown.push(type);
			const message = messages.get(String(message_id));
			message?.parts.push(seen);
			if (message && updated > message.updated) message.updated = updated;
		}
		return { messages: [...messages.values()], unknown };
	}

	/** A row may be written twice within a millisecond: of the newest ones nobody knows yet whether they are. */
	keep(): void {
		let newest = 0;
		for (const { updated } of this.#now.values()) newest = Math.max(newest, updated);
		for (const [id, { updated }] of this.#now) if (updated === newest) this.#now.delete(id);
		Rows.#kept.set(this.#path, this.#now);
	}

	#row<T extends Message | Part>(read: StatementSync, wanted: RecordShape<T>, id: string, updated: number): Row<T> {
		const before = this.#before.get(id);
		if (before?.updated === updated) {
			this.#now.set(id, before);
			return before as Row<T>;
		}
		const row = { updated, seen: skim(wanted, blobOf(read.get(id)?.['data'])) ?? ({} as T) };
		this.#now.set(id, row);
		return row;
	}
}

/** `storage/session/<project>/<id>.json`, its messages and parts in folders beside. A database has all of it and goes on. */
function storedBeside(path: string): Stored[] {
	const storage = join(dirname(path), '..', '..');
	if (namesIn(dirname(storage)).some((name) => DATABASE.test(name))) return [];
	const session = skim(sessionShape, readFileSync(path));
	if (!session?.id) return [];
	const unknown: string[] = [];
	const messages = jsonIn(join(storage, 'message', session.id), messageShape).map(({ id, seen }) => {
		const parts = jsonIn(join(storage, 'part', id), partShape).map((part) => part.seen);
		unknown.push(...parts.flatMap((part) => unknownType(part) ?? []));
		return { id, message: seen, parts, updated: 0 };
	});
	const plan = unlessMissing(() => readFileSync(join(storage, 'todo', `${session.id}.json`)));
	const todos = plan && skim(shape({ todos: list(todo) }), Buffer.concat([Buffer.from('{"todos":'), plan, Buffer.from('}')]))?.todos;
	return [{ session, messages, todos: todos ?? [], unknown }];
}

/** Ids are made to sort by time. */
function jsonIn<T>(folder: string, wanted: RecordShape<T>): { id: string; seen: T }[] {
	const names = namesIn(folder).filter((name) => name.endsWith('.json'));
	return names.sort().flatMap((name) => {
		const bytes = unlessMissing(() => readFileSync(join(folder, name)));
		const seen = bytes && skim(wanted, bytes);
		return seen ? [{ id: name.slice(0, -5), seen }] : [];
	});
}

const PARTS = new Set([
	'agent',
	'compaction',
	'file',
	'patch',
	'reasoning',
	'retry',
	'snapshot',
	'step-finish',
	'step-start',
	'subtask',
	'text',
	'tool',
]);

function unknownType({ type }: Part): string | undefined {
	return type !== undefined && PARTS.has(type) ? undefined : `part/${type ?? '(untyped)'}`;
}
