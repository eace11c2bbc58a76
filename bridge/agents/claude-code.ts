/**
 * Claude Code 1.0.15 – 2.1.332: `~/.claude/projects/<dir>/<sessionId>.jsonl`, subagents beside or below it, tasks in
 * `~/.claude/tasks/<sessionId>/<n>.json`, who lives in `~/.claude/sessions/<pid>.json`.
 * Never read: prompts, replies, thinking, commands, outputs, `history.jsonl`, `last-prompt`, `queue-operation`, `api-request*`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StepState, TouchMode } from '../../shared/report/facts.ts';
import { namesIn, unlessMissing } from '../base/missing-file.ts';
import { pidNamespace, processLives } from '../base/process.ts';
import type { AgentReader, KnownSession, Life, Source } from './agent-reader.ts';
import type { Action, Answer, Call, PlanStep, Sighting, StepChange, Turn } from './sighting.ts';
import {
	either,
	flag,
	list,
	number,
	type RecordShape,
	type Seen,
	shape,
	startsWith,
	steadyText,
	text,
	textOrEnough,
	time,
} from './skim/record-shape.ts';
import { skim } from './skim/skim.ts';

/**
 * Known, and nothing of theirs is wanted. A `custom-title` is its human's words, and a `summary` at a file's head may title
 * another conversation.
 */
const IGNORED: ReadonlySet<string> = new Set([
	'api-request',
	'api-request-blob',
	'api-request-shape',
	'attachment',
	'atis-latch',
	'away_summary',
	'bridge-session',
	'cost-state',
	'file-history-delta',
	'file-history-snapshot',
	'last-prompt',
	'mode',
	'permission-mode',
	'progress',
	'queue-operation',
	'tools-used',
	'agent-name',
	'agent-color',
	'agent-setting',
	'custom-title',
	'summary',
	'pr-link',
	'tag',
	'content-replacement',
	'marble-origami-commit',
	'marble-origami-snapshot',
	'speculation-accept',
	'task-summary',
	'result',
]);

/** Words that the client itself writes where its human stopped or refused something, or nobody is there to allow it (`-p`). */
const DENIED = [
	"The user doesn't want to proceed with this tool use.",
	"The user doesn't want to take this action right now.",
	'User rejected tool use',
	'Error: [Request interrupted by user',
	'[Request interrupted by user',
	'Permission to use ',
	'Claude requested permissions to ',
	'This command requires approval',
	'This Bash command contains multiple operations. The following part',
] as const;
const INTERRUPTED = '[Request interrupted by user';
/** A command that the client runs by itself, without a turn of the model. */
const LOCAL = [
	'<command-name>',
	'<command-message>',
	'<local-command-',
	'<bash-input>',
	'<bash-stdout>',
	'<bash-stderr>',
	'Caveat: ',
] as const;

const PATH_MAX = 4096;
const task = shape({ content: text(1000), subject: text(1000), status: text(20) });
const block = shape({
	type: steadyText(40),
	id: text(120),
	name: steadyText(120),
	text: startsWith(INTERRUPTED, ...LOCAL),
	tool_use_id: text(120),
	is_error: flag,
	content: startsWith(...DENIED),
	input: shape({
		file_path: text(PATH_MAX),
		notebook_path: text(PATH_MAX),
		todos: list(task),
		subject: text(1000),
		taskId: text(40),
		status: text(20),
	}),
});
const wanted = shape({
	type: textOrEnough(60, IGNORED),
	uuid: text(80),
	subtype: steadyText(60),
	timestamp: time,
	sessionId: steadyText(80),
	requestSessionId: text(80),
	forkedFrom: shape({ sessionId: text(80) }),
	version: steadyText(40),
	cwd: steadyText(PATH_MAX),
	gitBranch: steadyText(300),
	isSidechain: flag,
	isMeta: flag,
	isCompactSummary: flag,
	isApiErrorMessage: flag,
	toolDenialKind: text(60),
	toolUseResult: either(startsWith(...DENIED), shape({ success: flag, task: shape({ id: text(40), subject: text(1000) }) })),
	aiTitle: text(400),
	worktreeSession: shape({ worktreePath: text(PATH_MAX), worktreeBranch: text(300) }),
	message: shape({
		id: text(120),
		stop_reason: steadyText(40),
		usage: shape({
			input_tokens: number,
			cache_creation_input_tokens: number,
			cache_read_input_tokens: number,
			output_tokens: number,
		}),
		content: either(startsWith(INTERRUPTED, ...LOCAL), list(block)),
	}),
});
type Record = Seen<typeof wanted>;
type Block = Seen<typeof block>;

