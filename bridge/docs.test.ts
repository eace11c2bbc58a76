/** docs/cli.md names what there is, and nothing else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { HELP } from './help.ts';
import { listedCollision, listedOperator, localListing, roomAgent, roomListing } from './listing.ts';
import { commands } from './program.ts';
import { openShell } from './shell.ts';
import { EXIT } from './user-error.ts';

const docs = readFileSync(join(import.meta.dirname, '../docs/cli.md'), 'utf8');
const pylon = commands(openShell(process, new AbortController().signal), 'pylon', () => undefined);
const pathsOf = (command: Command, path: string[]): string[] => [
	...(command.options.length > 0 || command.commands.length === 0 ? [path.join(' ')] : []),
	...command.commands.flatMap((each) => pathsOf(each, [...path, each.name()])),
];
const flagsOf = (command: Command): string[] => [
	...command.options.filter(({ hidden }) => !hidden).map(({ long }) => long ?? ''),
	...command.commands.flatMap(flagsOf),
];
const keys = (schema: z.ZodObject) => Object.keys(schema.shape);

describe('docs/cli.md', () => {
	test.each(pylon.commands.flatMap((each) => pathsOf(each, [each.name()])))('names the command `%s`', (path) => {
		expect(docs).toMatch(new RegExp(`\`${path}[ \`]`));
	});
	test.each([...new Set(flagsOf(pylon))].filter((flag) => flag !== '--version'))('names the flag %s', (flag) =>
		expect(docs).toContain(flag),
	);
	test.each(Object.entries(EXIT))('names the exit code of %s', (_, code) => expect(docs).toContain(`| ${code} |`));
	test.each([...new Set([localListing.element, roomAgent, roomListing, listedOperator, listedCollision].flatMap(keys))])(
		'names the JSON field `%s`',
		(field) => expect(docs).toMatch(new RegExp(`\\b${field}\\b`)),
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
