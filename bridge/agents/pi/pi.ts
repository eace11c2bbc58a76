/**
 * Pi 0.73 – 1.6: `~/.pi/agent/sessions/--<dashed cwd>--/<time>_<id>.jsonl`, and its fork oh-my-pi below `~/.omp`, which adds titles, to-dos and
 * subagents. A header, then a tree of entries; what a branch that was left behind did has happened all the same. Source: badlogic/pi-mono,
 * packages/coding-agent/docs/session.md. Never read: prompts, replies, thinking, commands, outputs, `session_init` (its task is a prompt).
 */
import { join } from 'node:path';
import type { AgentKind } from '../../../shared/report/facts.ts';
import type { AgentReader, Source } from '../agent-reader.ts';
import type { Call, PlanStep, Sighting, Touched, Turn } from '../sighting.ts';
import { edges, flag, internedText, list, number, type Seen, shape, text, textOrStop, time } from '../skim/record-shape.ts';
import { Skim } from '../skim/skim.ts';
import { callOf, stateOf, tools } from '../tool-call.ts';

const IGNORED: ReadonlySet<string> = new Set([
	'branch_summary',
	'compaction',
	'context_edit',
	'custom_message',
	'label',
	'mode_change',
	'model_change',
	'session_info',
	'session_init',
	'thinking_level_change',
	'ttsr_injection',
	'usage',
]);

const PATH_MAX = 4096;
/** A result ends with the client's own words where its human stopped the call. */
const RESULT_END = 40;
const STOPPED = /(?:^|\\n)(?:Command|Operation|Execution) aborted$/;
/** What an edit did to a file: that may have had another name, and one of several may have failed. */
const edited = { path: text(PATH_MAX), sourcePath: text(PATH_MAX) } as const;
const recordShape = shape({
	type: textOrStop(60, IGNORED),
	id: text(80),
	timestamp: time,
	cwd: text(PATH_MAX),
	title: text(400),
	/** Who made the title: its human, or a model. */
	source: text(20),
	titleSource: text(20),
	/** Of a record of another program's or of Oh My Pi's own. */
	customType: internedText(60),
	message: shape({
		role: internedText(40),
		stopReason: internedText(40),
		usage: shape({ input: number, output: number, cacheRead: number, cacheWrite: number }),
		content: list(
			shape({
				type: internedText(40),
				id: text(120),
				name: internedText(120),
				arguments: shape({ path: text(PATH_MAX) }),
				text: edges(RESULT_END),
			}),
		),
		toolCallId: text(120),
		toolName: internedText(120),
		isError: flag,
		details: shape({
			...edited,
			isDirectory: flag,
			resolvedPath: text(PATH_MAX),
			meta: shape({ source: shape({ type: internedText(40), value: text(PATH_MAX) }) }),
			/** Of several files that were asked for at once: where they are. */
			displayReadTargetLinks: list(text(PATH_MAX)),
			changedPaths: list(text(PATH_MAX)),
			perFileResults: list(shape({ ...edited, isError: flag })),
			phases: list(shape({ tasks: list(shape({ content: text(1000), status: text(20) })) })),
		}),
	}),
});
type Record = Seen<typeof recordShape>;
type Message = NonNullable<Record['message']>;
type Details = NonNullable<Message['details']>;

export const pi = () => readerOf('pi', (home, env) => env['PI_CODING_AGENT_DIR'] || join(home, '.pi', 'agent'));
export const ohMyPi = () => readerOf('oh-my-pi', (home) => join(home, '.omp', 'agent'));

function readerOf<K extends AgentKind>(kind: K, folder: (home: string, env: NodeJS.ProcessEnv) => string): AgentReader<K> {
	const records = new Skim(recordShape, '{"type":"message"');
	return {
		kind,
		roots: (home, env) => [folder(home, env)],
		enters: ([top, ...below]) => top === undefined || (top === 'sessions' && below.length <= 2),
		source,
		recordShape,
		record(buffer, start, end) {
			const record = records.read(buffer, start, end);
			return record && sightingOf(record);
		},
	};
}

function source([top, , file = '', subagent, ...below]: readonly string[]): Source | undefined {
	if (top !== 'sessions' || below.length > 0) return undefined;
	const [, session] = /_([^_]+?)(?:\.jsonl)?$/.exec(file) ?? [];
	if (session === undefined) return undefined;
	if (subagent === undefined) return file.endsWith('.jsonl') ? { as: 'records', session } : undefined;
	return subagent.endsWith('.jsonl') ? { as: 'records', session: `${session}/${subagent.slice(0, -6)}`, parent: session } : undefined;
}