/** Tools whose answer is their human's. */
const ASKS = new Set(['AskUserQuestion', 'ExitPlanMode']);
const EDITS = new Set(['Edit', 'Write', 'MultiEdit', 'NotebookEdit']);
const VERBS = new Map(
	Object.entries<Action['verb']>({
		Grep: 'search',
		Glob: 'search',
		LS: 'search',
		ToolSearch: 'search',
		Bash: 'run',
		BashOutput: 'run',
		WebFetch: 'browse',
		WebSearch: 'browse',
		Task: 'delegate',
		Agent: 'delegate',
		Workflow: 'delegate',
		TodoWrite: 'plan',
		TaskCreate: 'plan',
		TaskUpdate: 'plan',
		TaskList: 'plan',
		ExitPlanMode: 'ask',
		AskUserQuestion: 'ask',
	}),
);
const STATES = new Map(Object.entries<StepState>({ pending: 'pending', in_progress: 'in_progress', completed: 'completed' }));

export const claudeCode: AgentReader<'claude-code'> = {
	kind: 'claude-code',

	roots: configFolders,

	enters(folder) {
		if (folder.length === 0) return true;
		return folder[0] === 'projects' && (folder.length <= 3 || folder[3] === 'subagents');
	},

	source(file) {
		const name = file.at(-1) ?? '';
		if (file[0] !== 'projects' || file.length < 3 || !name.endsWith('.jsonl')) return undefined;
		return transcript(file, name);
	},

	wanted,

	record(buffer, start, end) {
		const record = skim(wanted, buffer, start, end);
		return record && sightingOf(record);
	},

	beside(root, session) {
		const plan = tasksIn(join(root, 'tasks', session));
		return plan.length > 0 ? { plan } : undefined;
	},

	besideFolders: (session) => [['tasks', session]],

	lifeFolder: ['sessions'],

	lives: (root, sessions) => livesOf(registeredIn(join(root, 'sessions')), sessions, existsSync(join(root, 'sessions'))),
};

/** Newer versions may keep to the XDG folder. The variable may name several folders, with commas in between, as usage counters read it. */
function configFolders(home: string, { CLAUDE_CONFIG_DIR: named, XDG_CONFIG_HOME: config }: NodeJS.ProcessEnv): string[] {
	if (!named) return [join(home, '.claude'), join(config || join(home, '.config'), 'claude')];
	if (existsSync(named)) return [named];
	const folders = named.split(',').map((folder) => folder.trim());
	return folders.filter((folder) => folder !== '');
}

function transcript(file: readonly string[], name: string): Source | undefined {
	const parent = file[3] === 'subagents' ? file[2] : undefined;
	// A workflow keeps a journal beside the transcripts of its subagents.
	if (parent !== undefined && !name.startsWith('agent-')) return undefined;
	if (parent !== undefined) return { as: 'records', session: `${parent}/${name.slice(0, -6)}`, parent };
	// Up to 2.0.x a subagent's file lies beside its parent's, and only its records say whose it is.
	if (name.startsWith('agent-')) return { as: 'records' };
	return { as: 'records', session: name.slice(0, -6) };
}

/** Filled field by field: this is done for each record there is, and objects in between would cost a tenth of all reading. */
function sightingOf(record: Record): Sighting {
	const type = record.type ?? '';
	if (IGNORED.has(type)) return {};
	if (type === 'ai-title') return record.aiTitle ? { title: record.aiTitle } : {};
	if (type === 'worktree-state') return worktree(record);
	const sighting: Sighting = {};
	if (record.timestamp !== undefined) sighting.at = record.timestamp;
	if (record.version) sighting.version = record.version;
	if (record.cwd) sighting.cwd = record.cwd;
	if (record.gitBranch && record.gitBranch !== 'HEAD') sighting.branch = record.gitBranch;
	if (isCopied(record)) sighting.copied = true;
	if (record.isSidechain && record.sessionId) sighting.parent = record.sessionId;
	if (type === 'assistant') assistant(sighting, record, blocksOf(record));
	else if (type === 'user') user(sighting, record, blocksOf(record));
	else if (type === 'system') Object.assign(sighting, system(record), record.uuid && { identity: record.uuid });
	else sighting.unknown = type || '(untyped)';
	return sighting;
}

function isCopied(record: Record): boolean {
	const origin = record.requestSessionId ?? record.forkedFrom?.sessionId;
	return origin !== undefined && origin !== record.sessionId;
}

