/** All that a person reads is in `_locales`, and all that is in there is read: the house checked, not the code run. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'svelte/compiler';
import { expect, test } from 'vitest';
import messages from './public/_locales/en/messages.json' with { type: 'json' };

const home = import.meta.dirname;
const read = (file: string): string => readFileSync(join(home, file), 'utf8');
const components = globSync('**/*.svelte', { cwd: home });
const modules = globSync('**/*.ts', { cwd: home }).filter((file) => !file.endsWith('.test.ts'));

/** What one types, in any language: commands, addresses, and how tokens begin. */
const TYPED = /^(pylon [a-z .]+|pylon-link-…|git\.acme\.dev|github_pat_…|https:\/\/github\.com)$/;
/** Attributes that are shown or spoken. */
const SAID = new Set(['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'alt', 'label', 'placeholder', 'title']);
const WORD = /\p{L}{2}/u;

interface Node {
	type: string;
	name?: string;
	data?: string;
	value?: unknown;
}

/** Every text of a component's markup that is not asked of `_locales`. */
function* literalsIn(node: unknown): Iterable<string> {
	if (Array.isArray(node)) for (const each of node) yield* literalsIn(each);
	if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
	const { type, name = '', data, value } = node as Node;
	if (type === 'Text' && data !== undefined) yield data.trim();
	if (type === 'ExpressionTag') yield* stringsIn((node as { expression?: unknown }).expression);
	if (type === 'Attribute') {
		if (SAID.has(name)) yield* literalsIn(value);
		return;
	}
	if (type === 'Style' || type === 'StyleSheet') return;
	for (const [key, child] of Object.entries(node)) if (key !== 'css' && key !== 'expression') yield* literalsIn(child);
}

/** Strings that an expression in the markup may come to: not what a function is called with. */
function* stringsIn(node: unknown): Iterable<string> {
	if (node === undefined) return;
	const { type, value, consequent, alternate, left, right } = node as Record<string, unknown>;
	if (type === 'Literal' && typeof value === 'string') yield value.trim();
	if (type === 'ConditionalExpression') for (const part of [consequent, alternate]) yield* stringsIn(part);
	if (type === 'LogicalExpression') for (const part of [left, right]) yield* stringsIn(part);
}

test.for(components)('%s says nothing that is not in _locales', (file) => {
	const { fragment } = parse(read(file), { modern: true });
	const stray = [...literalsIn(fragment)].filter((text) => WORD.test(text) && !TYPED.test(text));
	expect(stray).toEqual([]);
});

/** Nodes that are made by hand: `element('p', {…}, 'Words')` and attributes that are said. */
const MADE = [/element\('[a-z]+', \{[^}]*\}, '([^']+)'/g, /(?:aria-label|title|alt|placeholder)'?: '([^']+)'/g];

test.for(modules)('%s makes no node with words of its own', (file) => {
	const source = read(file);
	const words = MADE.flatMap((made) => [...source.matchAll(made)].map((found) => found[1] ?? ''));
	const stray = words.filter((text) => WORD.test(text) && !(text in messages));
	expect(stray).toEqual([]);
});

test('every text is said somewhere', () => {
	const sources = [...components, ...modules].map(read).join('\n');
	const manifest = readFileSync(join(home, '..', 'wxt.config.ts'), 'utf8');
	const stem = (key: string) => key.replace(/_(one|two|few|many|other|zero)$/, '');
	/** Of `mark${where}One` the code has the ends, and the middle among its words. */
	const made = [...sources.matchAll(/\btext(?:Of)?\(`(\w*)\$\{\w+\}(\w*)`/g)].map(
		([, head, tail]) => new RegExp(`^${head}(\\w+?)${tail}$`),
	);
	const isMade = (key: string) => made.some((pattern) => sources.includes(`'${pattern.exec(key)?.[1]}'`));
	const unsaid = Object.keys(messages)
		.map(stem)
		.filter((key) => !isMade(key))
		.filter((key) => !sources.includes(`'${key}'`) && !manifest.includes(`__MSG_${key}__`));
	expect([...new Set(unsaid)]).toEqual([]);
});

test('a text that counts has a form for one and for all others', () => {
	const keys = Object.keys(messages);
	for (const key of keys.filter((each) => /_(one|other)$/.test(each))) {
		expect(keys, key).toContain(key.replace(/_(one|other)$/, '_other'));
		expect(keys, key).toContain(key.replace(/_(one|other)$/, '_one'));
	}
});

/** `share add .` is `share add` to `docs/cli.md`, where what is given to a command stands in capitals. */
const wordsOf = (command: string): string => /^[a-z]+( [a-z]+)*/.exec(command)?.[0] ?? '';

test('every command that a person is told to type is one', () => {
	const table = readFileSync(join(home, '../docs/cli.md'), 'utf8').matchAll(/^\| (`.+?) \| /gm);
	const known = new Set(
		[...table].flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, command = '']) => wordsOf(command))),
	);
	const said = [...components.map(read), ...Object.values(messages).map(({ message }) => message)].join('\n');
	const told = [...said.matchAll(/[`'>]pylon ([a-z][a-z .]*)[`'<]/g)].map(([, command = '']) => wordsOf(command));
	expect(told).toEqual(expect.arrayContaining(['link', 'share add', 'init']));
	expect(told.filter((command) => !known.has(command))).toEqual([]);
});
