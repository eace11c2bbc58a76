/**
 * Goose 1.10 and newer: `~/.local/share/goose/sessions/sessions.db` (SQLite). Not run here: known from block/goose, crates/goose/src/session/session_manager.rs
 * and crates/goose/src/conversation/message.rs, and from kenn-io/agentsview, internal/parser/goose.go. It records no branch.
 * Never read: prompts, replies, thinking, commands, outputs, recipes; names of sessions, which may be a prompt's first words or its human's.
 */
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { AgentReader, SessionSighting } from '../agent-reader.ts';
import type { Answer, Call, PlanStep, Sighting, Turn } from '../sighting.ts';
import { flag, list, number, type Seen, shape, startsWith, text } from '../skim/record-shape.ts';
import { Skim } from '../skim/skim.ts';
import { bytesOf, columnsOf, openDatabase } from '../sqlite.ts';
import { callOf, tools, turnOfCalls } from '../tool-call.ts';

const DATABASE = 'sessions.db';
const PATH_MAX = 4096;
const TODO_MAX = 20_000;
/** So the client answers a call that its human did not want. */
const DECLINED = [
	'The user has declined to run this tool',
	'Tool call was interrupted',
	'Let the user know the tool call was skipped in goose chat mode',
	'Tool approval expired',
] as const;

const sessionShape = shape({
	id: text(80),
	folder: text(PATH_MAX),
	born: number,
	kind: text(40),
	mode: text(40),
	parent: text(80),
	input: number,
	output: number,
	cacheRead: number,
});
const result = shape({ isError: flag, content: list(shape({ text: startsWith(...DECLINED) })) });
const block = shape({
	type: text(40),
	id: text(120),
	toolCall: shape({
		value: shape({
			name: text(120),
			arguments: shape({ path: text(PATH_MAX), file_path: text(PATH_MAX), command: text(20), content: text(TODO_MAX) }),
		}),
	}),
	data: shape({ actionType: text(60), id: text(120) }),
	toolResult: shape({ status: text(20), value: result }),
});
const messageShape = shape({ role: text(20), at: number, content: list(block) });
type Block = Seen<typeof block>;
type Message = Seen<typeof messageShape>;

export function goose(): AgentReader<'goose'> {
	const sessions = new Skim(sessionShape);
	const messages = new Skim(messageShape);
	return {
		kind: 'goose',

		roots(home, env) {
			const named = env['GOOSE_PATH_ROOT'];
			if (named) return [join(named, 'data', 'sessions')];
			const data = env['XDG_DATA_HOME'] || join(home, '.local', 'share');
			return [join(data, 'goose', 'sessions'), join(home, 'AppData', 'Roaming', 'Block', 'goose', 'data', 'sessions')];
		},

		enters: (folder) => folder.length === 0,

		source([name = '', ...below]) {
			if (below.length > 0) return undefined;
			if (name === DATABASE) return { as: 'snapshot' };
			return name === `${DATABASE}-wal` ? { as: 'snapshot', of: DATABASE } : undefined;
		},

		*snapshot(path, since) {
			const database = openDatabase(path, ['sessions', 'messages']);
			try {
				for (const row of database.prepare(sessionsQuery(database)).iterate({ since })) {
					const session = sessions.read(bytesOf(row['data']));
					if (session?.id && session.kind !== 'hidden') yield* sightingsOf(session, messagesIn(database, session.id, messages));
				}
			} finally {
				database.close();
			}
		},
	};
}

/** Those that were active since then: of one whose time nobody wrote down, it is taken for now. */
function sessionsQuery(database: DatabaseSync): string {
	const columns = columnsOf(database, 'sessions');
	const value = (name: string) => (columns.has(name) ? name : 'NULL');
	return `
	SELECT CAST(json_object('id', id, 'folder', working_dir, 'born', unixepoch(created_at) * 1000, 'kind', ${value('session_type')}, 'mode', ${value('goose_mode')}, 'parent', ${value('parent_session_id')},
		'input', ${value('accumulated_input_tokens')}, 'output', ${value('accumulated_output_tokens')},
		'cacheRead', ${value('accumulated_cache_read_tokens')}) AS BLOB) AS data
	FROM sessions WHERE coalesce(unixepoch(updated_at) * 1000 >= :since, 1) ORDER BY created_at, id`;
}

const MESSAGES = `
	SELECT CAST('{"role":' || json_quote(role) || ',"at":' || coalesce(created_timestamp, 0) || ',"content":' || content_json || '}' AS BLOB) AS data
	FROM messages WHERE session_id = ? ORDER BY created_timestamp, id`;

function messagesIn(database: DatabaseSync, session: string, messages: Skim<Message>): Message[] {
	return database
		.prepare(MESSAGES)
		.all(session)
		.flatMap(({ data }) => messages.read(bytesOf(data)) ?? []);
}

