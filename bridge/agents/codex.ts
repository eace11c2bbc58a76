/**
 * Codex CLI 0.44 – 0.171: `~/.codex/sessions/YYYY/MM/DD/rollout-<time>-<threadId>.jsonl` (or `.jsonl.zst`), `archived_sessions/`, locks of living
 * threads in `thread-writer-locks/<threadId>.lock`. Never read: prompts, replies, outputs, `history.jsonl`, titles (they are prompts).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StepState } from '../../shared/report/facts.ts';
import { absolutePath, pathOfFileUrl } from '../base/agent-path.ts';
import { lockHolders } from '../base/held-locks.ts';
import type { AgentReader, Life } from './agent-reader.ts';
import { patchedFiles } from './patch.ts';
import type { Action, Answer, Call, PlanStep, Sighting, Tokens, Touched, Turn } from './sighting.ts';
import {
	edges,
	either,
	entries,
	flag,
	list,
	number,
	type Seen,
	shape,
	startsWith,
	steadyText,
	text,
	textOrEnough,
	textWith,
	time,
} from './skim/record-shape.ts';
import { skim } from './skim/skim.ts';

const IGNORED: ReadonlySet<string> = new Set(['world_state', 'inter_agent_communication_metadata', 'compacted']);
const IGNORED_PAYLOADS: ReadonlySet<string> = new Set([
	'additional_tools',
	'agent_message',
	'agent_reasoning',
	'agent_reasoning_section_break',
	'reasoning',
	'context_compacted',
	'thread_name_updated',
	'web_search_call',
	'web_search_end',
	'ghost_snapshot',
	'item_started',
	'entered_review_mode',
	'exited_review_mode',
	'turn_diff',
	'plan_update',
	'background_event',
	'warning',
	'compaction',
	'compaction_summary',
	'tool_search_call',
	'tool_search_output',
	'local_shell_call',
	'undo_completed',
	'thread_rolled_back',
	'mcp_tool_call_end',
	'view_image_tool_call',
	'image_generation_call',
	'exec_command_end',
	'sub_agent_activity',
	'thread_goal_updated',
]);

const IGNORED_ITEMS: ReadonlySet<string> = new Set([
	'AgentMessage',
	'CollabAgentToolCall',
	'ContextCompaction',
	'DynamicToolCall',
	'EnteredReviewMode',
	'ExitedReviewMode',
	'HookPrompt',
	'ImageGeneration',
	'ImageView',
	'McpToolCall',
	'Plan',
	'Reasoning',
	'SubAgentActivity',
	'UserMessage',
	'WebSearch',
]);

const PATH_MAX = 4096;
/** Patches and scripts are looked through for the paths and the plan that they name. */
const ARGUMENTS_MAX = 256 * 1024;

const usage = shape({ input_tokens: number, cached_input_tokens: number, output_tokens: number });
const change = shape({ move_path: text(PATH_MAX) });
const item = shape({
	type: text(60),
	id: text(120),
	status: text(40),
	exit_code: number,
	cwd: text(PATH_MAX),
	changes: entries(change),
	parsed_cmd: list(shape({ type: text(20), path: text(PATH_MAX) })),
});
const wanted = shape({
	timestamp: time,
	ordinal: number,
	type: textOrEnough(60, IGNORED),
	payload: shape({
		type: textOrEnough(60, IGNORED_PAYLOADS),
		id: text(120),
		cwd: steadyText(PATH_MAX),
		cli_version: text(40),
		timestamp: time,
		forked_from_id: text(80),
		/** Says that the fork's file goes on where another file ends, and repeats nothing of it. */
		history_base: shape({}),
		parent_thread_id: text(80),
		source: shape({ subagent: shape({ thread_spawn: shape({ parent_thread_id: text(80) }) }) }),
		subagent_history_start_ordinal: number,
		git: shape({ branch: text(300) }),
		thread_id: text(80),
		turn_id: text(80),
		approval_policy: steadyText(40),
		error: either(startsWith(''), shape({})),
		role: text(20),
		reason: text(40),
		name: steadyText(120),
		call_id: text(120),
		arguments: textWith(ARGUMENTS_MAX, '*** Begin Patch', 'plan'),
		input: textWith(ARGUMENTS_MAX, '*** Begin Patch', 'plan'),
		output: either(edges(1000), list(shape({ text: startsWith('Script failed') }))),
		success: flag,
		changes: entries(change),
		usage,
		thread_token_usage: usage,
		info: shape({ total_token_usage: usage, last_token_usage: usage }),
		item,
	}),
});
type Record = Seen<typeof wanted>;
type Payload = NonNullable<Record['payload']>;

