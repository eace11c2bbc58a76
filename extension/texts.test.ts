/** All that a person reads is in `_locales`, and all that is in there is read: the house checked, not the code run. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'svelte/compiler';
import { expect, test } from 'vitest';
import { PHRASES } from '../shared/phrases.ts';
import messages from './public/_locales/en/messages.json' with { type: 'json' };
import { ONE_OR_OTHER } from './texts.ts';

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
	/** Of `mark${where}One` the code has the ends, and the middle among its words. */
	const made = [...sources.matchAll(/\btext(?:Of)?\(`(\w*)\$\{\w+\}(\w*)`/g)].map(
		([, head, tail]) => new RegExp(`^${head}(\\w+?)${tail}$`),
	);
	const isMade = (key: string) => made.some((pattern) => sources.includes(`'${pattern.exec(key)?.[1]}'`));
	const unsaid = Object.keys(messages)
		.map(stemOf)
		.filter((key) => !isMade(key) && !(key in PHRASES))
		.filter((key) => !sources.includes(`'${key}'`) && !manifest.includes(`__MSG_${key}__`));
	expect([...new Set(unsaid)]).toEqual([]);
});

/** What has English words in `shared/`, where `words.ts` and `_locales` have those of the browser's language. */
const ENGLISH = /\b(ago|span|counted|possessive|STATUS_WORDS|pairWords|ENGLISH|PHRASES|REFUSALS)\b/;
/** It hands on what `shared/` knows by itself: English needs no calendar. */
const INTERPRETER = 'words.ts';

test.for([...components, ...modules].filter((file) => file !== INTERPRETER))('%s takes no English from shared/', (file) => {
	const taken = [...read(file).matchAll(/import \{([^}]*)\} from '[^']*\/shared\/[^']*'/g)].map(([, names = '']) => names);
	expect(taken.filter((names) => ENGLISH.test(names))).toEqual([]);
});

type Catalogue = Readonly<Record<string, { message: string }>>;
const catalogueOf = (language: string): Catalogue => JSON.parse(read(`public/_locales/${language}/messages.json`));
const languages = globSync('*', { cwd: join(home, 'public/_locales') });
const FORM = /_(zero|one|two|few|many|other)$/;
const stemOf = (key: string): string => key.replace(FORM, '');
/** How a part is filled in, and what stands between backticks: a command, or what is copied. */
const partsOf = (message: string): string[] => [...new Set(message.match(/\$\d|`[^`]*`/g))].sort();
/** `one` of a text that counts may say its number in a word. */
const numberLess = (key: string, parts: string[]): string[] => (key.endsWith('_one') ? parts.filter((part) => part !== '$1') : parts);

test.for(languages)('%s has every text, and none that nobody says', (language) => {
	const stems = (catalogue: Catalogue) => [...new Set(Object.keys(catalogue).map(stemOf))].sort();
	expect(stems(catalogueOf(language))).toEqual(stems(messages));
	expect(catalogueOf(language)['htmlLang']?.message).toBe(language);
	const empty = Object.entries(catalogueOf(language)).filter(([, { message }]) => message.trim() === '');
	expect(empty).toEqual([]);
});

test.for(languages)('%s fills in what English does, names the same commands, and breaks no sentence', (language) => {
	const english: Catalogue = messages;
	for (const [key, { message }] of Object.entries(catalogueOf(language))) {
		const original = english[key] ?? english[`${stemOf(key)}_other`];
		expect(numberLess(key, partsOf(message)), key).toEqual(numberLess(key, partsOf(original?.message ?? '')));
		expect(message, key).toBe(message.trim());
	}
});

test.for(languages)('%s has of each text that counts the forms that its numbers take', (language) => {
	const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
	const byStem = Map.groupBy(
		Object.keys(catalogueOf(language)).filter((key) => FORM.test(key)),
		stemOf,
	);
	expect(byStem.size).toBeGreaterThan(0);
	for (const [stem, keys] of byStem) expect(keys.map((key) => key.slice(stem.length + 1)).sort(), stem).toEqual(forms);
});

/** Names, and words that a language took over from English or has from where English has them. */
const SHARED_WORDS: Readonly<Record<string, string>> = {
	de: 'pylon rooms github agent agents branch filter in live min offline online person plan repository status',
};

test.for(languages.filter((language) => language !== 'en'))('%s left nothing in English', (language) => {
	const english: Catalogue = messages;
	const known = new Set(SHARED_WORDS[language]?.split(' '));
	const alike = Object.entries(catalogueOf(language)).filter(([key, { message }]) => message === english[key]?.message);
	const left = alike.filter(([, { message }]) => (message.toLowerCase().match(/\p{L}{2,}/gu) ?? []).some((word) => !known.has(word)));
	expect(left).toEqual([]);
});

/** What docs/languages.md has another word for. */
const AVOIDED: Readonly<Record<string, RegExp>> = { de: /Agenten|Repositories|\bZweig|\bSie\b.*\bIhr|!/ };

test.for(Object.entries(AVOIDED))('%s keeps to its terms', ([language, avoided]) => {
	expect(Object.entries(catalogueOf(language)).filter(([, { message }]) => avoided.test(message))).toEqual([]);
});

test('languages that count as English does are those that Intl says', () => {
	for (const language of ONE_OR_OTHER) {
		const rules = new Intl.PluralRules(language);
		for (let count = 0; count <= 200; count++) expect(rules.select(count), `${language} ${count}`).toBe(count === 1 ? 'one' : 'other');
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
