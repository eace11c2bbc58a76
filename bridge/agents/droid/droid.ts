/**
 * Factory Droid 0.215 – 0.225: `~/.factory/sessions/<dashed cwd>/<id>.jsonl`, and how many tokens it took in `<id>.settings.json` beside it. Messages as Claude's.
 * Never read: prompts, replies, commands, outputs save which files a patch did not fit, titles (a prompt's words, or those of its human), `history.json`.
 */
import { basename, join } from 'node:path';
import { wholeFile } from '../../base/whole-file.ts';
import type { AgentReader } from '../agent-reader.ts';
import { patchedFiles } from '../patch.ts';
import type { Answer, Call, PlanStep, Sighting, Turn } from '../sighting.ts';
import {
	either,
	flag,
	internedText,
	list,
	number,
	type Seen,
	shape,
	startsWith,
	text,
	textOrStop,
	textWith,
	time,
} from '../skim/record-shape.ts';
import { Skim, skim } from '../skim/skim.ts';
import { callOf, stateOf, tools, turnOfCalls } from '../tool-call.ts';

const IGNORED: ReadonlySet<string> = new Set(['compaction_state', 'session_end', 'todo_state', 'checkpoint']);
const STOPPED = ['Request cancelled by user', 'Request interrupted by user', 'Tool execution cancelled by user'] as const;
/** So the client answers a call that came to nothing, and one whose answer is still to come. */
const DENIED = [
	...STOPPED,
	...STOPPED.map((words) => `Error: ${words}` as const),
	'Tool cancelled:',
	'Tool execution was interrupted',
] as const;
const PENDING = '__TOOL_RESULT_PENDING__';
const PATH_MAX = 4096;
const TEXT_MAX = 256 * 1024;
const SETTINGS = '.settings.json';

const block = shape({
	type: internedText(40),
	id: text(120),
	name: internedText(120),
	input: shape({
		file_path: text(PATH_MAX),
		patch: text(TEXT_MAX),
		input: text(TEXT_MAX),
		todos: either(text(20_000), list(shape({ content: text(1000), status: text(20) }))),
	}),
	tool_use_id: text(120),
	is_error: flag,
	content: either(startsWith(PENDING, ...DENIED), textWith(TEXT_MAX, 'display_operation')),
});
type Block = Seen<typeof block>;
/** What became of each file of a patch: JSON in a text. */
const patchAnswer = shape({ files: list(shape({ file_path: text(PATH_MAX), moved_to: text(PATH_MAX), error: startsWith('') })) });
const recordShape = shape({
	type: textOrStop(60, IGNORED),
	id: text(120),
	timestamp: time,
	cwd: text(PATH_MAX),
	callingSessionId: text(120),
	reason: text(40),
	message: shape({ role: internedText(20), content: list(block) }),
});
type Record = Seen<typeof recordShape>;

const settings = shape({
	tokenUsage: shape({ inputTokens: number, outputTokens: number, cacheCreationTokens: number, cacheReadTokens: number }),
});

export function droid(): AgentReader<'droid'> {
	const records = new Skim(recordShape);
	return {
		kind: 'droid',

		roots: (home) => [join(home, '.factory')],

		enters: ([top, ...below]) => top === undefined || (top === 'sessions' && below.length <= 1),

		source(file) {
			const name = file.at(-1) ?? '';
			if (file[0] !== 'sessions' || file.length < 2 || file.length > 3) return undefined;
			if (name.endsWith('.jsonl')) return { as: 'records', session: name.slice(0, -6) };
			return name.endsWith(SETTINGS) ? { as: 'snapshot' } : undefined;
		},

		recordShape,

		record(buffer, start, end) {
			const record = records.read(buffer, start, end);
			return record && sightingOf(record);
		},

		*snapshot(path) {
			const session = basename(path, SETTINGS);
			const {
				inputTokens = 0,
				outputTokens = 0,
				cacheCreationTokens = 0,
				cacheReadTokens = 0,
			} = skim(settings, wholeFile(path))?.tokenUsage ?? {};
			const tokens = { session: true as const, input: inputTokens + cacheCreationTokens, cached: cacheReadTokens, output: outputTokens };
			// Counted beside the session's own records, as a subagent's would be.
			yield { session: `${session}/tokens`, parent: session, tokens };
		},
	};
}

