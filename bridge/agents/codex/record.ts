/** What is read of a record of Codex. Whatever is not named here is skipped without being looked at. */
import {
	edges,
	either,
	entries,
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

/** Types of records, of their payloads and of completed items that are known, and of which nothing is read. */
export const IGNORED: ReadonlySet<string> = new Set(['world_state', 'inter_agent_communication_metadata', 'compacted']);
export const IGNORED_PAYLOADS: ReadonlySet<string> = new Set([
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

export const IGNORED_ITEMS: ReadonlySet<string> = new Set([
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

export const PATH_MAX = 4096;
/** Patches and scripts are looked through for the paths and the plan that they name. */
export const ARGUMENTS_MAX = 256 * 1024;

export const usage = shape({ input_tokens: number, cached_input_tokens: number, output_tokens: number });
const change = shape({ move_path: text(PATH_MAX) });
export const item = shape({
	type: text(60),
	id: text(120),
	status: text(40),
	exit_code: number,
	cwd: text(PATH_MAX),
	changes: entries(change),
	parsed_cmd: list(shape({ type: text(20), path: text(PATH_MAX) })),
});
export const recordShape = shape({
	timestamp: time,
	ordinal: number,
	type: textOrStop(60, IGNORED),
	payload: shape({
		type: textOrStop(60, IGNORED_PAYLOADS),
		id: text(120),
		cwd: internedText(PATH_MAX),
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
		approval_policy: internedText(40),
		error: either(startsWith(''), shape({})),
		role: text(20),
		reason: text(40),
		name: internedText(120),
		call_id: text(120),
		arguments: textWith(ARGUMENTS_MAX, '*** Begin Patch', 'plan'),
		input: textWith(ARGUMENTS_MAX, '*** Begin Patch', 'plan'),
		output: either(edges(1000), either(list(shape({ text: startsWith('Script failed') })), shape({ content: edges(1000), success: flag }))),
		success: flag,
		status: internedText(40),
		changes: entries(change),
		usage,
		thread_token_usage: usage,
		info: shape({ total_token_usage: usage, last_token_usage: usage }),
		item,
	}),
});
export type Record = Seen<typeof recordShape>;
export type Payload = NonNullable<Record['payload']>;