const ROLLOUT = /rollout-[^/\\]*-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.jsonl(\.zst)?$/;
const UNPACKED_MAX_BYTES = 256 * 1024 * 1024;

export const codex: AgentReader<'codex'> = {
	kind: 'codex',

	roots: (home, env) => [env.CODEX_HOME || join(home, '.codex')],

	enters: (folder) => folder.length === 0 || folder[0] === 'sessions' || folder[0] === 'archived_sessions',

	source(file) {
		if (file[0] !== 'sessions' && file[0] !== 'archived_sessions') return undefined;
		const name = file.at(-1) ?? '';
		const [, thread, packed] = ROLLOUT.exec(name) ?? [];
		if (thread === undefined) return undefined;
		return packed === undefined ? { as: 'records', session: thread } : { as: 'snapshot', after: name.slice(0, -'.zst'.length) };
	},

	wanted,

	record(buffer, start, end) {
		const record = skim(wanted, buffer, start, end);
		return record && sightingOf(record);
	},

	*snapshot(path) {
		const [, thread = ''] = ROLLOUT.exec(path) ?? [];
		for (const line of unpackedLines(path)) {
			const sighting = codex.record?.(line, 0, line.length);
			yield { ...sighting, session: thread };
		}
	},

	lifeFolder: ['thread-writer-locks'],

	lives(root, sessions) {
		const lives = new Map<string, Life>();
		for (const [name, held] of lockHolders(join(root, 'thread-writer-locks'))) {
			const session = name.replace(/\.lock$/, '');
			if (held !== undefined && sessions.has(session)) lives.set(session, { alive: held });
		}
		return lives;
	},
};

/** Sessions that were put away are compressed. Node 22 learned to unpack them in 22.15; before, they are counted as unreadable. */
function* unpackedLines(path: string): Iterable<Buffer> {
	const unpack = process.getBuiltinModule?.('node:zlib').zstdDecompressSync;
	if (unpack === undefined) throw new Error('This version of Node cannot unpack sessions');
	const unpacked = unpack(readFileSync(path), { maxOutputLength: UNPACKED_MAX_BYTES });
	let start = 0;
	for (let end = unpacked.indexOf(0x0a); end !== -1; end = unpacked.indexOf(0x0a, start)) {
		yield unpacked.subarray(start, end);
		start = end + 1;
	}
	if (start < unpacked.length) yield unpacked.subarray(start);
}

/** Filled field by field, as there are many records. */
function sightingOf({ type = '', timestamp, ordinal, payload = {} }: Record): Sighting {
	if (IGNORED.has(type)) return {};
	const sighting: Sighting = {};
	if (timestamp !== undefined) sighting.at = timestamp;
	if (ordinal !== undefined) sighting.ordinal = ordinal;
	if (type === 'session_meta') return Object.assign(sighting, meta(payload));
	const turnAt = timeOfId(payload.turn_id);
	if (turnAt !== undefined) sighting.turnAt = turnAt;
	const mark = markOf(payload);
	if (mark !== undefined) sighting.mark = mark;
	if (type === 'turn_context') return Object.assign(sighting, turnContext(payload));
	if (type === 'event_msg') return Object.assign(sighting, event(payload));
	if (type === 'token_usage_record') return Object.assign(sighting, usageRecord(payload));
	if (type === 'response_item') return Object.assign(sighting, response(payload));
	sighting.unknown = type || '(untyped)';
	return sighting;
}

