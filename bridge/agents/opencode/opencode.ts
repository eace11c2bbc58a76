/**
 * OpenCode: `~/.local/share/opencode/opencode.db` (SQLite, write-ahead), up to 1.1 JSON files below `storage/`. It records no branch.
 * Never read: prompts, replies, reasoning, commands, outputs, diffs. Titles are made by its model, save
 * those that are the beginning of a prompt.
 */
import { basename, dirname, join, resolve } from 'node:path';
import type { AgentKind } from '../../../shared/report/facts.ts';
import { isLockHeld } from '../../base/held-locks.ts';
import type { AgentReader, KnownSession, ProcessState, SessionSighting } from '../agent-reader.ts';
import type { Action, Answer, Call, PlanStep, Sighting, Touched, Turn } from '../sighting.ts';
import { stateOf } from '../tool-call.ts';
import { Storage } from './storage.ts';
import { endsTurn, type Message, type Part, type Stored, type StoredMessage, type Todo } from './stored.ts';

export function opencode(): AgentReader<'opencode'> {
	return openCodeLike('opencode', { folder: 'opencode', variable: 'OPENCODE_DB' });
}

/** What differs in an agent that keeps its sessions as OpenCode does: its folder among the user's data, and the variable that names a database. */
export interface Names {
	folder: string;
	variable: string;
}

export function openCodeLike<K extends AgentKind>(kind: K, { folder, variable }: Names): AgentReader<K> {
	const database = new RegExp(`^${folder}(?:-[\\w.]+)?\\.db$`);
	const storage = new Storage(database);
	const dataFolder = (home: string, env: NodeJS.ProcessEnv) => join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), folder);
	return {
		kind,

		roots: (home, env) => [dataFolder(home, env)],

		databases(home, env) {
			const named = env[variable];
			if (!named || named === ':memory:') return [];
			const path = resolve(dataFolder(home, env), named);
			return dirname(path) === dataFolder(home, env) && database.test(basename(path)) ? [] : [path];
		},

		enters: ([top, folder, , ...below]) =>
			top === undefined || (top === 'storage' && (folder === undefined || folder === 'session') && below.length === 0),

		source(file) {
			const name = file.at(-1) ?? '';
			if (file.length === 1) {
				const written = name.replace(/-wal$/, '');
				if (!database.test(written)) return undefined;
				return written === name ? { as: 'snapshot' } : { as: 'snapshot', of: written };
			}
			return file[0] === 'storage' && file[1] === 'session' && file.length === 4 && name.endsWith('.json') ? { as: 'snapshot' } : undefined;
		},

		*snapshot(path, since) {
			for (const stored of storage.sessions(path, since)) yield* sightingsOf(stored);
		},

		processes: (_root, sessions) => endedOf(sessions),
	};
}

/**
 * Whoever has a database open holds a lock on the file beside it that is its journal's index, https://sqlite.org/walformat.html#wal_locks:
 * where it is left and nobody does, no session in it goes on. Which one goes on where somebody does, nobody knows.
 */
function endedOf(sessions: ReadonlyMap<string, KnownSession>): Map<string, ProcessState> {
	const ended = new Map<string, ProcessState>();
	for (const [file, stored] of Map.groupBy(sessions, ([, { file }]) => file)) {
		if (isLockHeld(`${file}-shm`) === false) for (const [session] of stored) ended.set(session, { alive: false });
	}
	return ended;
}

function* sightingsOf({
	session: { id, parentID, directory, title, version, time },
	isTitlePrompt,
	messages,
	todos,
	unknown,
}: Stored): Iterable<SessionSighting> {
	if (!id) return;
	yield {
		session: id,
		...(parentID && { parent: parentID }),
		...(version && { version }),
		...(directory && { cwd: directory }),
		...(title && !isTitlePrompt && !UNTITLED.test(title) && { title }),
		...(time?.created !== undefined && { at: time.created }),
		turn: 'ended',
	};
	// What is older than the session is a fork's copy, whatever became of the other one.
	const isOlder = ({ message }: StoredMessage) => (message.time?.created ?? 0) < (time?.created ?? 0);
	for (const message of messages) yield { session: id, ...messageOf(message), ...(isOlder(message) && { copied: true }) };
	if (messages.at(-1)?.parts.some(({ state = {} }) => endsTurn(state))) yield { session: id, turn: 'over' };
	const plan = todos.flatMap(stepOf);
	if (plan.length > 0) yield { session: id, plan };
	for (const type of unknown) yield { session: id, unknown: type };
}

/** What a session is called until its model has found a title. */
const UNTITLED = /^(?:New|Child) session - \d{4}-/;

function stepOf({ content, status }: Todo): PlanStep[] {
	const state = stateOf(status);
	return content && state ? [{ subject: content, state }] : [];
}

function messageOf(stored: StoredMessage): Sighting {
	const { role, time } = stored.message;
	if (role === 'assistant') return replyOf(stored);
	const { created } = time ?? {};
	if (role !== 'user') return { unknown: `message/${role ?? '(untyped)'}` };
	return { ...(created !== undefined && { at: created, identity: `user ${created}` }), turn: 'working' };
}

