/**
 * Chats of Cursor's editor, in its `globalStorage/state.vscdb` (SQLite): a table of keys and values that holds all that the editor remembers,
 * gigabytes at times, and changes with much that is done in it. So it is read once, for chats that were active lately, and then by what was
 * written since: a value that is written anew gets a new row. Not run here: known from readers of 2025 and 2026 (michaeldhood/chatrxiv,
 * docs/cursor/storage-reference.md).
 */
import type { DatabaseSync } from 'node:sqlite';
import { forgetFirst } from '../../base/forget-first.ts';
import type { SessionSighting } from '../agent-reader.ts';
import { Skim } from '../skim/skim.ts';
import { bytesOf, columnsOf, openDatabase } from '../sqlite.ts';
import { type Bubble, bubbleShape, type Chat, chatShape, sightingsOf } from './chat.ts';

export const EDITOR_DATABASE = 'state.vscdb';

/** So many chats are remembered, of a database. */
const CHATS_MAX = 200;

/** A chat and its messages, by id. */
interface KnownChat {
	chat: Chat;
	bubbles: Map<string, Bubble>;
}

interface Known {
	/** The last row that was looked at. */
	row: number;
	chats: Map<string, KnownChat>;
}

const CHATS = `
	SELECT key, CAST(value AS BLOB) AS value FROM cursorDiskKV WHERE key >= 'composerData:' AND key < 'composerData;'
		AND json_valid(value) AND coalesce(json_extract(value, '$.lastUpdatedAt'), json_extract(value, '$.createdAt')) >= :since`;
const BUBBLES = `
	SELECT key, CAST(value AS BLOB) AS value FROM cursorDiskKV WHERE key >= 'bubbleId:' || :chat || ':' AND key < 'bubbleId:' || :chat || ';'`;
const CHANGED = `
	SELECT key, CAST(value AS BLOB) AS value FROM cursorDiskKV
	WHERE rowid > :row AND (key GLOB 'composerData:*' OR key GLOB 'bubbleId:*') ORDER BY rowid`;

export class EditorChats {
	readonly #known = new Map<string, Known>();
	readonly #chats = new Skim(chatShape);
	readonly #bubbles = new Skim(bubbleShape);

	*sightings(path: string, since: number): Iterable<SessionSighting> {
		const known = this.#read(path, since);
		if (!known) return;
		this.#known.set(path, known);
		for (const [id, { chat, bubbles }] of known.chats) yield* sightingsOf(id, chat, (bubble) => bubbles.get(bubble));
	}

	#read(path: string, since: number): Known | undefined {
		const database = openDatabase(path, ['cursorDiskKV']);
		try {
			if (!columnsOf(database, 'cursorDiskKV').has('key')) return undefined;
			const row = Number(database.prepare('SELECT coalesce(max(rowid), 0) AS row FROM cursorDiskKV').get()?.['row']);
			const before = this.#known.get(path);
			// One that was made anew begins from the first row.
			const isNew = before === undefined || row < before.row;
			const known: Known = { row, chats: isNew ? new Map() : before.chats };
			const rows = isNew ? database.prepare(CHATS).iterate({ since }) : database.prepare(CHANGED).iterate({ row: before.row });
			for (const { key, value } of rows) this.#put(known, database, String(key), bytesOf(value));
			return known;
		} finally {
			database.close();
		}
	}

	#put({ chats }: Known, database: DatabaseSync, key: string, value: Buffer): void {
		const [kind, id = '', bubble] = key.split(':');
		if (kind === 'bubbleId') {
			// Of a chat that is not known nothing is kept: its messages come with the chat itself.
			const seen = this.#bubbles.read(value);
			if (seen && bubble !== undefined) chats.get(id)?.bubbles.set(bubble, seen);
			return;
		}
		const chat = this.#chats.read(value);
		if (!chat) return;
		chats.set(id, { chat, bubbles: chats.get(id)?.bubbles ?? this.#bubblesOf(database, id) });
		if (chats.size > CHATS_MAX) forgetFirst(chats);
	}

	#bubblesOf(database: DatabaseSync, chat: string): Map<string, Bubble> {
		const rows = database.prepare(BUBBLES).all({ chat });
		return new Map(rows.map(({ key, value }) => [String(key).slice(`bubbleId:${chat}:`.length), this.#bubbles.read(bytesOf(value)) ?? {}]));
	}
}