/** What a copy keeps, however it is stamped: the ids of a call and of a turn, and how many tokens had been used by then. */
function markOf({ type, call_id, turn_id, item: completed, info }: Payload): string | undefined {
	const id = call_id ?? completed?.id ?? turn_id;
	if (id !== undefined) return `${type} ${id}`;
	const { total_token_usage: total, last_token_usage: last } = info ?? {};
	return total && `${total.input_tokens} ${total.output_tokens} ${last?.input_tokens} ${last?.output_tokens}`;
}

/** Ids of turns and of threads begin with their time, https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7, so that a copy tells how old it is. */
function timeOfId(id: string | undefined): number | undefined {
	if (id === undefined || id[14] !== '7' || id[8] !== '-') return undefined;
	const time = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
	return Number.isNaN(time) ? undefined : time;
}

function meta(payload: Payload): Sighting {
	const parent = payload.parent_thread_id ?? payload.source?.subagent?.thread_spawn?.parent_thread_id;
	const born = timeOfId(payload.id) ?? payload.timestamp;
	return {
		...(payload.id && { session: payload.id }),
		...(parent && { parent }),
		...(payload.forked_from_id && { origin: payload.forked_from_id }),
		...(payload.history_base && { isBare: true }),
		...(born !== undefined && { born }),
		...(payload.subagent_history_start_ordinal !== undefined && { ownFromOrdinal: payload.subagent_history_start_ordinal }),
		...(payload.cli_version && { version: payload.cli_version }),
		...(payload.cwd && { cwd: payload.cwd }),
		...(payload.git?.branch && { branch: payload.git.branch }),
	};
}

function turnContext({ cwd, approval_policy }: Payload): Sighting {
	return { ...(cwd && { cwd }), ...(approval_policy && { mayAsk: approval_policy !== 'never' }) };
}

function event(payload: Payload): Sighting {
	const type = payload.type ?? '';
	if (type === 'task_started' || type === 'turn_started') return { turn: 'began' };
	if (type === 'task_complete' || type === 'turn_complete')
		return payload.error === undefined ? { turn: 'ended' } : { turn: 'failed', errors: 1 };
	if (type === 'turn_aborted') return aborted(payload);
	if (type === 'error') return { turn: 'failed', errors: 1 };
	if (type === 'stream_error') return { errors: 1 };
	if (type === 'user_message') return { turn: 'working' };
	if (type === 'token_count') return { tokens: tokensOf(payload) };
	if (type === 'thread_settings_applied') return payload.thread_id ? { thread: payload.thread_id } : {};
	if (type === 'patch_apply_end') return patchEnd(payload);
	if (type === 'item_completed') return { ...(payload.thread_id && { thread: payload.thread_id }), ...itemCompleted(payload.item ?? {}) };
	if (IGNORED_PAYLOADS.has(type)) return {};
	return { unknown: `event_msg/${type}` };
}

/** Interrupted by its human, a turn has ended; for any other reason it has failed. */
function aborted({ reason }: Payload): Sighting {
	return reason === 'interrupted' || reason === 'replaced' ? { turn: 'ended' } : { turn: 'failed', errors: 1 };
}

function tokensOf({ info }: Payload): NonNullable<Sighting['tokens']> {
	const total = info?.total_token_usage;
	if (!total) return { restart: true };
	return { total: true, ...lastOf(info.last_token_usage), ...uncached(total) };
}

function usageRecord({ thread_id, usage: last, thread_token_usage }: Payload): Sighting {
	const tokens = thread_token_usage && { session: true as const, ...lastOf(last), ...uncached(thread_token_usage) };
	return { ...(thread_id && { thread: thread_id }), ...(tokens && { tokens }) };
}

function lastOf(last: Seen<typeof usage> | undefined): { last?: Tokens } {
	return last ? { last: uncached(last) } : {};
}

