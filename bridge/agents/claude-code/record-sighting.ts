/** What a record of Claude Code says: of its session, of the turn and of the calls in it. */
import type { Answer, Sighting, Turn } from '../sighting.ts';
import { type Block, IGNORED, INTERRUPTED, type Record } from './record.ts';
import { ASKS, callIn } from './tools.ts';

/** Filled field by field: this is done for each record there is, and objects in between would cost a tenth of all reading. */
export function sightingOf(record: Record): Sighting {
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
	const { originalCwd, worktreePath, worktreeBranch } = record.worktreeSession ?? {};
	return {
		...(worktreePath && { cwd: worktreePath }),
		...(worktreePath && originalCwd && { madeWorktree: { top: worktreePath, from: originalCwd } }),
		...(worktreeBranch && { branch: worktreeBranch }),
	};
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
	for (const block of blocks) if (block.type === 'tool_use') addCall(sighting, block);
	if (record.isApiErrorMessage) sighting.errors = 1;
	sighting.turn = assistantTurn(record, blocks);
}

function addCall(sighting: Sighting, block: Block): void {
	const call = callIn(block);
	if (!call) return;
	if (sighting.calls) sighting.calls.push(call);
	else sighting.calls = [call];
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

function user(sighting: Sighting, record: Record, blocks: readonly Block[]): void {
	for (const block of blocks) if (block.type === 'tool_result' && block.tool_use_id) addAnswer(sighting, record, block.tool_use_id, block);
	const created = typeof record.toolUseResult === 'object' ? record.toolUseResult.task : undefined;
	if (created?.id && created.subject) sighting.steps = [{ id: created.id, subject: created.subject, state: 'pending' }];
	const content = record.message?.content;
	// A copy of an answer is recognised by its call.
	if (!sighting.answers && record.uuid) sighting.identity = record.uuid;
	const turn = userTurn(record, typeof content === 'string' ? content : blocks.find(({ text }) => text)?.text);
	if (turn) sighting.turn = turn;
}

function userTurn(record: Record, words: string | undefined): Turn | undefined {
	if (words === INTERRUPTED) return 'ended';
	return record.isMeta || record.isCompactSummary || words !== undefined ? undefined : 'working';
}

function addAnswer(sighting: Sighting, record: Record, call: string, { is_error, content }: Block): void {
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
	if (record.subtype === 'stop_hook_summary' || record.subtype === 'turn_duration') return { turn: 'over' };
	return {};
}
