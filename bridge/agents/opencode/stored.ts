/**
 * What is read of what OpenCode stores. Whatever is not named here is skipped without being looked at. Source: anomalyco/opencode,
 * packages/opencode/src/session/message-v2.ts and src/storage/.
 */
import { list, number, type Seen, shape, startsWith, text } from '../skim/record-shape.ts';

const PATH_MAX = 4096;
/** So the client begins the error of a call that its human did not want: the first is followed by what is wanted instead. */
const DENIED = [
	'The user rejected permission to use this specific tool call with the following feedback',
	'The user rejected',
	'The user dismissed',
	'The user has specified a rule which prevents',
	'Tool execution aborted',
] as const;
/** Those that end the turn, unless the client is set to go on. */
const LAST: ReadonlySet<string | undefined> = new Set<string | undefined>(['The user rejected', 'The user dismissed']);

export const todoShape = shape({ content: text(1000), status: text(20) });
export type Todo = Seen<typeof todoShape>;

export const sessionShape = shape({
	id: text(80),
	parentID: text(80),
	directory: text(PATH_MAX),
	title: text(400),
	version: text(40),
	time: shape({ created: number, updated: number }),
});
export type Session = Seen<typeof sessionShape>;

export const messageShape = shape({
	role: text(20),
	time: shape({ created: number, completed: number }),
	error: shape({ name: text(80) }),
	finish: text(40),
	path: shape({ cwd: text(PATH_MAX) }),
	tokens: shape({ input: number, output: number, reasoning: number, cache: shape({ read: number, write: number }) }),
});
export type Message = Seen<typeof messageShape>;

export const partShape = shape({
	type: text(40),
	tool: text(120),
	files: list(text(PATH_MAX)),
	state: shape({
		status: text(20),
		error: startsWith(...DENIED),
		input: shape({ filePath: text(PATH_MAX) }),
		metadata: shape({
			exit: number,
			display: shape({ type: text(20) }),
			files: list(shape({ filePath: text(PATH_MAX), movePath: text(PATH_MAX) })),
		}),
		time: shape({ start: number, end: number }),
	}),
});
export type Part = Seen<typeof partShape>;

/** A call after which the client asks its model nothing more. */
export const endsTurn = ({ status, error }: NonNullable<Part['state']>): boolean => status === 'error' && LAST.has(error);

/** A session, wherever it is stored. */
export interface Stored {
	session: Session;
	/** Its title may be made of its prompt. */
	isTitlePrompt: boolean;
	messages: StoredMessage[];
	todos: Todo[];
	unknown: string[];
}

export interface StoredMessage {
	id: string;
	message: Message;
	parts: Part[];
	/** When it or a part of it changed last, ms, where that is stored. */
	updated: number;
}

const PARTS = new Set([
	'agent',
	'compaction',
	'file',
	'patch',
	'reasoning',
	'retry',
	'snapshot',
	'step-finish',
	'step-start',
	'subtask',
	'text',
	'tool',
]);

/** What to count a part as whose type is not known. */
export function unknownType({ type }: Part): string | undefined {
	return type !== undefined && PARTS.has(type) ? undefined : `part/${type ?? '(untyped)'}`;
}
