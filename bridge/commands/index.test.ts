/** The commands as they are defined: all are there, and their words hold. */
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { HELP } from '../cli/help.ts';
import { parserOf } from '../cli/program.ts';
import { allCommands, COMMAND_NAMES, loadCommand } from './index.ts';
import { type Command, defineCommand, jsonSchemaOf, runCommand } from './parts/define-command.ts';
import { publicFlags } from './parts/flag-names.ts';

const commands = await allCommands();
const withInner = (command: Command): Command[] => [command, ...(command.commands ?? []).flatMap(withInner)];
const files = globSync('*.ts', { cwd: join(import.meta.dirname) })
	.filter((file) => !file.endsWith('.test.ts') && file !== 'index.ts')
	.map((file) => basename(file, '.ts'));

describe('the registry', () => {
	test('names every file of this folder, and each file defines the command of its name', () => {
		expect([...COMMAND_NAMES].sort()).toEqual(files.sort());
		expect(commands.map(({ name }) => name)).toEqual(COMMAND_NAMES);
	});
	test('knows no command by what every object has', async () => {
		expect(await loadCommand('toString')).toBeUndefined();
		expect(await loadCommand('__proto__')).toBeUndefined();
	});
});

describe('a command', () => {
	test.each(commands.map((each) => [each.name, each] as const))(
		'%s stands in a part of `pylon --help`, where a person types it',
		(name, { section }) => expect(section !== undefined).toBe(name !== 'native-host'),
	);
	test.each(commands.flatMap(withInner).map((each) => [each.name, each] as const))(
		'%s says what it prints with `--json`, where it answers anything',
		async (name, each) => {
			const hasAnswer = each.run !== undefined && !['start', 'stop', 'native-host', 'serve', 'completion'].includes(name);
			expect((await jsonSchemaOf(each)) !== undefined).toBe(hasAnswer);
		},
	);
	test('that prints other JSON than its schema has is a defect, and prints nothing', async () => {
		const printed: unknown[] = [];
		const shell = { json: (schema: z.ZodType, value: unknown) => printed.push(schema.parse(value)) } as never;
		const secretive = defineCommand({
			name: 'x',
			summary: 'x',
			json: z.strictObject({ room: z.string() }),
			run: ({ json }) => json({ room: 'acme', ...{ credential: 'secret' } }),
		});
		const ran = runCommand(secretive, { shell, script: '', commands: allCommands }, { flags: {}, args: {} });
		await expect(ran).rejects.toThrow('credential');
		expect(printed).toEqual([]);
	});
});

describe('help', () => {
	test('of pylon fits a screen, and names every command', () => {
		expect(HELP.split('\n').length).toBeLessThanOrEqual(40);
		for (const line of HELP.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
		for (const { name } of commands.filter(({ section }) => section !== undefined)) expect(HELP).toMatch(new RegExp(`^ {4}${name} `, 'm'));
	});
	test.each(commands.map((each) => [each.name, each] as const))(
		'of %s fits a screen, names its flags, and its examples name what there is',
		(name, command) => {
			const printed: string[] = [];
			const parser = parserOf(commands, { print: (lines) => void printed.push(...lines) }, () => Promise.resolve());
			parser.commands.find((each) => each.name() === name)?.outputHelp();
			const help = `${printed.join('\n')}\n`;
			expect(help.split('\n').length).toBeLessThanOrEqual(40);
			expect(help).toMatch(/[^\n]\n\n$/);
			for (const [flag] of publicFlags(command)) expect(help).toContain(flag);
			const examples = [...help.matchAll(/^ +\$ pylon (.*)$/gm)].map(([, words = '']) => words.split(' '));
			expect(examples.length).toBeGreaterThan(0);
			for (const [first, ...rest] of examples) {
				expect(first).toBe(name);
				const inner = command.commands?.find((each) => each.name === rest[0]) ?? command;
				const known = publicFlags(inner).flatMap(([flag, { letter }]) => [flag, `-${letter}`]);
				expect(known).toEqual(expect.arrayContaining(rest.filter((word) => word.startsWith('--'))));
			}
		},
	);
});
