/** What is read of a record of Claude Code. Whatever is not named here is skipped without being looked at. */
import { either, flag, internedText, list, number, type Seen, shape, startsWith, text, textOrStop, time } from '../skim/record-shape.ts';

/**
 * Types of records that are known, and of which nothing is read. A `custom-title` is its human's words, and a `summary` at a file's head may title
 * another conversation.
 */
export const IGNORED: ReadonlySet<string> = new Set([
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
export const INTERRUPTED = '[Request interrupted by user';
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
export const task = shape({ content: text(1000), subject: text(1000), status: text(20) });
const block = shape({
	type: internedText(40),
	id: text(120),
	name: internedText(120),
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
export const recordShape = shape({
	type: textOrStop(60, IGNORED),
	uuid: text(80),
	subtype: internedText(60),
	timestamp: time,
	sessionId: internedText(80),
	requestSessionId: text(80),
	forkedFrom: shape({ sessionId: text(80) }),
	version: internedText(40),
	cwd: internedText(PATH_MAX),
	gitBranch: internedText(300),
	isSidechain: flag,
	isMeta: flag,
	isCompactSummary: flag,
	isApiErrorMessage: flag,
	toolDenialKind: text(60),
	toolUseResult: either(startsWith(...DENIED), shape({ success: flag, task: shape({ id: text(40), subject: text(1000) }) })),
	aiTitle: text(400),
	worktreeSession: shape({ originalCwd: text(PATH_MAX), worktreePath: text(PATH_MAX), worktreeBranch: text(300) }),
	message: shape({
		id: text(120),
		stop_reason: internedText(40),
		usage: shape({
			input_tokens: number,
			cache_creation_input_tokens: number,
			cache_read_input_tokens: number,
			output_tokens: number,
		}),
		content: either(startsWith(INTERRUPTED, ...LOCAL), list(block)),
	}),
});
export type Record = Seen<typeof recordShape>;
export type Block = Seen<typeof block>;