function worktree(record: Record): Sighting {
	const { worktreePath, worktreeBranch } = record.worktreeSession ?? {};
	return { ...(worktreePath && { cwd: worktreePath }), ...(worktreeBranch && { branch: worktreeBranch }) };
}

function blocksOf(record: Record): Block[] {
	const content = record.message?.content;
	return Array.isArray(content) ? content : [];
}

function assistant(sighting: Sighting, record: Record, blocks: readonly Block[]): void {
	const { id, usage } = record.message ?? {};
	if (id) sighting.identity = id;
	if (id && usage) {
		const input = (usage.input_tokens ?? 0) + (usage.cache_creation_input_tokens ?? 0);
		sighting.tokens = { once: id, input, cached: usage.cache_read_input_tokens ?? 0, output: usage.output_tokens ?? 0 };
	}
	for (const block of blocks) if (block.type === 'tool_use') toolUse(sighting, block);
	if (record.isApiErrorMessage) sighting.errors = 1;
	sighting.turn = assistantTurn(record, blocks);
}

function toolUse(sighting: Sighting, { id, name, input }: Block): void {
	if (!id || !name) return;
	const call = callOf(id, name, input ?? {});
	if (sighting.calls) sighting.calls.push(call);
	else sighting.calls = [call];
	if (name === 'TodoWrite' && input?.todos) call.plan = input.todos.flatMap(stepOf);
	if (name === 'TaskUpdate' && input?.taskId) call.steps = [stepChange(input.taskId, input)];
}

function assistantTurn(record: Record, blocks: readonly Block[]): Turn {
	if (record.isApiErrorMessage) return 'failed';
	if (!blocks.some(({ type }) => type === 'text') || blocks.some(({ type }) => type === 'tool_use')) {
		return blocks.some(({ name }) => ASKS.has(name ?? '')) ? 'asking' : 'working';
	}
	const reason = record.message?.stop_reason;
	if (reason === undefined) return 'settled';
	return reason === 'tool_use' || reason === 'pause_turn' ? 'working' : 'ended';
}

function callOf(id: string, name: string, { file_path, notebook_path }: NonNullable<Block['input']>): Call {
	const path = file_path ?? notebook_path;
	const mode = touchModeOf(name);
	if (mode === undefined) return { id, action: { verb: VERBS.get(name) ?? 'run' }, touches: [] };
	return path ? { id, action: { verb: mode, path }, touches: [{ path, mode }] } : { id, action: { verb: mode }, touches: [] };
}

function touchModeOf(tool: string): TouchMode | undefined {
	if (EDITS.has(tool)) return 'edit';
	return tool === 'Read' ? 'read' : undefined;
}

function stepOf({ content, subject, status }: Seen<typeof task>): PlanStep[] {
	const words = subject ?? content;
	const state = STATES.get(status ?? '');
	return words && state ? [{ subject: words, state }] : [];
}

function stepChange(id: string, { subject, status }: NonNullable<Block['input']>): StepChange {
	const state = status === 'deleted' ? null : STATES.get(status ?? '');
	return { id, ...(subject && { subject }), ...(state !== undefined && { state }) };
}

function user(sighting: Sighting, record: Record, blocks: readonly Block[]): void {
	for (const block of blocks) if (block.type === 'tool_result' && block.tool_use_id) toolResult(sighting, record, block.tool_use_id, block);
	const created = typeof record.toolUseResult === 'object' ? record.toolUseResult.task : undefined;
	if (created?.id && created.subject) sighting.steps = [{ id: created.id, subject: created.subject, state: 'pending' }];
	const content = record.message?.content;
	// What was answered goes with its call.
	if (!sighting.answers && record.uuid) sighting.identity = record.uuid;
	const turn = userTurn(record, typeof content === 'string' ? content : blocks.find(({ text }) => text)?.text);
	if (turn) sighting.turn = turn;
}

function userTurn(record: Record, words: string | undefined): Turn | undefined {
	if (words === INTERRUPTED) return 'ended';
	return record.isMeta || record.isCompactSummary || words !== undefined ? undefined : 'working';
}

function toolResult(sighting: Sighting, record: Record, call: string, { is_error, content }: Block): void {
	const answer: Answer = { call, outcome: is_error ? outcomeOfError(record, content) : outcomeOf(record) };
	if (sighting.answers) sighting.answers.push(answer);
	else sighting.answers = [answer];
}

/** A tool that did nothing, and takes it for no error. */
function outcomeOf({ toolUseResult }: Record): Answer['outcome'] {
	return typeof toolUseResult === 'object' && toolUseResult.success === false ? 'denied' : 'done';
}

