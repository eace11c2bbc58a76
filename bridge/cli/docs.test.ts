/** docs/cli.md names what there is, and nothing else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { EXIT } from '../base/user-error.ts';
import { openShell } from '../terminal/shell.ts';
import { ANSWERS } from './answers.ts';
import { HELP } from './help.ts';
import { commands } from './program.ts';

const docs = readFileSync(join(import.meta.dirname, '../../docs/cli.md'), 'utf8');
const pylon = commands(openShell(process, new AbortController().signal), 'pylon', () => undefined);
const pathsOf = (command: Command, path: string[]): string[] => [
	...(command.options.length > 0 || command.commands.length === 0 ? [path.join(' ')] : []),
	...command.commands.flatMap((each) => pathsOf(each, [...path, each.name()])),
];
const flagsOf = (command: Command): string[] => [
	...command.options.filter(({ hidden }) => !hidden).map(({ long }) => long ?? ''),
	...command.commands.flatMap(flagsOf),
];
const keysIn = (schema: unknown): string[] =>
	schema === null || typeof schema !== 'object'
		? []
		: Object.entries(schema).flatMap(([key, inner]) => [...(key === 'properties' ? Object.keys(inner) : []), ...keysIn(inner)]);
const answering = (command: Command, path: string[]): string[] => [
	...(command.options.some(({ long }) => long === '--json') ? [path.join(' ')] : []),
	...command.commands.flatMap((each) => answering(each, [...path, each.name()])),
];

describe('docs/cli.md', () => {
	test.each(pylon.commands.flatMap((each) => pathsOf(each, [each.name()])))('names the command `%s`', (path) => {
		expect(docs).toMatch(new RegExp(`\`${path}[ \`]`));
	});
	test.each([...new Set(flagsOf(pylon))].filter((flag) => flag !== '--version'))('names the flag %s', (flag) =>
		expect(docs).toContain(flag),
	);
	test.each(Object.entries(EXIT))('names the exit code of %s', (_, code) => expect(docs).toContain(`| ${code} |`));
	const fields = Object.values(ANSWERS).flatMap((schema) => keysIn(z.toJSONSchema(schema, { unrepresentable: 'any' })));
	test.each([...new Set(fields)])('names the JSON field `%s`', (field) => expect(docs).toMatch(new RegExp(`\\b${field}\\b`)));
	test.each(pylon.commands.flatMap((each) => answering(each, [each.name()])))(
		'says what `%s --json` prints, and there is a schema of it',
		(path) => {
			const group = path.split(' ')[0] ?? '';
			const name = path in ANSWERS ? path : group;
			expect(Object.keys(ANSWERS)).toContain(name);
			expect(docs).toMatch(new RegExp(`^\\| .*\`${name}\`.* \\| .+ \\|$`, 'm'));
		},
	);
});

describe('pylon --help', () => {
	test.each(pylon.commands.map((each) => each.name()))('names %s', (name) => expect(HELP).toMatch(new RegExp(`\\b${name}\\b`)));
	test('fits a screen', () => {
		expect(HELP.split('\n').length).toBeLessThanOrEqual(40);
		for (const line of HELP.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
	});
	test('a command’s own help shows its flags', () => {
		const init = pylon.commands.find((each) => each.name() === 'init');
		expect(init?.helpInformation()).toContain('--create-key');
	});
	test.each(pylon.commands.map((each) => [each.name(), each] as const))(
		'%s --help fits a screen, and its examples name what there is',
		(_, command) => {
			let help = '';
			command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
			expect(help.split('\n').length).toBeLessThanOrEqual(40);
			expect(help).toMatch(/[^\n]\n\n$/);
			const examples = [...help.matchAll(/^ +\$ pylon (.*)$/gm)].map(([, words = '']) => words.split(' '));
			expect(examples.length).toBeGreaterThan(0);
			for (const [name, ...rest] of examples) {
				expect(name).toBe(command.name());
				const inner = command.commands.find((each) => each.name() === rest[0]) ?? command;
				const known = inner.options.map(({ long }) => long);
				expect(known).toEqual(expect.arrayContaining(rest.filter((word) => word.startsWith('--'))));
			}
		},
	);
});
