/**
 * Gemini CLI: `~/.gemini/tmp/<project>/chats/session-*.jsonl`, subagents in `chats/<parent's session>/<session>.jsonl`; in older versions
 * one JSON document, `session-*.json`. Source: google-gemini/gemini-cli, packages/core/src/services/chatRecordingService.ts.
 * A message is written again, whole, as it grows. Never read: prompts, replies, thoughts, commands, results, `logs.json`.
 */
import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, sep } from 'node:path';
import type { StepState } from '../../../shared/report/facts.ts';
import { isRooted } from '../../base/agent-path.ts';
import { textIn } from '../../base/missing-file.ts';
import { sha256 } from '../../base/sha256.ts';
import { wholeFile } from '../../base/whole-file.ts';
import type { AgentReader, SessionSighting } from '../agent-reader.ts';
import type { Action, Answer, Call, PlanStep, Sighting, Touched, Turn } from '../sighting.ts';
import { edges, either, entries, flag, list, number, type Seen, shape, startsWith, text } from '../skim/record-shape.ts';
import { Skim, skim } from '../skim/skim.ts';
import { skimFile } from '../skim/skim-file.ts';
import { hasFailed, RESULT_END } from './shell-result.ts';

const PATH_MAX = 4096;
/** Shows whether a text is there, and nothing of it. */
const filled = edges(0);

/** The client's own words: that its human stopped a turn, and what it tells the model of itself in its human's name. */
const STOPPED = ['Request cancelled.', 'User cancelled the request.'] as const;
const CONTEXT = '<session_context>';
const words = either(startsWith(...STOPPED, CONTEXT), filled);

const todos = list(shape({ description: text(1000), status: text(20) }));
const toolCall = shape({
	id: text(200),
	name: text(120),
	status: text(40),
	timestamp: text(40),
	args: shape({
		file_path: text(PATH_MAX),
		absolute_path: text(PATH_MAX),
		todos,
	}),
	result: list(shape({ functionResponse: shape({ id: text(200), response: shape({ output: edges(RESULT_END) }) }) })),
	resultDisplay: shape({ todos }),
});
const messageShape = {
	id: text(120),
	timestamp: text(40),
	type: text(40),
	content: either(words, list(shape({ text: words, thought: flag, functionResponse: shape({}) }))),
	tokens: shape({ input: number, output: number, cached: number, thoughts: number, tool: number }),
	toolCalls: list(toolCall),
};
const headShape = { sessionId: text(120), kind: text(20), lastUpdated: text(40), summary: text(400) };
const message = shape(messageShape);
const line = shape({
	...headShape,
	...messageShape,
	$set: shape({ lastUpdated: text(40), summary: text(400) }),
	$rewindTo: text(120),
});
const document = shape({ ...headShape, projectHash: text(80), messages: list(message) });
type Message = Seen<typeof message>;
type ToolCall = Seen<typeof toolCall>;

export function geminiCli(): AgentReader<'gemini-cli'> {
	const records = new Skim(line);
	return {
		kind: 'gemini-cli',

		roots: (home, env) => [join(env['GEMINI_CLI_HOME'] || home, '.gemini')],

		enters: ([top, , chats, ...below]) =>
			(top === undefined || top === 'tmp') && (chats === undefined || chats === 'chats') && below.length <= 1,

		source(file) {
			const [top, , chats, name = '', subagent] = file;
			if (top !== 'tmp' || chats !== 'chats' || file.length > 5) return undefined;
			if (subagent?.endsWith('.jsonl')) return { as: 'records', session: subagent.slice(0, -6), parent: name };
			if (subagent?.endsWith('.json')) return { as: 'snapshot' };
			if (subagent !== undefined || !name.startsWith('session-')) return undefined;
			if (name.endsWith('.jsonl')) return { as: 'records' };
			return name.endsWith('.json') ? { as: 'snapshot' } : undefined;
		},

		recordShape: line,

		record(buffer, start, end) {
			const record = records.read(buffer, start, end);
			if (!record) return undefined;
			if (record.$set) return headOf(record.$set);
			if (record.$rewindTo !== undefined) return {};
			if (record.type !== undefined) return messageOf(record);
			return record.sessionId ? { ...headOf(record), session: record.sessionId } : { unknown: '(untyped)' };
		},

		cwdOf: (root, file) => projectFolder(root, file),

		*snapshot(path) {
			// Once resumed by a newer version, the session goes on in a file of lines, which repeats all of it.
			if (existsSync(`${path}l`)) return;
			const found = skim(document, wholeFile(path));
			if (!found?.sessionId) return;
			const root = path.slice(0, path.lastIndexOf(`${sep}tmp${sep}`));
			const cwd = projectFolder(root, path) ?? hashedFolder(found.projectHash, found.messages ?? []);
			const parent = parentOf(path, found);
			const session = parent === found.sessionId ? `${parent}/${basename(path)}` : found.sessionId;
			yield { session, ...headOf(found), ...(cwd && { cwd }), ...(parent && { parent }) } satisfies SessionSighting;
			for (const each of found.messages ?? []) yield { session, ...messageOf(each) };
		},
	};
}

