/**
 * A shape as `skim` goes by it: keys by their length, and beside each place of the record the texts that were seen there. Every field is
 * always there, so that all nodes look alike to V8.
 */
import type { Prefix, RecordShape, Shape } from './record-shape.ts';

export interface Node {
	readonly text: number | undefined;
	/** Texts that were seen here before, the newest last. */
	readonly interned: Interned[] | undefined;
	readonly time: boolean;
	readonly marks: readonly Buffer[] | undefined;
	readonly prefixes: readonly Prefix[] | undefined;
	readonly edges: number | undefined;
	readonly stopAt: ReadonlySet<string> | undefined;
	readonly number: boolean;
	readonly flag: boolean;
	readonly keys: KeyTable | undefined;
	readonly item: Node | undefined;
	readonly entry: Node | undefined;
}

export interface Interned {
	raw: Uint8Array;
	text: string;
	/** Nothing else of its record matters. */
	stops: boolean;
}

export interface Key {
	name: string;
	bytes: Uint8Array;
	node: Node;
}

/** Keys by their length in bytes. */
export type KeyTable = readonly (readonly Key[])[];

export function compiled(shape: RecordShape<unknown>): Node {
	return {
		text: shape.text,
		interned: shape.interned && [],
		time: shape.time === true,
		marks: shape.marks,
		prefixes: shape.prefixes,
		edges: shape.edges,
		stopAt: shape.stopAt,
		number: shape.number === true,
		flag: shape.flag === true,
		keys: shape.shape && keyTable(shape.shape),
		item: shape.item && compiled(shape.item),
		entry: shape.entry && compiled(shape.entry),
	};
}

function keyTable(fields: Shape): KeyTable {
	const keys = Object.entries(fields).map(([name, field]): Key => ({ name, bytes: Buffer.from(name), node: compiled(field) }));
	const longest = Math.max(0, ...keys.map(({ bytes }) => bytes.length));
	return Array.from({ length: longest + 1 }, (_, length) => keys.filter(({ bytes }) => bytes.length === length));
}
