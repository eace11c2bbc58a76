/**
 * Copilot CLI 1.0: `~/.copilot/session-state/<id>/events.jsonl` (earlier `session-state/<id>.jsonl`), the plan in `session.db` and whose
 * process is alive in `inuse.<pid>.lock` beside it. Events: github/copilot-sdk, docs/features/streaming-events.md; what it calls ephemeral is not
 * on disk. Never read: prompts, replies, commands, outputs save their last line, diffs, `workspace.yaml` (its name may be the prompt).
 */
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ifReadable, namesIn } from '../../base/missing-file.ts';
import { isProcessAlive } from '../../base/process.ts';
import type { AgentReader, ProcessState } from '../agent-reader.ts';
import { patchedFiles } from '../patch.ts';
import type { Action, Answer, Call, Sighting, Tokens, Touched, Turn } from '../sighting.ts';
import { edges, either, entries, flag, list, number, type Seen, shape, text, textOrStop } from '../skim/record-shape.ts';
import { Skim } from '../skim/skim.ts';
import { Plans } from './plan.ts';

const IGNORED = [
	'assistant.reasoning',
	'capabilities.changed',
	'command.completed',
	'command.execute',
	'command.queued',
	'external_tool.requested',
	'hook.end',
	'hook.start',
	'model.call_failure',
	'session.auto_mode_resolved',
	'session.autopilot_objective_changed',
	'session.background_tasks_changed',
	'session.binary_asset',
	'session.canvas.recorded',
	'session.canvas.removed',
	'session.compaction_complete',
	'session.compaction_start',
	'session.context_cleared',
	'session.handoff',
	'session.import_legacy',
	'session.info',
	'session.mode_changed',
	'session.model_change',
	'session.permissions_changed',
	'session.plan_changed',
	'session.remote_steerable_changed',
	'session.schedule_cancelled',
	'session.schedule_created',
	'session.schedule_rearmed',
	'session.session_limits_changed',
	'session.snapshot_rewind',
	'session.task_complete',
	'session.title_changed',
	'session.todos_changed',
	'session.truncation',
	'session.usage_checkpoint',
	'session.usage_info',
	'session.warning',
	'session.workspace_file_changed',
	'skill.invoked',
	'subagent.completed',
	'subagent.configured',
	'subagent.deselected',
	'subagent.failed',
	'subagent.selected',
	'subagent.started',
	'system.message',
	'system.notification',
	'tool.user_requested',
	'tool_search.activated',
] as const;

const PATH_MAX = 4096;
const PATCH_MAX = 256 * 1024;
/** A command's result ends with its exit code: so much of it is looked at. */
const RESULT_END = 120;
const usage = shape({ inputTokens: number, outputTokens: number, cacheReadTokens: number });
const recordShape = shape({
	type: textOrStop(60, IGNORED),
	id: text(60),
	timestamp: text(40),
	agentId: text(80),
	data: shape({
		copilotVersion: text(40),
		context: shape({ cwd: text(PATH_MAX), branch: text(300) }),
		cwd: text(PATH_MAX),
		branch: text(300),
		parentToolCallId: text(120),
		toolRequests: list(shape({ name: text(80) })),
		toolCallId: text(120),
		requestId: text(120),
		toolName: text(80),
		arguments: either(text(PATCH_MAX), shape({ path: text(PATH_MAX), command: text(20) })),
		success: flag,
		error: shape({ code: text(40) }),
		fileEdits: list(shape({ path: text(PATH_MAX) })),
		shellExecution: shape({ exitCode: number }),
		toolTelemetry: shape({ properties: shape({ viewType: text(20), command: text(20) }), metrics: shape({ exit_code: number }) }),
		resolvedByHook: flag,
		result: shape({ kind: text(80), content: edges(RESULT_END) }),
		usage: shape({ inputTokens: number, outputTokens: number, cacheReadTokens: number, accounting: shape({ usageId: text(120) }) }),
		usageAccountingWatermarks: entries(number),
		modelMetrics: entries(shape({ usage })),
		shutdownType: text(20),
	}),
});
type Data = NonNullable<Seen<typeof recordShape>['data']>;