/** A subagent's document stood beside its parent's, under the same id, before it stood below it. */
function parentOf(path: string, { sessionId, kind }: Seen<typeof document>): string | undefined {
	if (kind !== 'subagent') return undefined;
	const folder = basename(dirname(path));
	return folder === 'chats' ? sessionId : folder;
}

/** A summary is made by the model, when the next session begins. */
function headOf({ lastUpdated, summary }: { lastUpdated?: string; summary?: string }): Sighting {
	return { ...timeOf(lastUpdated), ...(summary && { title: summary }) };
}

function timeOf(timestamp: string | undefined): { at?: number } {
	const at = timestamp === undefined ? Number.NaN : Date.parse(timestamp);
	return Number.isFinite(at) ? { at } : {};
}

function messageOf(record: Message): Sighting {
	const { timestamp, type = '' } = record;
	switch (type) {
		case 'user':
			return { ...timeOf(timestamp), ...(isPrompt(record) && { turn: 'working' }) };
		case 'gemini':
			return { ...timeOf(record.toolCalls?.at(-1)?.timestamp ?? timestamp), ...replyOf(record) };
		case 'error':
			return { ...timeOf(timestamp), errors: 1, turn: 'failed' };
		case 'info':
			return { ...timeOf(timestamp), ...(STOPPED.some((said) => said === record.content) && { turn: 'ended' }) };
		case 'warning':
			return timeOf(timestamp);
		default:
			return { unknown: type };
	}
}

/** Results of calls, of those too that its human stopped, and what the client says of itself stand there as a prompt does. */
function isPrompt({ content }: Message): boolean {
	if (!Array.isArray(content)) return content !== CONTEXT;
	return content.length === 0 || content.some(({ text: said, functionResponse }) => functionResponse === undefined && said !== CONTEXT);
}

function replyOf({ id, tokens, toolCalls = [], content }: Message): Sighting {
	const { input = 0, output = 0, cached = 0, thoughts = 0, tool = 0 } = tokens ?? {};
	return {
		...(id && tokens && { tokens: { once: id, input: Math.max(0, input - cached) + tool, cached, output: output + thoughts } }),
		...(toolCalls.length > 0 && { calls: toolCalls.flatMap(callOf), answers: toolCalls.flatMap(answerOf) }),
		turn: turnOf(toolCalls, content),
	};
}

/** A reply's calls are added once they are done, so that a reply without any may be followed by them; what they wait for until then is not written down. */
function turnOf(calls: ToolCall[], content: Message['content']): Turn {
	if (calls.some(({ status }) => status === 'awaiting_approval')) return 'asking';
	if (calls.length > 0) return calls.every(({ status }) => status === 'cancelled') ? 'ended' : 'working';
	const said = typeof content === 'string' ? content !== '' : content?.some(({ text: part, thought }) => part && !thought);
	return said ? 'settled' : 'open';
}

