/** What is read of a chat of Cursor's editor and of its messages, which are called bubbles. Whatever is not named here is skipped without being looked at. */
import type { StepState } from '../../../shared/report/facts.ts';
import { pathOfFileUrl } from '../../base/agent-path.ts';
import type { SessionSighting } from '../agent-reader.ts';
import type { Answer, Call, PlanStep, Sighting, Turn } from '../sighting.ts';
import { either, list, number, type RecordShape, type Seen, shape, text, time } from '../skim/record-shape.ts';
import { skim } from '../skim/skim.ts';
import { callOf, tools, turnOfCalls } from '../tool-call.ts';

const PATH_MAX = 4096;
/** Arguments of a tool are JSON within a text, contents of files included. */
const PARAMS_MAX = 1024 * 1024;

const when = either(time, number) as RecordShape<number>;
const todo = shape({ content: text(1000), status: text(40) });
export const chatShape = shape({
	createdAt: number,
	lastUpdatedAt: number,
	status: text(40),
	workspaceIdentifier: shape({ uri: shape({ fsPath: text(PATH_MAX) }) }),
	todos: list(todo),
	fullConversationHeadersOnly: list(shape({ bubbleId: text(80) })),
});
export const bubbleShape = shape({
	type: number,
	createdAt: when,
	workspaceUris: list(text(PATH_MAX)),
	tokenCount: shape({ inputTokens: number, outputTokens: number }),
	toolFormerData: shape({
		name: text(120),
		status: text(40),
		userDecision: text(40),
		params: text(PARAMS_MAX),
		rawArgs: text(PARAMS_MAX),
	}),
});
const params = shape({
	relativeWorkspacePath: text(PATH_MAX),
	targetFile: text(PATH_MAX),
	target_file: text(PATH_MAX),
	file_path: text(PATH_MAX),
	path: text(PATH_MAX),
	todos: list(todo),
});
export type Chat = Seen<typeof chatShape>;
export type Bubble = Seen<typeof bubbleShape>;

const [HUMAN, AGENT] = [1, 2];

/** `bubbleOf`: a message by its id. */
export function* sightingsOf(session: string, chat: Chat, bubbleOf: (id: string) => Bubble | undefined): Iterable<SessionSighting> {
	const { createdAt = 0, lastUpdatedAt = createdAt, status, todos, fullConversationHeadersOnly: headers = [] } = chat;
	const bubbles = headers.flatMap(({ bubbleId: id }) => (id ? [{ id, bubble: bubbleOf(id) ?? {} }] : []));
	// A draft, or one that is kept in an older way.
	if (bubbles.length === 0) return;
	const cwd = chat.workspaceIdentifier?.uri?.fsPath ?? folderOf(bubbles.map(({ bubble }) => bubble));
	yield { session, at: createdAt, ...(cwd && { cwd }) };
	let at = createdAt;
	for (const { id, bubble } of bubbles) {
		at = Math.max(at, bubble.createdAt ?? 0);
		// A chat that was duplicated has what was there before it, with its times.
		const isOlder = bubble.createdAt !== undefined && bubble.createdAt < createdAt;
		yield { session, at, ...bubbleSighting(id, bubble), ...(isOlder && { copied: true }) };
	}
	const plan = todos?.flatMap(stepOf) ?? [];
	yield { session, at: Math.max(at, lastUpdatedAt), ...(plan.length > 0 && { plan }), ...turnBy(status) };
}

function folderOf(bubbles: readonly Bubble[]): string | undefined {
	const address = bubbles.find(({ workspaceUris }) => workspaceUris?.[0])?.workspaceUris?.[0];
	return address === undefined ? undefined : pathOfFileUrl(address);
}

/** What the chat says of itself comes before what its last message says. */
function turnBy(status: string | undefined): { turn?: Turn } {
	if (status === 'completed' || status === 'aborted') return { turn: 'ended' };
	return status === 'error' ? { turn: 'failed' } : {};
}

function bubbleSighting(id: string, { type, tokenCount, toolFormerData: tool }: Bubble): Sighting {
	if (type === HUMAN) return { turn: 'working' };
	if (type !== AGENT) return type === undefined ? {} : { unknown: `bubble/${type}` };
	const { inputTokens: input = 0, outputTokens: output = 0 } = tokenCount ?? {};
	const tokens = input + output > 0 ? { tokens: { once: id, input, cached: 0, output } } : {};
	return { ...tokens, ...(tool?.name ? toolSighting(id, tool.name, tool) : { turn: 'settled' as const }) };
}

const TOOLS = tools(
	[
		...['edit_file', 'edit_file_v2', 'search_replace', 'write', 'write_file', 'multi_edit'],
		...['delete_file', 'apply_patch', 'edit_notebook', 'reapply'],
	],
	['read_file', 'read_file_v2'],
	{
		codebase_search: 'search',
		semantic_search_full: 'search',
		grep: 'search',
		grep_search: 'search',
		ripgrep_raw_search: 'search',
		glob_file_search: 'search',
		file_search: 'search',
		list_dir: 'search',
		list_dir_v2: 'search',
		read_lints: 'search',
		web_search: 'browse',
		web_fetch: 'browse',
		todo_write: 'plan',
		create_plan: 'plan',
		task: 'delegate',
		task_v2: 'delegate',
		ask_question: 'ask',
	},
);

type Tool = NonNullable<Bubble['toolFormerData']>;

function toolSighting(id: string, name: string, tool: Tool): Sighting {
	const { todos, ...paths } = argumentsOf(tool);
	const path = paths.relativeWorkspacePath ?? paths.targetFile ?? paths.target_file ?? paths.file_path ?? paths.path;
	const plan = name === 'todo_write' ? (todos?.flatMap(stepOf) ?? []) : [];
	const call: Call = { ...callOf(TOOLS, id, name, [path]), ...(plan.length > 0 && { plan }) };
	const answers = answerOf(id, tool);
	return { calls: [call], answers, turn: answers.length > 0 ? 'working' : turnOfCalls([call]) };
}

function argumentsOf({ params: given, rawArgs }: Tool): Seen<typeof params> {
	const found = [given, rawArgs].map((words) => (words ? skim(params, Buffer.from(words)) : undefined));
	return found.find((each) => each && Object.keys(each).length > 0) ?? {};
}

function answerOf(call: string, { status, userDecision }: Tool): Answer[] {
	if (userDecision === 'rejected' || status === 'cancelled' || status === 'rejected') return [{ call, outcome: 'denied' }];
	if (status === 'error') return [{ call, outcome: 'failed' }];
	return status === 'completed' ? [{ call, outcome: 'done' }] : [];
}

const STATES = new Map(Object.entries<StepState>({ pending: 'pending', in_progress: 'in_progress', completed: 'completed' }));

function stepOf({ content, status = '' }: Seen<typeof todo>): PlanStep[] {
	const state = STATES.get(status.replace(/^TODO_STATUS_/, '').toLowerCase());
	return content && state ? [{ subject: content, state }] : [];
}