/** Codex counts cached input within the input. */
function uncached({ input_tokens: input = 0, cached_input_tokens: cached = 0, output_tokens: output = 0 }: Seen<typeof usage>): Tokens {
	return { input: Math.max(0, input - cached), cached, output };
}

function touchesOf(changes: Payload['changes']): Touched[] {
	if (!changes) return [];
	return [...changes].flatMap(([path, { move_path }]) => [path, ...(move_path ? [move_path] : [])]).map((path) => ({ path, mode: 'edit' }));
}

function patchEnd({ call_id, success, changes }: Payload): Sighting {
	if (!call_id) return {};
	if (success === false) return { answers: [{ call: call_id, outcome: 'failed' }] };
	const touches = touchesOf(changes);
	return { answers: [{ call: call_id, outcome: 'done', touches }], ...lastEdit(touches) };
}

function lastEdit(touches: Touched[]): Pick<Sighting, 'action'> {
	const path = touches.at(-1)?.path;
	return path === undefined ? {} : { action: { verb: 'edit', path } };
}

function itemCompleted({ type, id = '', status, changes, exit_code, parsed_cmd, cwd }: Seen<typeof item>): Sighting {
	if (type === 'FileChange') {
		if (status !== undefined && status !== 'completed')
			return { answers: [{ call: id, outcome: status === 'declined' ? 'denied' : 'failed' }] };
		const touches = touchesOf(changes);
		return { answers: [{ call: id, outcome: 'done', touches }], ...lastEdit(touches) };
	}
	if (type !== 'CommandExecution') return IGNORED_ITEMS.has(type ?? '') ? {} : { unknown: `item_completed/${type ?? '(untyped)'}` };
	const folder = folderOf(cwd);
	const reads = (parsed_cmd ?? []).flatMap(({ type: what, path }): Touched[] => {
		return what === 'read' && path && folder !== undefined ? [{ path: absolutePath(path, folder), mode: 'read' }] : [];
	});
	const failed = exit_code !== undefined && exit_code !== 0;
	if (status === 'declined') return { answers: [{ call: id, outcome: 'denied' }] };
	// A command inside a script is no call of its own, so no answer counts its failure.
	if (failed && id.startsWith('exec-')) return { errors: 1 };
	const path = reads.at(-1)?.path;
	return { answers: [{ call: id, outcome: failed ? 'failed' : 'done', touches: reads }], ...(path && { action: { verb: 'read', path } }) };
}

/** Without one a path is told from the session's own; undefined where it is none of any system. */
function folderOf(cwd = ''): string | undefined {
	return cwd.startsWith('file:') ? pathOfFileUrl(cwd) : cwd;
}

const SHELLS = new Set(['shell', 'shell_command', 'exec_command', 'container.exec', 'local_shell', 'write_stdin']);
const VERBS = new Map(
	Object.entries<Action['verb']>({
		apply_patch: 'edit',
		update_plan: 'plan',
		spawn_agent: 'delegate',
		wait_agent: 'delegate',
		send_message: 'delegate',
		view_image: 'read',
		web_search: 'browse',
		request_user_input: 'ask',
	}),
);

function response(payload: Payload): Sighting {
	const type = payload.type ?? '';
	if (type === 'function_call' || type === 'custom_tool_call') return callOf(payload);
	if (type === 'function_call_output' || type === 'custom_tool_call_output') return { ...answerOf(payload), turn: 'working' };
	if (type === 'message') return payload.role === 'assistant' ? { turn: 'settled' } : {};
	if (IGNORED_PAYLOADS.has(type)) return {};
	return { unknown: `response_item/${type}` };
}

function callOf({ name = '', call_id, arguments: args, input }: Payload): Sighting {
	if (!call_id) return { turn: 'working' };
	const given = args ?? input ?? '';
	const touches = patched(name, given);
	const call: Call = { id: call_id, action: actionOf(name, touches), touches };
	const plan = name === 'update_plan' ? stepsOf(given) : scriptedSteps(name, given);
	return { calls: [{ ...call, ...(plan && { plan }) }], turn: turnOf(name) };
}

