/**
 * Zed's own agent: `~/.local/share/zed/threads/threads.db` (SQLite), a thread as JSON or packed with zstd. Not run here: known from zed-industries/zed,
 * crates/agent/src/db.rs, thread.rs and tools/, and from kenn-io/agentsview, internal/parser/zed.go. There are no times of messages, and no branch.
 * Never read: prompts, replies, thinking, commands, outputs, summaries; titles, which its human may have written.
 */
import { basename, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { absolutePath } from '../../base/agent-path.ts';
import type { AgentReader, SessionSighting } from '../agent-reader.ts';
import { FirstSeen } from '../first-seen.ts';
import type { Answer, Call, Sighting } from '../sighting.ts';
import { entries, flag, list, number, type Seen, shape, startsWith, text, time } from '../skim/record-shape.ts';
import { Skim } from '../skim/skim.ts';
import { bytesOf, columnsOf, openDatabase } from '../sqlite.ts';
import { callOf, tools, turnOfCalls } from '../tool-call.ts';
import { unpacked } from '../unpacked.ts';

const DATABASE = 'threads.db';
const PATH_MAX = 4096;
/** So Zed answers a call that its human did not want. */
const DENIED = ['Tool canceled by user', 'Permission to run tool denied by user', 'Tool use canceled by user'] as const;

const rowShape = shape({ id: text(80), parent: text(80), folders: text(PATH_MAX * 4), order: text(200), born: time, changed: time });
const use = shape({
	id: text(120),
	name: text(120),
	input: shape({ path: text(PATH_MAX), source_path: text(PATH_MAX), destination_path: text(PATH_MAX) }),
});
const answer = shape({ is_error: flag, content: list(shape({ Text: startsWith(...DENIED) })) });
const usage = shape({ input_tokens: number, output_tokens: number, cache_creation_input_tokens: number, cache_read_input_tokens: number });
const threadShape = shape({
	cumulative_token_usage: usage,
	initial_project_snapshot: shape({ worktree_snapshots: list(shape({ worktree_path: text(PATH_MAX) })) }),
	messages: list(
		shape({
			User: shape({ id: text(80) }),
			Agent: shape({ content: list(shape({ ToolUse: use })), tool_results: entries(answer) }),
		}),
	),
});
type Row = Seen<typeof rowShape>;
type Thread = Seen<typeof threadShape>;
type Message = NonNullable<Thread['messages']>[number];

export function zed(): AgentReader<'zed'> {
	const rows = new Skim(rowShape);
	const threads = new Skim(threadShape);
	const firstSeen = new FirstSeen();
	return {
		kind: 'zed',

		roots(home, env) {
			const data = env['XDG_DATA_HOME'] || join(home, '.local', 'share');
			const flatpak = join(home, '.var', 'app', 'dev.zed.Zed', 'data');
			const others = [join(home, 'Library', 'Application Support', 'Zed'), join(home, 'AppData', 'Local', 'Zed')];
			return [join(data, 'zed'), join(flatpak, 'zed'), ...others].map((folder) => join(folder, 'threads'));
		},

		enters: (folder) => folder.length === 0,

		source([name = '', ...below]) {
			if (below.length > 0) return undefined;
			if (name === DATABASE) return { as: 'snapshot' };
			return name === `${DATABASE}-wal` ? { as: 'snapshot', of: DATABASE } : undefined;
		},

		*snapshot(path, since) {
			const database = openDatabase(path, ['threads']);
			try {
				const thread = database.prepare('SELECT data_type, CAST(data AS BLOB) AS data FROM threads WHERE id = ?');
				for (const { data } of database.prepare(rowsQuery(database)).all()) {
					const row = rows.read(bytesOf(data));
					if (!row?.id || (row.changed ?? since) < since) continue;
					const { data_type: type, data: stored } = thread.get(row.id) ?? {};
					const bytes = bytesOf(stored);
					const read = threads.read(type === 'zstd' ? threadIn(bytes) : bytes);
					if (read) yield* sightingsOf(row, read, firstSeen, path);
					else yield { session: row.id, unknown: '(broken)' };
				}
			} finally {
				database.close();
			}
		},
	};
}

function rowsQuery(database: DatabaseSync): string {
	const columns = columnsOf(database, 'threads');
	const value = (name: string) => (columns.has(name) ? name : 'NULL');
	return `
	SELECT CAST(json_object('id', id, 'parent', ${value('parent_id')}, 'folders', ${value('folder_paths')}, 'order', ${value('folder_paths_order')},
		'born', ${value('created_at')}, 'changed', updated_at) AS BLOB) AS data FROM threads ORDER BY id`;
}

function threadIn(bytes: Buffer): Buffer {
	try {
		return unpacked(bytes);
	} catch (error) {
		// Broken, or too large: one thread's matter.
		if (error instanceof Error && 'code' in error) return Buffer.alloc(0);
		throw error;
	}
}

function* sightingsOf(
	{ id = '', parent, changed = 0, born = changed, ...row }: Row,
	thread: Thread,
	firstSeen: FirstSeen,
	path: string,
): Iterable<SessionSighting> {
	const folders = foldersOf(row, thread);
	const [cwd] = folders;
	const messages = thread.messages ?? [];
	const {
		input_tokens: input = 0,
		output_tokens: output = 0,
		cache_creation_input_tokens: written = 0,
		cache_read_input_tokens: cached = 0,
	} = thread.cumulative_token_usage ?? {};
	yield {
		session: id,
		...(cwd && { cwd }),
		...(parent && { parent }),
		...(messages.length === 0 && { at: changed, turn: 'ended' as const }),
		tokens: { session: true, input: input + written, cached, output },
	};
	const roles = messages.map(({ User: user, Agent: agent }) => (user && 'user') || (agent && 'assistant') || undefined);
	const times = firstSeen.timesOf(`${path} ${id}`, roles, { born, now: changed });
	for (const [place, message] of messages.entries()) yield { session: id, at: times[place] ?? changed, ...messageOf(message, folders) };
}

/** A thread may have several, of which it names files by the folder's name first. Those that they were opened in come first. */
function foldersOf({ folders, order = '' }: Row, { initial_project_snapshot: snapshot }: Thread): string[] {
	const sorted = folders?.split('\n').filter((folder) => folder !== '') ?? [];
	const places = order.split(',').map(Number);
	const opened = sorted.map((_, place) => sorted[places.indexOf(place)]).filter((folder) => folder !== undefined);
	if (sorted.length > 0) return opened.length === sorted.length ? opened : sorted;
	return (snapshot?.worktree_snapshots ?? []).flatMap(({ worktree_path }) => worktree_path ?? []);
}

function messageOf({ User: user, Agent: agent }: Message, folders: readonly string[]): Sighting {
	if (user) return { turn: 'working' };
	if (!agent) return {};
	const uses = (agent.content ?? []).flatMap(({ ToolUse: each }) => (each ? [each] : []));
	const calls = uses.flatMap((each) => callIn(each, folders));
	const answers = calls.flatMap(({ id }) => answerIn(id, agent.tool_results?.get(id)));
	const open = calls.filter(({ id }) => !agent.tool_results?.has(id));
	if (calls.length === 0) return { turn: 'settled' };
	return { calls, answers, turn: open.length > 0 ? turnOfCalls(open) : 'working' };
}

const TOOLS = tools(
	['edit_file', 'write_file', 'create_file', 'streaming_edit_file', 'delete_path', 'move_path', 'copy_path', 'restore_file_from_disk'],
	['read_file'],
	{
		grep: 'search',
		find_path: 'search',
		list_directory: 'search',
		diagnostics: 'search',
		fetch: 'browse',
		web_search: 'browse',
		spawn_agent: 'delegate',
		subagent: 'delegate',
		update_plan: 'plan',
		thinking: 'plan',
		now: 'plan',
	},
);

function callIn({ id, name, input = {} }: Seen<typeof use>, folders: readonly string[]): Call[] {
	if (!id || !name) return [];
	// Of a copy only the new file is changed.
	const source = name === 'copy_path' ? undefined : input.source_path;
	const paths = [input.path, source, input.destination_path].flatMap((path) => (path ? [pathIn(folders, path)] : []));
	return [callOf(TOOLS, id, name, paths)];
}

/** `shop/src/tax.ts` lies in the folder that is called `shop`. */
function pathIn(folders: readonly string[], path: string): string {
	const [first, ...rest] = path.split('/');
	const folder = folders.find((each) => basename(each) === first);
	return folder === undefined || rest.length === 0 ? path : absolutePath(rest.join('/'), folder);
}

function answerIn(call: string, given: Seen<typeof answer> | undefined): Answer[] {
	if (!given) return [];
	if (!given.is_error) return [{ call, outcome: 'done' }];
	return [{ call, outcome: given.content?.some((each) => each.Text !== undefined) ? 'denied' : 'failed' }];
}