export function copilotCli(): AgentReader<'copilot-cli'> {
	const records = new Skim(recordShape);
	const plans = new Plans();
	return {
		kind: 'copilot-cli',

		roots: (home, env) => [env['COPILOT_HOME'] || join(home, '.copilot')],

		enters: (folder) => folder.length === 0 || (folder[0] === 'session-state' && folder.length <= 2),

		source(file) {
			const [top, session, name] = file;
			if (top !== 'session-state' || session === undefined || file.length > 3) return undefined;
			if (name === 'events.jsonl') return { as: 'records', session };
			return name === undefined && session.endsWith('.jsonl') ? { as: 'records', session: session.slice(0, -6) } : undefined;
		},

		recordShape,

		record(buffer, start, end) {
			const record = records.read(buffer, start, end);
			if (!record) return undefined;
			const { type = '', id, timestamp, agentId, data = {} } = record;
			if ((IGNORED as readonly string[]).includes(type)) return {};
			const at = timestamp === undefined ? Number.NaN : Date.parse(timestamp);
			// A subagent's events stand among its parent's: what it does counts, how its turn goes does not.
			const isOwn = agentId === undefined && data.parentToolCallId === undefined;
			const born = type === 'session.start' && Number.isFinite(at) ? { born: at } : {};
			return {
				...(Number.isFinite(at) && { at }),
				...born,
				...(id && !PLACES.has(type) && { identity: id }),
				...eventOf(type, data, isOwn),
			};
		},

		sidecar(root, session) {
			return plans.in(join(root, 'session-state', session, 'session.db'));
		},

		sidecarFolders: (session) => [['session-state', session]],

		processes(_root, sessions) {
			const processes = new Map<string, ProcessState>();
			for (const [session, { file, version }] of sessions) {
				const alive = isInUse(dirname(file), version);
				if (alive !== undefined) processes.set(session, { alive });
			}
			return processes;
		},
	};
}

/** These a forked session has of its own, whatever else it copied. */
const PLACES = new Set(['session.start', 'session.resume', 'session.context_changed']);

function eventOf(type: string, data: Data, isOwn: boolean): Sighting {
	const turn = (now: Turn) => (isOwn ? { turn: now } : {});
	switch (type) {
		case 'session.start':
		case 'session.resume':
			return { ...(data.copilotVersion && { version: data.copilotVersion }), ...placeOf(data.context), turn: 'ended' };
		case 'session.context_changed':
			return placeOf(data);
		case 'user.message':
			return turn('working');
		case 'assistant.turn_start':
			// Tools of the turn before have all answered.
			return { ...turn('working'), ...(isOwn && { answered: 'all' }) };
		case 'assistant.message':
			return turn(data.toolRequests && data.toolRequests.length > 0 ? 'working' : 'ended');
		case 'assistant.turn_end':
			return {};
		case 'tool.execution_start':
			return { ...callOf(data), ...(isOwn && ASKS.has(data.toolName ?? '') ? asking(data.toolCallId) : turn('working')) };
		case 'tool.execution_complete':
			return { ...answerOf(data), ...turn('working') };
		case 'permission.requested':
			return data.resolvedByHook ? {} : asking(data.requestId);
		case 'user_input.requested':
		case 'elicitation.requested':
		case 'exit_plan_mode.requested':
			return asking(data.requestId);
		case 'permission.completed':
			return { ...denialOf(data), ...answered(data) };
		case 'user_input.completed':
		case 'elicitation.completed':
		case 'exit_plan_mode.completed':
			return answered(data);
		case 'session.usage_record':
			return usageOf(data);
		case 'abort':
			return turn('ended');
		case 'session.error':
			return { errors: 1, ...turn('failed') };
		case 'session.shutdown':
			return { ...totalOf(data), ...(data.shutdownType === 'error' ? { errors: 1, turn: 'failed' } : { turn: 'over' }) };
		default:
			return { unknown: type || '(untyped)' };
	}
}

const asking = (question: string | undefined): Sighting => ({ ...(question && { asks: [question] }), turn: 'asking' });
const answered = ({ requestId }: Data): Sighting => ({ answered: requestId ? [requestId] : 'all', turn: 'working' });

function placeOf({ cwd, branch }: { cwd?: string; branch?: string } = {}): Sighting {
	return { ...(cwd && { cwd }), ...(branch && { branch }) };
}

const ASKS = new Set(['ask_user', 'exit_plan_mode']);
const EDITS = new Set(['edit', 'create', 'apply_patch', 'str_replace', 'insert']);
const VERBS = new Map(
	Object.entries<Action['verb']>({
		grep: 'search',
		glob: 'search',
		rg: 'search',
		lsp: 'search',
		web_fetch: 'browse',
		web_search: 'browse',
		fetch: 'browse',
		task: 'delegate',
		read_agent: 'delegate',
		update_todo: 'plan',
		sql: 'plan',
		report_intent: 'plan',
		ask_user: 'ask',
		exit_plan_mode: 'ask',
	}),
);

