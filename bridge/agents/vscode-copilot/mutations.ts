/**
 * A chat of VS Code, put together of a log of changes: its first line is all of it, each further one sets, adds to or takes away a part. Source:
 * microsoft/vscode, src/vs/workbench/contrib/chat/common/model/objectMutationLog.ts. What is not named in the shape is nowhere decoded.
 */
import { either, entries, flag, list, number, type RecordShape, type Seen, shape, text } from '../skim/record-shape.ts';
import { Held, Skim } from '../skim/skim.ts';

const PATH_MAX = 4096;
const uri = shape({ fsPath: text(PATH_MAX), path: text(PATH_MAX), scheme: text(20) });
const message = shape({ uris: entries(shape({})) });
const part = {
	kind: text(60),
	toolId: text(120),
	toolCallId: text(200),
	isComplete: flag,
	isConfirmed: either(flag, shape({ type: number })),
	invocationMessage: message,
	pastTenseMessage: message,
	toolSpecificData: shape({ kind: text(40), todoList: list(shape({ title: text(1000), status: text(20) })) }),
	uri,
	done: flag,
	isUsed: flag,
} as const;
const request = {
	timestamp: number,
	isCanceled: flag,
	modelState: shape({ value: number, completedAt: number }),
	result: shape({ errorDetails: shape({}) }),
	response: list(shape(part)),
} as const;
const chat = {
	creationDate: number,
	lastMessageDate: number,
	requests: list(shape(request)),
} as const;
export const chatShape = shape(chat);
export type Chat = Seen<typeof chatShape>;
export type Request = NonNullable<Chat['requests']>[number];
export type Part = NonNullable<Request['response']>[number];

/** Any of them may be what a change is about. A text that is set by itself is never one that is read. */
const anything = shape({ ...part, ...request, ...chat, value: number, completedAt: number });
const changeShape = shape({
	kind: number,
	k: list(either(text(60), number)) as RecordShape<(string | number)[]>,
	i: number,
	v: either(either(flag, number), either(list(anything), anything)) as RecordShape<unknown>,
});

const [WHOLE, SET, PUSH, DELETE] = [0, 1, 2, 3];
const NEWLINE = 0x0a;
/** A log of this version names nothing further in. */
const DEPTH_MAX = 8;

export class ChatLog {
	readonly #changes = new Skim(changeShape);

	/** Undefined where the log does not begin with a chat, or makes more of one than anybody holds. A change of another kind, and one of a part that is not there, is left out. */
	read(bytes: Buffer): Chat | undefined {
		let chat: unknown;
		const items = new Held();
		for (let start = 0; start < bytes.length; ) {
			const newline = bytes.indexOf(NEWLINE, start);
			const end = newline === -1 ? bytes.length : newline;
			const change = end > start ? this.#changes.read(bytes, start, end, items) : undefined;
			if (items.isTooMuch) return undefined;
			if (change?.kind === WHOLE) chat = change.v;
			else if (change && chat !== undefined) apply(chat, change);
			start = end + 1;
		}
		return chat !== null && typeof chat === 'object' && !Array.isArray(chat) ? (chat as Chat) : undefined;
	}
}

type Holder = Record<string | number, unknown>;

function apply(chat: unknown, { kind, k: way = [], v: value, i: from }: Seen<typeof changeShape>): void {
	const last = way.at(-1);
	const holder = way.length <= DEPTH_MAX ? way.slice(0, -1).reduce<unknown>(held, chat) : undefined;
	if (last === undefined || holder === null || typeof holder !== 'object') return;
	if (kind === SET) put(holder as Holder, last, value);
	else if (kind === DELETE) put(holder as Holder, last, undefined);
	else if (kind === PUSH) push(holder as Holder, last, value, from);
}

const held = (holder: unknown, key: string | number): unknown =>
	holder !== null && typeof holder === 'object' && Object.hasOwn(holder, key) ? (holder as Holder)[key] : undefined;

function put(holder: Holder, key: string | number, value: unknown): void {
	// Of a list only what is there or comes next: a log may name any place.
	if (Array.isArray(holder) && !(typeof key === 'number' && Number.isInteger(key) && key >= 0 && key <= holder.length)) return;
	if (key !== '__proto__') holder[key] = value;
}

/** `from`: what stands there and after it goes first. */
function push(holder: Holder, key: string | number, value: unknown, from: number | undefined): void {
	const list = held(holder, key) ?? [];
	if (!Array.isArray(list)) return;
	if (from !== undefined && from >= 0) list.length = Math.min(list.length, Math.floor(from));
	if (Array.isArray(value)) for (const each of value) list.push(each);
	put(holder, key, list);
}
