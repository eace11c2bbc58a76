/**
 * What a reader wants of a record, written as the record is shaped: `shape({ type: text(40), usage: shape({ input: number }) })`. It is
 * the allow-list and the schema in one: `Seen` infers what is seen, all of it optional, since a session file promises nothing.
 */

export interface RecordShape<T> {
	/** Carries the type of what is seen; never set. */
	readonly seen?: T;
	text?: number;
	/** Texts that were seen before, for those that records repeat. */
	steady?: { raw: Uint8Array; text: string }[];
	/** An ISO 8601 text, as milliseconds. */
	time?: true;
	/** The text matters only where it holds one of these. */
	marks?: readonly Buffer[];
	/** A text is seen as the first of these that it starts with, and else not at all. */
	prefixes?: readonly { text: string; raw: Uint8Array }[];
	edges?: number;
	/** Ends the reading of the whole record when the text is one of these. */
	enough?: ReadonlySet<string>;
	number?: true;
	flag?: true;
	shape?: Shape;
	/** Of `shape`; made when first asked for: most agents' readers read nothing on a given machine. */
	keys?: KeyTable;
	item?: RecordShape<unknown>;
	entry?: RecordShape<unknown>;
}

export interface Key {
	name: string;
	bytes: Uint8Array;
	node: RecordShape<unknown>;
}

/** Keys by their length in bytes. */
export type KeyTable = readonly (readonly Key[])[];
type Shape = Record<string, RecordShape<unknown>>;
export type Seen<N> = N extends RecordShape<infer T> ? T : never;

export const text = (max: number): RecordShape<string> => ({ text: max });
/** A text of which records repeat a few, such as a version or a tool's name: each is decoded once. */
export const steadyText = (max: number): RecordShape<string> => ({ text: max, steady: [] });
/** A text that is a time, as milliseconds since the epoch. */
export const time: RecordShape<number> = { time: true };
/** A text that is absent unless one of `marks` (ASCII, without quotes and backslashes) stands in it. */
export const textWith = (max: number, ...marks: string[]): RecordShape<string> => ({
	text: max,
	marks: marks.map((mark) => Buffer.from(mark)),
});
export const number: RecordShape<number> = { number: true };
export const flag: RecordShape<boolean> = { flag: true };
export const list = <T>(item: RecordShape<T>): RecordShape<T[]> => ({ item });
/** An object whose keys are themselves facts, such as paths. */
export const entries = <T>(entry: RecordShape<T>): RecordShape<Map<string, T>> => ({ entry });
export const startsWith = <const P extends string>(...prefixes: P[]): RecordShape<P> => ({
	prefixes: prefixes.map((text) => ({ text, raw: Buffer.from(JSON.stringify(text).slice(1, -1)) })),
});
/** The first and last `size` bytes of a text as they stand in the file, escapes and all: for a mark that the client put there. */
export const edges = (size: number): RecordShape<string> => ({ edges: size });
/** A text that, when it is one of `values`, says that nothing else of the record matters. */
export const textOrEnough = (max: number, values: Iterable<string>): RecordShape<string> => ({
	text: max,
	enough: new Set(values),
	steady: [],
});
export const shape = <S extends Shape>(wanted: S): RecordShape<{ [K in keyof S]?: Seen<S[K]> }> => ({ shape: wanted });
/** A value that may have either JSON type. */
export const either = <A, B>(one: RecordShape<A>, other: RecordShape<B>): RecordShape<A | B> =>
	({ ...one, ...other }) as RecordShape<A | B>;

export function keysOf(node: RecordShape<unknown>): KeyTable {
	node.keys ??= keyTable(node.shape ?? {});
	return node.keys;
}

function keyTable(wanted: Shape): KeyTable {
	const keys = Object.entries(wanted).map(([name, node]): Key => ({ name, bytes: Buffer.from(name), node }));
	const longest = Math.max(0, ...keys.map(({ bytes }) => bytes.length));
	return Array.from({ length: longest + 1 }, (_, length) => keys.filter(({ bytes }) => bytes.length === length));
}