/** That its human is asked to allow a call is not written down: a patch is made at once where it may be, a command may take its time. */
function turnOf(name: string): Turn {
	if (name === 'request_user_input') return 'asking';
	if (name === 'apply_patch') return 'held';
	return (SHELLS.has(name) && name !== 'write_stdin') || name === 'exec' ? 'open' : 'working';
}

function actionOf(name: string, touches: Touched[]): Action {
	const path = touches.at(-1)?.path;
	if (path !== undefined) return { verb: 'edit', path };
	return { verb: SHELLS.has(name) || name === 'exec' ? 'run' : (VERBS.get(name) ?? 'run') };
}

const commandArguments = shape({
	command: either(text(ARGUMENTS_MAX), list(text(ARGUMENTS_MAX))),
	cmd: text(ARGUMENTS_MAX),
	input: text(ARGUMENTS_MAX),
	workdir: text(PATH_MAX),
});

/**
 * What a patch names, alone or as a command's words, told from the folder that the command was given. A script's patch is not looked
 * into: what it did is told of its own.
 */
function patched(name: string, given: string): Touched[] {
	if (name === 'exec' || !given.includes('*** Begin Patch')) return [];
	if (!given.startsWith('{')) return name === 'apply_patch' ? patchedFiles(given) : [];
	const { command = [], cmd = '', input = '', workdir = '' } = skim(commandArguments, Buffer.from(given)) ?? {};
	const words = [command, cmd, input].flat().join('\n');
	if (name !== 'apply_patch' && !words.includes('apply_patch')) return [];
	return patchedFiles(words).map(({ path, mode }) => ({ path: absolutePath(path, workdir), mode }));
}

const STATES = new Map(Object.entries<StepState>({ pending: 'pending', in_progress: 'in_progress', completed: 'completed' }));
const planArguments = shape({ plan: list(shape({ step: text(1000), status: text(20) })) });

function stepsOf(given: string): PlanStep[] | undefined {
	const plan = skim(planArguments, Buffer.from(given))?.plan;
	return plan?.flatMap(({ step, status }) => {
		const state = STATES.get(status ?? '');
		return step && state ? [{ subject: step, state }] : [];
	});
}

/** A script's last `tools.update_plan({…})`: JSON mostly, else an object literal whose steps are looked for one by one. */
function scriptedSteps(name: string, script: string): PlanStep[] | undefined {
	if (name !== 'exec') return undefined;
	const start = script.lastIndexOf('tools.update_plan(');
	if (start === -1) return undefined;
	const literal = script.slice(script.indexOf('{', start));
	const close = literal.indexOf('})');
	const json = close === -1 ? undefined : stepsOf(literal.slice(0, close + 1));
	if (json) return json;
	const steps = literal.matchAll(/["']?step["']?\s*:\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*,\s*["']?status["']?\s*:\s*["'](\w+)["']/g);
	const found = [...steps].flatMap(([, quoted = '', status = '']) => {
		const state = STATES.get(status);
		return state ? [{ subject: quoted.slice(1, -1).replaceAll(/\\(.)/g, '$1'), state }] : [];
	});
	return found.length > 0 ? found : undefined;
}

const EXIT_CODES = [/^Exit code: (-?\d+)/, /Process exited with code (-?\d+)/, /\\"exit_code\\":(-?\d+)/];

function answerOf({ call_id, output }: Payload): { answers?: Answer[] } {
	if (!call_id) return {};
	return { answers: [{ call: call_id, outcome: hasFailed(output) ? 'failed' : 'done' }] };
}

function hasFailed(output: Payload['output']): boolean {
	if (Array.isArray(output)) return output.some(({ text: mark }) => mark === 'Script failed');
	for (const pattern of EXIT_CODES) {
		const code = pattern.exec(output ?? '')?.[1];
		if (code !== undefined) return code !== '0';
	}
	return false;
}
