/** Items of lists, and members of objects, put into a JSON file of the user's and taken out again. Comments and spacing around them stay. */
import { applyEdits, findNodeAtLocation, getNodeValue, type JSONPath, modify, type Node, type ParseError, parseTree } from 'jsonc-parser';
import type { Insertion } from './hook-client.ts';

const BOM = '\uFEFF';

/** Undefined: it is not JSON, or has something else where they belong. */
export function withInsertions(text: string, insertions: readonly Insertion[]): string | undefined {
	const [mark, bare] = text.startsWith(BOM) ? [BOM, text.slice(1)] : ['', text];
	let now = bare;
	for (const { at, value, as, yields } of insertions) {
		const root = rootOf(now);
		if (root === undefined || !fits(root, at, as)) return undefined;
		if (yields === true && findNodeAtLocation(root, [...at]) !== undefined) continue;
		now = applyEdits(
			now,
			modify(now, as === 'item' ? [...at, -1] : [...at], value, { formattingOptions: styleOf(bare), isArrayInsertion: as === 'item' }),
		);
	}
	return mark + now;
}

/** Takes out what is ours, wherever it stands in those places, and what is left empty by that. */
export function withoutInsertions(text: string, insertions: readonly Insertion[], isOurs: (value: unknown) => boolean): string | undefined {
	const [mark, bare] = text.startsWith(BOM) ? [BOM, text.slice(1)] : ['', text];
	let now = bare;
	if (rootOf(now) === undefined) return undefined;
	const cut = (path: JSONPath) => {
		now = applyEdits(now, modify(now, path, undefined, { formattingOptions: styleOf(bare) }));
	};
	for (const { at, as } of insertions) {
		const node = nodeIn(now, at);
		if (node === undefined) continue;
		if (as === 'member' && isOurs(getNodeValue(node))) cut([...at]);
		const items = as === 'item' ? (node.children ?? []) : [];
		const ours = items.flatMap((item, index) => (isOurs(getNodeValue(item)) ? [index] : []));
		for (const index of ours.toReversed()) cut([...at, index]);
		if (as === 'item' && ours.length === items.length && ours.length > 0) cut([...at]);
		const above = nodeIn(now, at.slice(0, -1));
		if (at.length > 1 && above?.type === 'object' && above.children?.length === 0) cut(at.slice(0, -1));
	}
	return mark + now;
}

/** Whether something of ours is in one of those places. */
export function holdsOurs(text: string, insertions: readonly Insertion[], isOurs: (value: unknown) => boolean): boolean {
	const bare = text.startsWith(BOM) ? text.slice(1) : text;
	return insertions.some(({ at, as }) => {
		const value: unknown = rootOf(bare) === undefined ? undefined : valueIn(bare, at);
		return as === 'item' ? Array.isArray(value) && value.some(isOurs) : value !== undefined && isOurs(value);
	});
}

/** Of an object as a whole; undefined where it is none, or does not parse. */
function rootOf(text: string): Node | undefined {
	const errors: ParseError[] = [];
	const root = parseTree(text, errors, { allowTrailingComma: true });
	return errors.length === 0 && root?.type === 'object' ? root : undefined;
}

function nodeIn(text: string, at: readonly string[]): Node | undefined {
	const root = rootOf(text);
	return root && findNodeAtLocation(root, [...at]);
}

function valueIn(text: string, at: readonly string[]): unknown {
	const node = nodeIn(text, at);
	return node && getNodeValue(node);
}

function fits(root: Node, at: readonly string[], as: Insertion['as']): boolean {
	return at.every((_, index) => {
		const node = findNodeAtLocation(root, at.slice(0, index + 1));
		if (node === undefined) return true;
		if (index < at.length - 1) return node.type === 'object';
		return as === 'member' || node.type === 'array';
	});
}

/** As the file is written already. */
function styleOf(text: string): { insertSpaces: boolean; tabSize: number; eol: string } {
	const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
	return {
		insertSpaces: !indent.startsWith('\t'),
		tabSize: indent.startsWith('\t') ? 1 : indent.length,
		eol: text.includes('\r\n') ? '\r\n' : '\n',
	};
}