function* sightingsOf(
	{ id = '', folder, born = 0, mode, parent, input, output = 0, cacheRead = 0 }: Seen<typeof sessionShape>,
	messages: readonly Message[],
): Iterable<SessionSighting> {
	// Goose counts what it read from the cache and what it wrote to it within the input: crates/goose-providers, formats.
	const tokens =
		input === undefined ? undefined : { session: true as const, input: Math.max(0, input - cacheRead), cached: cacheRead, output };
	yield {
		session: id,
		...(born > 0 && { at: born }),
		...(folder && { cwd: folder }),
		...(parent && { parent }),
		...(mode === 'auto' && { mayAsk: false }),
		turn: 'ended',
		...(tokens && { tokens }),
	};
	// A copy of a session has its messages, with their times.
	for (const message of messages) yield { session: id, ...messageOf(message), ...(isOlder(message, born) && { copied: true }) };
}

/** Seconds; some have milliseconds. */
const msOf = (time: number): number => (time > 1e11 ? time : time * 1000);

const isOlder = ({ at = 0 }: Message, born: number): boolean => at > 0 && msOf(at) < born;

function messageOf({ role, at = 0, content = [] }: Message): Sighting {
	const calls = content.flatMap(callIn);
	const answers = content.flatMap(answerIn);
	return {
		...(at > 0 && { at: msOf(at) }),
		...(calls.length > 0 && { calls }),
		...(answers.length > 0 && { answers }),
		...questionsIn(role, content),
		...turnOf(role, calls, content),
	};
}

/** Asking and being answered stand in messages of either. */
function questionsIn(role: string | undefined, content: readonly Block[]): Pick<Sighting, 'asks' | 'answered'> {
	const actions = content.flatMap(({ type, id, data }) => {
		if (type === 'toolConfirmationRequest') return [{ id, isAnswer: false }];
		return type === 'actionRequired' ? [{ id: data?.id, isAnswer: data?.actionType?.endsWith('Response') === true }] : [];
	});
	const idsOf = (isAnswer: boolean) => actions.flatMap((each) => (each.isAnswer === isAnswer && each.id ? [each.id] : []));
	const asks = idsOf(false);
	const isPrompt = role === 'user' && actions.length === 0 && content.every(({ type }) => type !== 'toolResponse');
	return { ...(asks.length > 0 && { asks }), ...(isPrompt ? { answered: 'all' } : { answered: idsOf(true) }) };
}

function turnOf(role: string | undefined, calls: readonly Call[], content: readonly Block[]): { turn: Turn } | { unknown: string } {
	if (questionsIn(role, content).asks) return { turn: 'asking' };
	if (content.some(({ type }) => type === 'actionRequired')) return { turn: 'working' };
	if (role === 'user') return { turn: 'working' };
	if (role === 'assistant') return { turn: calls.length > 0 ? turnOfCalls(calls) : 'settled' };
	return { unknown: `message/${role ?? '(untyped)'}` };
}

const TOOLS = tools(['write', 'edit', 'edit_file', 'Write', 'Edit', 'MultiEdit', 'NotebookEdit'], ['view', 'read', 'read_file', 'Read'], {
	tree: 'search',
	analyze: 'search',
	list_windows: 'search',
	Grep: 'search',
	Glob: 'search',
	fetch: 'browse',
	web_fetch: 'browse',
	web_scrape: 'browse',
	WebFetch: 'browse',
	delegate: 'delegate',
	subagent: 'delegate',
	todo_write: 'plan',
	todo_read: 'plan',
});

function callIn({ type, id, toolCall }: Block): Call[] {
	const { name, arguments: given = {} } = toolCall?.value ?? {};
	if ((type !== 'toolRequest' && type !== 'frontendToolRequest') || !id || !name) return [];
	// `developer__text_editor`: the extension, and its tool.
	const tool = name.slice(name.lastIndexOf('__') === -1 ? 0 : name.lastIndexOf('__') + 2);
	const call = callOf(TOOLS, id, tool === 'text_editor' ? editorTool(given.command) : tool, [given.path ?? given.file_path]);
	return [{ ...call, ...(tool === 'todo_write' && given.content !== undefined && { plan: stepsOf(given.content) }) }];
}

/** One tool for all that is done to a file; `command` says which. */
const editorTool = (command: string | undefined): string => (command === 'view' ? 'view' : 'edit');

/** A list with boxes to tick. */
function stepsOf(markdown: string): PlanStep[] {
	const lines = markdown.matchAll(/^[^\S\n]*[-*] \[([ xX~-])\] (.+)$/gm);
	return [...lines].map(([, mark = ' ', subject = '']) => ({ subject: subject.trim().slice(0, 1000), state: stateOf(mark) }));
}

function stateOf(mark: string): PlanStep['state'] {
	if (mark === ' ') return 'pending';
	return mark.toLowerCase() === 'x' ? 'completed' : 'in_progress';
}

function answerIn({ type, id, toolResult = {} }: Block): Answer[] {
	if (type !== 'toolResponse' || !id) return [];
	const { status, value = {} } = toolResult;
	if (value.content?.some((each) => each.text !== undefined)) return [{ call: id, outcome: 'denied' }];
	return [{ call: id, outcome: status === 'error' || value.isError ? 'failed' : 'done' }];
}
