/**
 * Qwen Code 0.15 – 0.24: `~/.qwen/projects/<dashed cwd>/chats/<id>.jsonl`, Claude's envelope around Gemini's parts. Never read: prompts, replies,
 * thoughts, commands, results save their last line, telemetry save whether a request failed, titles that its human gave.
 */
import { join } from 'node:path';
import type { AgentReader } from '../agent-reader.ts';
import { hasFailed, RESULT_END } from '../gemini-cli/shell-result.ts';
import type { Answer, Call, PlanStep, Sighting, Turn } from '../sighting.ts';
import { edges, flag, internedText, list, number, type Seen, shape, startsWith, text, time } from '../skim/record-shape.ts';
import { Skim } from '../skim/skim.ts';
import { callOf, stateOf, tools, turnOfCalls } from '../tool-call.ts';

const PATH_MAX = 4096;
/** So the client begins the error of a call that its human stopped. */
const CANCELLED = '[Operation Cancelled]';
const part = shape({
	text: startsWith(''),
	thought: flag,
	functionCall: shape({
		id: text(120),
		name: internedText(120),
		args: shape({
			file_path: text(PATH_MAX),
			absolute_path: text(PATH_MAX),
			notebook_path: text(PATH_MAX),
			todos: list(shape({ content: text(1000), status: text(20) })),
		}),
	}),
	functionResponse: shape({
		id: text(120),
		name: internedText(120),
		response: shape({ output: edges(RESULT_END), error: startsWith(CANCELLED, '') }),
	}),
});
const recordShape = shape({
	uuid: text(80),
	sessionId: internedText(80),
	/** Of a record that a branch of the session copied: whose it was. */
	forkedFrom: shape({ sessionId: text(80) }),
	timestamp: time,
	type: internedText(60),
	subtype: internedText(60),
	cwd: internedText(PATH_MAX),
	version: internedText(40),
	gitBranch: internedText(300),
	message: shape({ parts: list(part) }),
	usageMetadata: shape({
		promptTokenCount: number,
		candidatesTokenCount: number,
		thoughtsTokenCount: number,
		totalTokenCount: number,
		cachedContentTokenCount: number,
	}),
	toolCallResult: shape({ callId: text(120), status: internedText(40) }),
	systemPayload: shape({
		state: text(20),
		customTitle: text(400),
		titleSource: text(20),
		uiEvent: shape({ 'event.name': internedText(80) }),
	}),
});
type Record = Seen<typeof recordShape>;

export function qwenCode(): AgentReader<'qwen-code'> {
	const records = new Skim(recordShape);
	return {
		kind: 'qwen-code',

		roots: (home, env) => [env['QWEN_RUNTIME_DIR'] || env['QWEN_HOME'] || join(home, '.qwen')],

		enters: ([top, , kind, , ...below]) =>
			top === undefined || (top === 'projects' && (kind === undefined || kind === 'chats' || kind === 'subagents') && below.length === 0),

		source([top, , kind, name = '', subagent, ...below]) {
			if (top !== 'projects' || below.length > 0) return undefined;
			if (kind === 'chats')
				return subagent === undefined && name.endsWith('.jsonl') ? { as: 'records', session: name.slice(0, -6) } : undefined;
			if (kind !== 'subagents' || !subagent?.endsWith('.jsonl')) return undefined;
			return { as: 'records', session: `${name}/${subagent.slice(0, -6)}`, parent: name };
		},

		recordShape,

		record(buffer, start, end) {
			const record = records.read(buffer, start, end);
			return record && sightingOf(record);
		},
	};
}

function sightingOf(record: Record): Sighting {
	const { uuid, sessionId, forkedFrom, timestamp, type, cwd, version, gitBranch } = record;
	const around: Sighting = {
		...(timestamp !== undefined && { at: timestamp }),
		...(version && { version }),
		...(cwd && { cwd }),
		...(gitBranch && gitBranch !== 'HEAD' && { branch: gitBranch }),
		...(uuid && { identity: uuid }),
		...(forkedFrom?.sessionId && forkedFrom.sessionId !== sessionId && { copied: true }),
	};
	switch (type) {
		case 'user':
			return { ...around, turn: 'working' };
		case 'assistant':
			return { ...around, ...replyOf(record) };
		case 'tool_result':
			return { ...around, answers: answersOf(record), turn: 'working' };
		case 'system':
			return { ...around, ...systemOf(record) };
		default:
			return { unknown: type || '(untyped)' };
	}
}