interface Tool {
	id: string;
	tool: string;
	state: NonNullable<Part['state']>;
}

/** One message is one step: a call of the model and of the tools that it asked for. */
function replyOf({ id, message, parts, updated }: StoredMessage): Sighting {
	const { time: { created = 0, completed } = {}, error, path, tokens } = message;
	const tools = parts.flatMap(({ type, tool = '', state = {} }, place) => (type === 'tool' ? [{ id: `${id} ${place}`, tool, state }] : []));
	const times = tools.flatMap(({ state: { time } }) => [time?.start ?? 0, time?.end ?? 0]);
	const at = completed ?? Math.max(created, updated, ...times);
	return {
		...(at > 0 && { at }),
		...(completed !== undefined && { identity: identityOf(created, completed, tokens) }),
		...(path?.cwd && { cwd: path.cwd }),
		...(tokens && {
			tokens: {
				once: id,
				input: (tokens.input ?? 0) + (tokens.cache?.write ?? 0),
				cached: tokens.cache?.read ?? 0,
				output: (tokens.output ?? 0) + (tokens.reasoning ?? 0),
			},
		}),
		...(tools.length > 0 && { calls: tools.map(callOf), answers: [...tools.flatMap(answerOf), ...shellEdits(id, created, tools, parts)] }),
		...(error && !isAborted(error) && { errors: 1 }),
		turn: turnOf(message, tools),
	};
}

/** A fork has copies of messages under other ids. Subagents that run side by side may well begin and end within the same millisecond. */
function identityOf(created: number, completed: number, { input, output, reasoning, cache }: Message['tokens'] = {}): string {
	return [created, completed, input, output, reasoning, cache?.read, cache?.write].join(' ');
}

function isAborted({ name }: { name?: string }): boolean {
	return name === 'MessageAbortedError';
}

const ASKS = new Set(['question', 'plan_exit', 'plan_enter']);

function turnOf({ time, error, finish }: Message, tools: Tool[]): Turn {
	if (error) return isAborted(error) ? 'ended' : 'failed';
	if (time?.completed !== undefined) {
		const goesOn = finish === undefined ? tools.length > 0 : finish === 'tool-calls' || finish === 'unknown';
		return goesOn ? 'working' : 'ended';
	}
	const running = tools.filter(({ state }) => state.status === 'running');
	if (running.some(({ tool }) => ASKS.has(tool))) return 'asking';
	// A command has something to tell, if nothing but that it has begun, as soon as it may run. Who is asked for it is not stored.
	return running.some(({ tool, state }) => tool === 'bash' && state.metadata === undefined) ? 'held' : 'working';
}

const EDITS = new Set(['edit', 'write', 'multiedit', 'patch', 'apply_patch']);
const VERBS = new Map(
	Object.entries<Action['verb']>({
		glob: 'search',
		grep: 'search',
		list: 'search',
		lsp: 'search',
		codesearch: 'search',
		webfetch: 'browse',
		websearch: 'browse',
		task: 'delegate',
		todowrite: 'plan',
		todoread: 'plan',
		plan_enter: 'plan',
		plan_exit: 'plan',
		question: 'ask',
	}),
);

function callOf({ id, tool, state }: Tool): Call {
	const touches = touchesOf(tool, state);
	const last = touches.at(-1);
	const action: Action = last ? { verb: last.mode, path: last.path } : { verb: EDITS.has(tool) ? 'edit' : (VERBS.get(tool) ?? 'run') };
	return { id, action, touches };
}

function touchesOf(tool: string, { input, metadata }: Tool['state']): Touched[] {
	const path = input?.filePath;
	if (EDITS.has(tool)) return [...(path ? [path] : []), ...patched(metadata)].map((edited) => ({ path: edited, mode: 'edit' }));
	return tool === 'read' && path && metadata?.display?.type !== 'directory' ? [{ path, mode: 'read' }] : [];
}

function patched({ files = [] }: NonNullable<Tool['state']['metadata']> = {}): string[] {
	return files.flatMap(({ filePath, movePath }) => [filePath, movePath]).filter((path) => path !== undefined);
}

function answerOf({ id, state: { status, error, metadata } }: Tool): Answer[] {
	if (status === 'error') return [{ call: id, outcome: error === undefined ? 'failed' : 'denied' }];
	if (status !== 'completed') return [];
	return [{ call: id, outcome: metadata?.exit ? 'failed' : 'done' }];
}

/** OpenCode compares the worktree before and after each step. What a step changed that ran a command, the command or a git may have changed. */
function shellEdits(message: string, created: number, tools: Tool[], parts: Part[]): Answer[] {
	if (!tools.some(({ tool, state }) => tool === 'bash' && (state.status === 'completed' || state.status === 'error'))) return [];
	const touches = parts.flatMap(({ type, files = [] }) => (type === 'patch' ? files : [])).map((path): Touched => ({ path, mode: 'edit' }));
	return touches.length > 0 ? [{ call: `${message} patch`, outcome: 'done', touches, since: created }] : [];
}
