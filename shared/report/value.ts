/**
 * What a fact about an agent can be. A text that the relay could read is not among it: a text is sealed, and what the relay
 * reads is a word of a closed list, a count or an age. Free of zod, so that the fold and the board may know it. SPEC P1, P6, P7.
 */

/** `path`: inside the repository, from its root. `spans`: ASCII. `max` counts UTF-16 code units of the plain text. */
interface SealedText {
	readonly is: 'sealed text';
	readonly holds: 'line' | 'path' | 'spans';
	readonly max: number;
}

interface Word<Words extends string> {
	readonly is: 'word';
	readonly of: readonly Words[];
}

interface Count {
	readonly is: 'count';
}

interface Counts<Names extends string> {
	readonly is: 'counts';
	readonly of: readonly Names[];
}

/** Milliseconds since something happened. The room keeps it as a time of the relay's clock, under another name. */
interface Age<Kept extends string> {
	readonly is: 'age';
	readonly keptAs: Kept;
}

/** Ids of agents: 16 hex digits each, which say nothing. */
interface Ids {
	readonly is: 'ids';
	readonly max: number;
}

type Single = SealedText | Word<string> | Count | Counts<string> | Age<string> | Ids;

/** A part of a list's item that not every item has. */
interface Optional<V extends Single> {
	readonly is: 'optional';
	readonly of: V;
}

type Part = Single | Optional<Single>;

interface List<Item extends Record<string, Part>> {
	readonly is: 'list';
	readonly of: Item;
	readonly max: number;
}

export type Value = Single | List<Record<string, Part>>;

export const sealedLine = (max: number): SealedText => ({ is: 'sealed text', holds: 'line', max });
export const sealedPath = (max: number): SealedText => ({ is: 'sealed text', holds: 'path', max });
export const sealedSpans = (max: number): SealedText => ({ is: 'sealed text', holds: 'spans', max });
export const word = <const Words extends string>(of: readonly Words[]): Word<Words> => ({ is: 'word', of });
export const count: Count = { is: 'count' };
export const counts = <const Names extends string>(...of: Names[]): Counts<Names> => ({ is: 'counts', of });
export const age = <const Kept extends string>(keptAs: Kept): Age<Kept> => ({ is: 'age', keptAs });
export const ids = (max: number): Ids => ({ is: 'ids', max });
export const optional = <V extends Single>(of: V): Optional<V> => ({ is: 'optional', of });
export const list = <Item extends Record<string, Part>>(of: Item, max: number): List<Item> => ({ is: 'list', of, max });

/** The parts of a list's items, each with what it is and whether an item may lack it. */
export const partsOf = (of: Record<string, Part>): { name: string; value: Single; isOptional: boolean }[] =>
	Object.entries(of).map(([name, part]) =>
		part.is === 'optional' ? { name, value: part.of, isOptional: true } : { name, value: part, isOptional: false },
	);

/** A kind of value that somebody forgot does not compile; one that the compiler never saw goes nowhere. */
export function unknownKind(value: never): never {
	throw new Error(`A fact can be no ${JSON.stringify(value)}.`);
}

/** What a value is in TypeScript. `Text` is `string` in plain and `Sealed` on the wire; `Form` is a report with ages, or what the room keeps. */
export type Typed<V, Text, Form extends 'told' | 'kept'> = V extends SealedText
	? Text
	: V extends Word<infer Words>
		? Words
		: V extends Count | Age<string>
			? number
			: V extends Counts<infer Names>
				? Record<Names, number>
				: V extends Ids
					? string[]
					: V extends List<infer Item>
						? Flat<
								{
									[Name in keyof Item as Item[Name] extends Optional<Single> ? never : NameOf<Name, Item[Name], Form>]: Typed<
										Item[Name],
										Text,
										Form
									>;
								} & {
									[Name in keyof Item as Item[Name] extends Optional<Single> ? Name : never]?: Item[Name] extends Optional<infer Of>
										? Typed<Of, Text, Form> | undefined
										: never;
								}
							>[]
						: never;

/** What a value is called: only what is an age has another name once the room keeps it. */
export type NameOf<Name, V, Form extends 'told' | 'kept'> = Form extends 'kept' ? (V extends Age<infer Kept> ? Kept : Name) : Name;

/** The names of the sealed texts in it, at every depth. */
export type TextsIn<Name, V> = V extends SealedText
	? Name
	: V extends Optional<infer Of>
		? TextsIn<Name, Of>
		: V extends List<infer Item>
			? { [Inner in keyof Item]: TextsIn<Inner, Item[Inner]> }[keyof Item]
			: never;

/** The same type, written as one object. */
export type Flat<T> = { [Name in keyof T]: T[Name] };