const TOOLS = tools(['edit', 'write_file', 'notebook_edit', 'replace'], ['read_file'], {
	read_many_files: 'read',
	list_directory: 'search',
	glob: 'search',
	grep_search: 'search',
	search_file_content: 'search',
	lsp: 'search',
	web_fetch: 'browse',
	web_search: 'browse',
	todo_write: 'plan',
	enter_plan_mode: 'plan',
	exit_plan_mode: 'ask',
	ask_user_question: 'ask',
	task: 'delegate',
	agent: 'delegate',
});

function replyOf({ uuid, message, usageMetadata }: Record): Sighting {
	const parts = message?.parts ?? [];
	const calls = parts.flatMap(({ functionCall: { id, name, args } = {} }): Call[] => {
		if (!id || !name) return [];
		const plan = name === 'todo_write' ? args?.todos?.flatMap(stepOf) : undefined;
		return [{ ...callOf(TOOLS, id, name, [args?.file_path ?? args?.absolute_path ?? args?.notebook_path]), ...(plan && { plan }) }];
	});
	return { ...(calls.length > 0 && { calls }), ...tokensOf(uuid, usageMetadata), turn: turnOf(parts, calls) };
}

function turnOf(parts: readonly Seen<typeof part>[], calls: readonly Call[]): Turn {
	if (calls.length > 0) return turnOfCalls(calls);
	return parts.some(({ text: words, thought }) => words !== undefined && !thought) ? 'ended' : 'working';
}

/** The prompt counts what was cached; whether the reply counts the thoughts shows in the total. */
function tokensOf(once: string | undefined, used: Record['usageMetadata']): Pick<Sighting, 'tokens'> {
	if (!once || !used) return {};
	const { promptTokenCount: prompt = 0, candidatesTokenCount: reply = 0, thoughtsTokenCount: thoughts = 0 } = used;
	const { totalTokenCount: total = prompt + reply, cachedContentTokenCount: cached = 0 } = used;
	const output = total >= prompt + reply + thoughts ? reply + thoughts : reply;
	return { tokens: { once, input: Math.max(0, prompt - cached), cached, output } };
}

function stepOf({ content, status }: { content?: string; status?: string }): PlanStep[] {
	const state = stateOf(status);
	return content && state ? [{ subject: content, state }] : [];
}

function answersOf({ message, toolCallResult }: Record): Answer[] {
	const { callId, status } = toolCallResult ?? {};
	const responses = (message?.parts ?? []).flatMap(({ functionResponse }) => functionResponse ?? []);
	const call = callId ?? responses[0]?.id;
	if (!call) return [];
	// Of a subagent's calls the result alone says how they went.
	const error = status === undefined ? responses.find(({ response }) => response?.error !== undefined)?.response?.error : undefined;
	if (status === 'cancelled' || error === CANCELLED) return [{ call, outcome: 'denied' }];
	const failed =
		status === 'error' ||
		error !== undefined ||
		responses.some(({ name, response }) => name === 'run_shell_command' && hasFailed(response?.output));
	return [{ call, outcome: failed ? 'failed' : 'done' }];
}

function systemOf({ subtype, systemPayload: { state, customTitle, titleSource, uiEvent } = {} }: Record): Sighting {
	// What a server of Qwen Code says of each prompt. The request that failed is counted already.
	if (subtype === 'turn_result') return { turn: state === 'error' ? 'failed' : 'ended' };
	if (uiEvent?.['event.name'] === 'qwen-code.api_error') return { errors: 1, turn: 'failed' };
	return subtype === 'custom_title' && titleSource === 'auto' && customTitle ? { title: customTitle } : {};
}
