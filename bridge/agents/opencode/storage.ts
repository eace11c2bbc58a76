/** Where OpenCode keeps its sessions: a database, or before that files below `storage/`. */
import { dirname, join } from 'node:path';
import { namesIn, unlessMissing } from '../../base/missing-file.ts';
import { wholeFile } from '../../base/whole-file.ts';
import { list, type RecordShape, shape } from '../skim/record-shape.ts';
import { Skim, skim } from '../skim/skim.ts';
import { Databases } from './database.ts';
import { mayBePrompt } from './prompt-title.ts';
import { messageShape, partShape, type Stored, sessionShape, todoShape, unknownType } from './stored.ts';

export class Storage {
	readonly #databases = new Databases();
	readonly #database: RegExp;

	/** `database`: what the names of its databases match. */
	constructor(database: RegExp) {
		this.#database = database;
	}

	/** Those of a database that were active since then, or the one of a file. */
	sessions(path: string, since: number): Iterable<Stored> {
		return path.endsWith('.db') ? this.#databases.sessions(path, since) : sessionInFiles(path, this.#database);
	}
}

/** `storage/session/<project>/<id>.json`, its messages and parts in folders beside. A database has all of it and goes on. */
function sessionInFiles(path: string, database: RegExp): Stored[] {
	const storage = join(dirname(path), '..', '..');
	if (namesIn(dirname(storage)).some((name) => database.test(name))) return [];
	const session = skim(sessionShape, wholeFile(path));
	if (!session?.id) return [];
	const unknown: string[] = [];
	const messages = jsonIn(join(storage, 'message', session.id), messageShape).map(({ id, seen }) => {
		const parts = jsonIn(join(storage, 'part', id), partShape).map((part) => part.seen);
		unknown.push(...parts.flatMap((part) => unknownType(part) ?? []));
		return { id, message: seen, parts, updated: 0 };
	});
	const plan = unlessMissing(() => wholeFile(join(storage, 'todo', `${session.id}.json`)));
	const todos = plan && skim(shape({ todos: list(todoShape) }), Buffer.concat([Buffer.from('{"todos":'), plan, Buffer.from('}')]))?.todos;
	const prompt = messages.slice(0, 1).flatMap(({ id }) => filesIn(join(storage, 'part', id)).map(({ bytes }) => bytes));
	return [{ session, isTitlePrompt: mayBePrompt(session.title ?? '', prompt, messages), messages, todos: todos ?? [], unknown }];
}

function jsonIn<T>(folder: string, shape: RecordShape<T>): { id: string; seen: T }[] {
	const records = new Skim(shape);
	return filesIn(folder).flatMap(({ id, bytes }) => {
		const seen = records.read(bytes);
		return seen ? [{ id, seen }] : [];
	});
}

/** Ids are made to sort by time. */
function filesIn(folder: string): { id: string; bytes: Buffer }[] {
	const names = namesIn(folder).filter((name) => name.endsWith('.json'));
	return names.sort().flatMap((name) => {
		const bytes = unlessMissing(() => wholeFile(join(folder, name)));
		return bytes ? [{ id: name.slice(0, -5), bytes }] : [];
	});
}