const EDITS = new Set(['replace', 'write_file', 'edit']);
const VERBS = new Map(
	Object.entries<Action['verb']>({
		read_many_files: 'read',
		list_directory: 'search',
		glob: 'search',
		grep_search: 'search',
		search_file_content: 'search',
		web_fetch: 'browse',
		google_web_search: 'browse',
		write_todos: 'plan',
		enter_plan_mode: 'plan',
		exit_plan_mode: 'plan',
		ask_user: 'ask',
		codebase_investigator: 'delegate',
		delegate_to_agent: 'delegate',
		invoke_agent: 'delegate',
		get_internal_docs: 'search',
		list_mcp_resources: 'search',
		read_mcp_resource: 'search',
		tracker_create_task: 'plan',
		tracker_update_task: 'plan',
		tracker_get_task: 'plan',
		tracker_list_tasks: 'plan',
		tracker_add_dependency: 'plan',
		tracker_visualize: 'plan',
		update_topic: 'plan',
		complete_task: 'plan',
	}),
);

function callOf({ id, name = '', args, resultDisplay }: ToolCall): Call[] {
	if (!id) return [];
	const path = args?.file_path ?? args?.absolute_path;
	const touches = path === undefined ? [] : touchesOf(name, path);
	const [touched] = touches;
	const action: Action = touched
		? { verb: touched.mode, path: touched.path }
		: { verb: EDITS.has(name) ? 'edit' : (VERBS.get(name) ?? 'run') };
	const plan = planOf(name, args, resultDisplay);
	return [{ id, action, touches, ...(plan && { plan }) }];
}

/** A tracker's tasks are shown as a list, each with its kind before and its number behind it. */
function planOf(name: string, args: ToolCall['args'], shown: ToolCall['resultDisplay']): PlanStep[] | undefined {
	if (name === 'write_todos') return args?.todos?.flatMap(stepOf);
	if (!name.startsWith('tracker_')) return undefined;
	return shown?.todos
		?.map(({ description, ...todo }) => ({ ...todo, ...(description && { description: description.replace(TRACKED, '$1') }) }))
		.flatMap(stepOf);
}

const TRACKED = /^\s*\w+: (.*) \([\w-]+\)$/;

function touchesOf(tool: string, path: string): Touched[] {
	if (EDITS.has(tool)) return [{ path, mode: 'edit' }];
	return tool === 'read_file' ? [{ path, mode: 'read' }] : [];
}

const STATES = new Map(
	Object.entries<StepState>({
		pending: 'pending',
		blocked: 'pending',
		in_progress: 'in_progress',
		completed: 'completed',
	}),
);

function stepOf({ description, status }: { description?: string; status?: string }): PlanStep[] {
	const state = STATES.get(status ?? '');
	return description && state ? [{ subject: description, state }] : [];
}

function answerOf({ id, name, status, result }: ToolCall): Answer[] {
	if (!id) return [];
	if (status === 'cancelled') return [{ call: id, outcome: 'denied' }];
	if (status === 'error') return [{ call: id, outcome: 'failed' }];
	if (status !== 'success') return [];
	// Results of calls that were made together may stand together.
	const own = result?.find(({ functionResponse }) => functionResponse?.id === id) ?? result?.[0];
	const isFailure = name === 'run_shell_command' && hasFailed(own?.functionResponse?.response?.output);
	return [{ call: id, outcome: isFailure ? 'failed' : 'done' }];
}

const projects = shape({ projects: entries(text(120)) });

/** The project's folder in `tmp` says itself whose it is, or the list of projects does. */
function projectFolder(root: string, file: string): string | undefined {
	const name = file.slice(root.length).split(/[\\/]/)[2];
	if (name === undefined) return undefined;
	const written = textIn(join(root, 'tmp', name, '.project_root'))?.trim();
	if (written && isRooted(written)) return written;
	for (const [folder, short] of skimFile(projects, join(root, 'projects.json'))?.projects ?? []) if (short === name) return folder;
	return undefined;
}

/** Before projects had names, sessions knew only a hash of their folder: it is the one above their files that has it. */
function hashedFolder(hash: string | undefined, messages: Message[]): string | undefined {
	const paths = messages.flatMap(({ toolCalls = [] }) => toolCalls.map(({ args }) => args?.file_path ?? args?.absolute_path));
	const looked = new Set<string>();
	for (const path of paths) {
		if (path === undefined || !isAbsolute(path)) continue;
		for (let folder = dirname(path); !looked.has(folder); folder = dirname(folder)) {
			if (sha256(folder) === hash) return folder;
			looked.add(folder);
		}
	}
	return undefined;
}