function outcomeOfError(record: Record, content: Block['content']): Answer['outcome'] {
	const denied = record.toolDenialKind !== undefined || content !== undefined || typeof record.toolUseResult === 'string';
	return denied ? 'denied' : 'failed';
}

function system(record: Record): Sighting {
	if (record.subtype === 'api_error') return { errors: 1 };
	if (record.subtype === 'stop_hook_summary' || record.subtype === 'turn_duration') return { turn: 'ended' };
	return {};
}

function tasksIn(folder: string): PlanStep[] {
	const numbers = namesIn(folder).filter((name) => /^\d+\.json$/.test(name));
	numbers.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
	return numbers.flatMap((name) => {
		const found = skimFile(task, join(folder, name));
		return found ? stepOf(found) : [];
	});
}

const registered = shape({
	pid: number,
	sessionId: text(80),
	startedAt: number,
	procStart: text(40),
	pidDomain: text(120),
	status: text(40),
	statusUpdatedAt: number,
});
const REGISTRY_STATUS = new Map(Object.entries<Life['status']>({ busy: 'working', shell: 'working', waiting: 'waiting', idle: 'idle' }));

/** A container that shares the home folder numbers its processes on its own: `linux:<machine>:pid:[4026531836]`. */
function isElsewhere(domain: string | undefined): boolean {
	const namespace = /pid:\[\d+\]$/.exec(domain ?? '')?.[0];
	const own = namespace && pidNamespace();
	return own !== undefined && own !== namespace;
}

/** What each file said last: one that is caught while it is written says nothing, and nobody has ended for that. */
const lastSaid = new Map<string, Seen<typeof registered>>();

function registeredIn(folder: string): Seen<typeof registered>[] {
	const files = namesIn(folder).filter((name) => /^\d+\.json$/.test(name));
	const paths = files.map((name) => join(folder, name));
	for (const path of lastSaid.keys()) if (dirname(path) === folder && !paths.includes(path)) lastSaid.delete(path);
	return paths.flatMap((path) => {
		const said = skimFile(registered, path);
		if (said) lastSaid.set(path, said);
		return lastSaid.get(path) ?? [];
	});
}

type Registered = Seen<typeof registered>;

function livesOf(registry: readonly Registered[], sessions: ReadonlyMap<string, KnownSession>, isThere: boolean): Map<string, Life> {
	const lives = new Map<string, Life>();
	const named = new Set(registry.map(({ sessionId }) => sessionId));
	for (const found of registry) {
		if (found.pid === undefined || !found.sessionId || isElsewhere(found.pidDomain)) continue;
		const alive = processLives(found.pid, { ticks: found.procStart, notAfter: found.startedAt });
		const session = alive ? clearedInto(found.sessionId, sessions, named) : found.sessionId;
		if (session !== found.sessionId) lives.set(found.sessionId, { alive: false });
		if (alive || !lives.get(session)?.alive) lives.set(session, lifeOf(found, alive));
	}
	if (!isThere) return lives;
	for (const [session, { version }] of sessions) {
		if (!lives.has(session) && !named.has(session) && registersAll(version)) lives.set(session, { alive: false, isUnlisted: true });
	}
	return lives;
}

function lifeOf({ status: said, statusUpdatedAt }: Registered, alive: boolean): Life {
	const status = REGISTRY_STATUS.get(said ?? '');
	if (!alive || !status) return { alive };
	return { alive, status, ...(statusUpdatedAt !== undefined && { since: statusUpdatedAt }) };
}

/** From 2.1.197 on every session is in the registry while its process lives. */
function registersAll(version: string): boolean {
	const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
	return major > 2 || (major === 2 && (minor > 1 || (minor === 1 && patch >= 197)));
}

/**
 * After `/clear` the registry goes on naming the session that was left, until the process ends: it lives on in the latest session of the
 * same folder that began once the named one had told its last, and that no entry names.
 */
function clearedInto(session: string, sessions: ReadonlyMap<string, KnownSession>, named: ReadonlySet<string | undefined>): string {
	const left = sessions.get(session);
	if (!left) return session;
	let latest = { id: session, firstAt: left.lastAt };
	for (const [id, { file, firstAt, version }] of sessions) {
		if (named.has(id) || firstAt < latest.firstAt || dirname(file) !== dirname(left.file) || !registersAll(version)) continue;
		latest = { id, firstAt };
	}
	return latest.id;
}

function skimFile<T>(node: RecordShape<T>, path: string): T | undefined {
	const bytes = unlessMissing(() => readFileSync(path));
	return bytes && skim(node, bytes);
}
