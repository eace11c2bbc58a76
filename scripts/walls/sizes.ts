/** How long functions are, and how full folders. Pure. */
import { posix } from 'node:path';
import ts from 'typescript';
import { parse } from './imports.ts';

export interface FunctionSize {
	/** `file:line`, where it begins. */
	at: string;
	lines: number;
}

/** Every function of a source, those within others included, from its head to its last brace. */
export function functionsOf(file: string, source: string): FunctionSize[] {
	const tree = parse(file, source);
	const line = (position: number): number => tree.getLineAndCharacterOfPosition(position).line + 1;
	const found: FunctionSize[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
			const first = line(node.getStart());
			found.push({ at: `${file}:${first}`, lines: line(node.end) - first + 1 });
		}
		ts.forEachChild(node, visit);
	};
	visit(tree);
	return found;
}

/** How many of the files lie directly in each folder. */
export function filesByFolder(files: readonly string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const file of files) counts.set(posix.dirname(file), (counts.get(posix.dirname(file)) ?? 0) + 1);
	return counts;
}