function callOf({ toolCallId, toolName = '', arguments: given }: Data): Sighting {
	if (!toolCallId) return {};
	const touches = touchesOf(toolName, given);
	const last = touches.at(-1);
	const action: Action = last
		? { verb: last.mode, path: last.path }
		: { verb: EDITS.has(toolName) ? 'edit' : (VERBS.get(toolName) ?? 'run') };
	const call: Call = { id: toolCallId, action, touches };
	return { calls: [call] };
}

function touchesOf(tool: string, given: Data['arguments']): Touched[] {
	if (typeof given === 'string') return tool === 'apply_patch' ? patchedFiles(given) : [];
	const { path, command } = given ?? {};
	if (!path) return [];
	if (tool === 'view' || (tool === 'str_replace_editor' && command === 'view')) return [{ path, mode: 'read' }];
	return EDITS.has(tool) || tool === 'str_replace_editor' ? [{ path, mode: 'edit' }] : [];
}

const DENIALS = new Set(['denied', 'rejected', 'cancelled']);

/** So ended what a command printed in versions before there was a field for it, and no file's text is one. */
const EXITED = /<(?:exited|shellId: \S+ completed) with exit code (\d+)>$/;

function exitCodeOf({ shellExecution, toolTelemetry, result }: Data): number {
	const told = shellExecution?.exitCode ?? toolTelemetry?.metrics?.exit_code;
	if (told !== undefined || toolTelemetry?.properties?.command !== undefined) return told ?? 0;
	return Number(EXITED.exec(result?.content ?? '')?.[1] ?? 0);
}

function answerOf(data: Data): { answers?: Answer[] } {
	const { toolCallId, success, error, fileEdits, toolTelemetry } = data;
	if (!toolCallId) return {};
	if (success === false) return { answers: [{ call: toolCallId, outcome: DENIALS.has(error?.code ?? '') ? 'denied' : 'failed' }] };
	if (exitCodeOf(data) !== 0) return { answers: [{ call: toolCallId, outcome: 'failed' }] };
	const edits = fileEdits?.flatMap(({ path }): Touched[] => (path ? [{ path, mode: 'edit' }] : []));
	// A folder that was looked at is no file that was read.
	const touches = toolTelemetry?.properties?.viewType === 'directory' ? [] : edits;
	return { answers: [{ call: toolCallId, outcome: 'done', ...(touches && { touches }) }] };
}

function denialOf({ toolCallId, result }: Data): { answers?: Answer[] } {
	return toolCallId && result?.kind?.startsWith('denied') ? { answers: [{ call: toolCallId, outcome: 'denied' }] } : {};
}

function usageOf({ usage: used }: Data): Sighting {
	const once = used?.accounting?.usageId;
	return used && once ? { tokens: { once, ...tokensOf(used) } } : {};
}

/** Sessions that keep no record of each call say what they used when they end. */
function totalOf({ usageAccountingWatermarks, modelMetrics }: Data): Sighting {
	if (usageAccountingWatermarks || !modelMetrics) return {};
	const total: Tokens = { input: 0, cached: 0, output: 0 };
	for (const { usage: used = {} } of modelMetrics.values()) {
		const { input, cached, output } = tokensOf(used);
		total.input += input;
		total.cached += cached;
		total.output += output;
	}
	return { tokens: { total: true, ...total } };
}

function tokensOf({ inputTokens = 0, outputTokens = 0, cacheReadTokens = 0 }: Seen<typeof usage>): Tokens {
	return { input: Math.max(0, inputTokens - cacheReadTokens), cached: cacheReadTokens, output: outputTokens };
}

/** Versions since 1 keep a lock while a process has the session open; after kill -9 it stays behind. */
function isInUse(folder: string, version: string): boolean | undefined {
	const locks = namesIn(folder).flatMap((name) => {
		const pid = /^inuse\.(\d+)\.lock$/.exec(name)?.[1];
		return pid === undefined ? [] : [{ pid: Number(pid), path: join(folder, name) }];
	});
	if (locks.length === 0) return /^[1-9]/.test(version) ? false : undefined;
	return locks.some(({ pid, path }) => isProcessAlive(pid, { notAfter: ifReadable(() => statSync(path))?.mtimeMs, note: path }));
}
