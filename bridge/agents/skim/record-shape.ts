/**
 * What a reader takes of a record, written as the record is shaped: `shape({ type: text(40), usage: shape({ input: number }) })`. It is
 * the allow-list and the schema in one: `Seen` infers what is seen, all of it optional, since a session file promises nothing. A shape
 * only describes, so that all readers of a kind may share it; what is kept while reading belongs to a `Skim`.
 */

export interface RecordShape<T> {
	/** Carries the type of what is seen; never set. */
	readonly seen?: T;
	readonly text?: number;
	/** Records repeat a few texts here: each is decoded once. */
	readonly interned?: true;
	/** An ISO 8601 text, as milliseconds. */
	readonly time?: true;
	/** The text matters only where it holds one of these. */
	readonly marks?: readonly Buffer[];
	/** A text is seen as the first of these that it starts with, and else not at all. */
	readonly prefixes?: readonly Prefix[];
	readonly edges?: number;
	/** Ends the reading of the whole record when the text is one of these. */
	readonly stopAt?: ReadonlySet<string>;
	readonly number?: true;
	readonly flag?: true;
	readonly shape?: Shape;
	readonly item?: RecordShape<unknown>;
	readonly entry?: RecordShape<unknown>;
}

export interface Prefix {
	text: string;
	/** As it stands in a file, escapes and all. */
	raw: Uint8Array;
}

export type Shape = Record<string, RecordShape<unknown>>;
export type Seen<N> = N extends RecordShape<infer T> ? T : never;

export const text = (max: number): RecordShape<string> => ({ text: max });
/** A text of which records repeat a few, such as a version or a tool's name: each is decoded once. */
export const internedText = (max: number): RecordShape<string> => ({ text: max, interned: true });
/** A text that is a time, as milliseconds since the epoch. */
export const time: RecordShape<number> = { time: true };
/** A text that is seen only where one of `marks` (ASCII, without quotes and backslashes) stands in it. */
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
/** A text that, when it is one of `values`, says that nothing else of the record matters: its reading stops there. */
export const textOrStop = (max: number, values: Iterable<string>): RecordShape<string> => ({
	text: max,
	stopAt: new Set(values),
	interned: true,
});
export const shape = <S extends Shape>(fields: S): RecordShape<{ [K in keyof S]?: Seen<S[K]> }> => ({ shape: fields });
/** A value that may have either JSON type. */
export const either = <A, B>(one: RecordShape<A>, other: RecordShape<B>): RecordShape<A | B> =>
	({ ...one, ...other }) as RecordShape<A | B>;