function sightingOf({ type = '', id, timestamp, cwd, callingSessionId, reason, message }: Record): Sighting {
	if (IGNORED.has(type)) return {};
	const at = timestamp === undefined ? {} : { at: timestamp };
	switch (type) {
		case 'session_start':
			return { ...at, ...(cwd && { cwd }), ...(callingSessionId && { parent: callingSessionId }) };
		case 'message':
			return { ...at, ...(id && { identity: id }), ...messageOf(message?.role, message?.content ?? []) };
		case 'agent_turn_outcome':
			return { ...at, ...outcomeOf(reason) };
		default:
			return { unknown: type || '(untyped)' };
	}
}

/** All others, and there come more of them, say what it failed at. */
const ENDS: ReadonlySet<string> = new Set(['completed', 'cancelled', 'permission_rejected', 'process_exit', 'spec_handoff']);

function outcomeOf(reason = ''): Sighting {
	return ENDS.has(reason) ? { turn: 'ended' } : { turn: 'failed', errors: 1 };
}

const TOOLS = tools(['Edit', 'Create', 'MultiEdit', 'ApplyPatch', 'NotebookEdit'], ['Read'], {
	LS: 'search',
	Grep: 'search',
	Glob: 'search',
	ToolSearch: 'search',
	WebSearch: 'browse',
	FetchUrl: 'browse',
	Task: 'delegate',
	TodoWrite: 'plan',
	AskUser: 'ask',
	ExitSpecMode: 'ask',
});

function messageOf(role: string | undefined, blocks: readonly Block[]): Sighting {
	if (role === 'user') {
		if (blocks.some(({ content }) => content === PENDING)) return {};
		const answers = blocks.flatMap(answerOf);
		return { ...(answers.length > 0 && { answers }), turn: 'working' };
	}
	if (role !== 'assistant') return {};
	const calls = blocks.flatMap(callIn);
	const turn: Turn = calls.length > 0 ? turnOfCalls(calls) : 'settled';
	return { ...(calls.length > 0 && { calls }), turn };
}

function callIn({ type, id, name, input = {} }: Block): Call[] {
	if (type !== 'tool_use' || !id || !name) return [];
	const patched = name === 'ApplyPatch' ? patchedFiles(input.patch ?? input.input ?? '').map(({ path }) => path) : [];
	const plan = name === 'TodoWrite' ? stepsOf(input.todos) : undefined;
	return [{ ...callOf(TOOLS, id, name, [input.file_path, ...patched]), ...(plan && { plan }) }];
}

/** `1. [in_progress] Add the tax`, a line for each, or a list. */
function stepsOf(todos: NonNullable<Block['input']>['todos']): PlanStep[] | undefined {
	if (typeof todos !== 'string') return todos?.flatMap(({ content, status }) => stepOf(content, status));
	const lines = todos.matchAll(/^[^\S\n]*(?:\d+\.|-)[^\S\n]*\[(\w+)\][^\S\n]*(.+)$/gm);
	return [...lines].flatMap(([, status, content]) => stepOf(content, status));
}

function stepOf(content: string | undefined, status: string | undefined): PlanStep[] {
	const state = stateOf(status);
	return content && state ? [{ subject: content, state }] : [];
}

function answerOf({ type, tool_use_id: call, is_error, content }: Block): Answer[] {
	if (type !== 'tool_result' || !call) return [];
	if (DENIED.some((words) => words === content)) return [{ call, outcome: 'denied' }];
	if (is_error) return [{ call, outcome: 'failed' }];
	const { files = [] } = (content && skim(patchAnswer, Buffer.from(content))) || {};
	const failed = files.filter(({ error }) => error !== undefined);
	if (failed.length === 0) return [{ call, outcome: 'done' }];
	const except = failed.flatMap((file) => [file.file_path, file.moved_to]).filter((path) => path !== undefined);
	return [{ call, outcome: failed.length === files.length ? 'failed' : 'done', except }];
}
