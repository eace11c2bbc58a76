/** What a source imports, from TypeScript's own syntax tree: values and types, re-exports, `import()` of both kinds, components' scripts. */
import ts from 'typescript';

export interface Import {
	/** As it is written: `../party/router.ts`, `node:fs`. */
	specifier: string;
	line: number;
	/** Whether it is gone once types are stripped. */
	isType: boolean;
	/** The names that it takes; `*` for all. */
	names: string[];
}

/** dependency-cruiser would do, but that it reads components as they are compiled, when their imports of types are gone. */
export function importsOf(file: string, source: string): Import[] {
	return [...importsIn(parse(file, source))];
}

/** Of a component its scripts, on the lines where they are. */
export function parse(file: string, source: string): ts.SourceFile {
	const text = file.endsWith('.svelte') ? scriptsOf(source) : source;
	return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, file.endsWith('.mjs') ? ts.ScriptKind.JS : ts.ScriptKind.TS);
}

function scriptsOf(component: string): string {
	let text = '';
	let end = 0;
	for (const { 1: open = '', 2: script = '', index } of component.matchAll(/(<script\b[^>]*>)(.*?)<\/script>/gs)) {
		const start = index + open.length;
		text += component.slice(end, start).replace(/[^\n]/g, '') + script;
		end = start + script.length;
	}
	return text;
}

function* importsIn(node: ts.Node): Generator<Import> {
	const found = importAt(node);
	if (found !== undefined && ts.isStringLiteral(found.from)) {
		const { line } = ts.getLineAndCharacterOfPosition(node.getSourceFile(), node.getStart());
		yield { specifier: found.from.text, line: line + 1, isType: found.isType, names: found.names };
	}
	const inner: ts.Node[] = [];
	ts.forEachChild(node, (child) => void inner.push(child));
	for (const child of inner) yield* importsIn(child);
}

function importAt(node: ts.Node): { from: ts.Node; isType: boolean; names: string[] } | undefined {
	if (ts.isImportDeclaration(node)) {
		const clause = node.importClause;
		return { from: node.moduleSpecifier, isType: clause?.phaseModifier === ts.SyntaxKind.TypeKeyword, names: namesOf(clause) };
	}
	if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
		const names = node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause.elements.map(nameOf) : ['*'];
		return { from: node.moduleSpecifier, isType: node.isTypeOnly, names };
	}
	if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
		return { from: node.argument.literal, isType: true, names: [node.qualifier?.getText() ?? '*'] };
	}
	if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0] !== undefined) {
		return { from: node.arguments[0], isType: false, names: ['*'] };
	}
	return undefined;
}

const nameOf = ({ name, propertyName }: ts.ImportSpecifier | ts.ExportSpecifier): string => (propertyName ?? name).text;

function namesOf(clause: ts.ImportClause | undefined): string[] {
	if (clause === undefined) return [];
	const { name, namedBindings } = clause;
	const listed = namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements.map(nameOf) : ['*'];
	return [...(name === undefined ? [] : ['default']), ...(namedBindings === undefined ? [] : listed)];
}