function sightingOf({ type = '', id, timestamp, cwd, title, source, titleSource, customType, message }: Record): Sighting {
	if (IGNORED.has(type)) return {};
	const at = timestamp === undefined ? {} : { at: timestamp };
	const made = title && (source ?? titleSource) === 'auto' ? { title } : {};
	// A fork's entries from before it are the other session's.
	if (type === 'session') return { ...at, ...(timestamp !== undefined && { born: timestamp }), ...(cwd && { cwd }), ...made };
	if (type === 'title' || type === 'title_change') return made;
	if (type === 'custom') return customType === 'session_exit' ? { ...at, turn: 'over' } : {};
	if (type !== 'message') return { unknown: type || '(untyped)' };
	// Ids are short, so that those of two sessions may be alike; a copy has the time too.
	const key = id && timestamp !== undefined ? `${id} ${timestamp}` : undefined;
	return { ...at, ...(key && { identity: key }), ...messageOf(message ?? {}, key) };
}

function messageOf(message: Message, key: string | undefined): Sighting {
	switch (message.role) {
		case 'user':
			return { turn: 'working' };
		case 'assistant':
			return replyOf(message, key);
		case 'toolResult':
			return resultOf(message);
		default:
			return {};
	}
}

const TOOLS = tools(['edit', 'write', 'ast_edit', 'notebook'], ['read'], {
	find: 'search',
	glob: 'search',
	grep: 'search',
	search: 'search',
	ast_grep: 'search',
	ls: 'search',
	lsp: 'search',
	fetch: 'browse',
	browser: 'browse',
	web_search: 'browse',
	task: 'delegate',
	hub: 'delegate',
	todo: 'plan',
	todo_write: 'plan',
	ask: 'ask',
});

/** Of a page, or of what Oh My Pi itself keeps: no file. */
const ADDRESS = /^[a-z][a-z\d+.-]*:\/\//i;

/** Which part of a file Oh My Pi asks for: `:1-20,30+5`, `:-60`, `:raw`. */
const PART = /(?::(?:L?\d[\dL.,+-]*|-\d+|raw|conflicts|img))+$/i;

function pathOf(tool: string, given: string | undefined): string | undefined {
	if (given === undefined || ADDRESS.test(given)) return undefined;
	return TOOLS.reads.has(tool) ? given.replace(PART, '') : given;
}

function replyOf({ content = [], usage, stopReason }: Message, key: string | undefined): Sighting {
	const calls = content.flatMap(({ type, id, name, arguments: given }): Call[] =>
		type === 'toolCall' && id && name ? [callOf(TOOLS, id, name, [pathOf(name, given?.path)])] : [],
	);
	const { input = 0, output = 0, cacheRead = 0, cacheWrite = 0 } = usage ?? {};
	return {
		...(key && usage && { tokens: { once: key, input: input + cacheWrite, cached: cacheRead, output } }),
		...(calls.length > 0 && { calls }),
		...(stopReason === 'error' && { errors: 1 }),
		turn: turnOf(stopReason, calls),
	};
}

function turnOf(stopReason: string | undefined, calls: readonly Call[]): Turn {
	if (stopReason === 'error') return 'failed';
	if (stopReason === 'aborted') return 'ended';
	if (calls.length > 0 || stopReason === 'toolUse') return calls.some(({ action }) => action.verb === 'ask') ? 'asking' : 'working';
	return 'ended';
}

function resultOf({ toolCallId, toolName = '', isError, details, content = [] }: Message): Sighting {
	if (!toolCallId) return { turn: 'working' };
	if (isError && content.some(({ text: end }) => STOPPED.test(end ?? '')))
		return { answers: [{ call: toolCallId, outcome: 'denied' }], turn: 'ended' };
	const steps = details?.phases?.flatMap(({ tasks = [] }) => tasks.flatMap(stepOf));
	const touches = details && touchesOf(toolName, details);
	const outcome = isError ? 'failed' : 'done';
	return {
		answers: [{ call: toolCallId, outcome, ...(touches && { touches }) }],
		...(steps && !isError && { plan: steps }),
		turn: 'working',
	};
}

/** Whatever another tool calls a path in its details has not been edited. Undefined where they say nothing of it. */
function touchesOf(tool: string, details: Details): Touched[] | undefined {
	if (TOOLS.reads.has(tool)) return readIn(details)?.flatMap((path): Touched[] => (path ? [{ path, mode: 'read' }] : []));
	if (!TOOLS.edits.has(tool)) return undefined;
	const { path, sourcePath, changedPaths, perFileResults = [] } = details;
	const done = perFileResults.filter(({ isError }) => !isError).flatMap((each) => [each.sourcePath, each.path]);
	const touches = (changedPaths ?? [sourcePath, path, ...done]).flatMap((edited): Touched[] =>
		edited ? [{ path: edited, mode: 'edit' }] : [],
	);
	return touches.length > 0 ? touches : undefined;
}

/** A folder that was listed, and a page, are no files. */
function readIn({ isDirectory, resolvedPath, meta, displayReadTargetLinks: several }: Details): (string | undefined)[] | undefined {
	const { type, value } = meta?.source ?? {};
	if (isDirectory || (type !== undefined && type !== 'path')) return [];
	return several ?? (resolvedPath || value ? [resolvedPath ?? value] : undefined);
}

function stepOf({ content, status }: { content?: string; status?: string }): PlanStep[] {
	const state = stateOf(status);
	return content && state ? [{ subject: content, state }] : [];
}
