/** The commands and their flags, as what completes them needs to know them. */
import type { Command, Flag as FlagDefinition } from '../parts/define-command.ts';
import { publicFlags } from '../parts/flag-names.ts';

export interface Flag {
	/** `--room`; short ones are no help to complete. */
	name: string;
	text: string;
	/** It takes a value; of these, where they are known. */
	value: 'none' | 'any' | 'path' | readonly string[];
}

export interface CommandWords {
	/** `['invite', 'list']`; empty for `pylon` itself. */
	path: readonly string[];
	text: string;
	commands: readonly { name: string; text: string }[];
	flags: readonly Flag[];
	/** What its arguments may be, where that is known. */
	values: readonly string[];
	takesPaths: boolean;
}

/** Every command, `pylon` itself first. */
export function wordsOf(commands: readonly Command[]): CommandWords[] {
	const own: CommandWords = {
		path: [],
		text: '',
		commands: namesAndTexts(commands),
		flags: [{ name: '--version', text: 'print the version', value: 'none' }, HELP],
		values: [],
		takesPaths: false,
	};
	return [own, ...commands.flatMap((command) => wordsOfOne(command, [command.name]))];
}

function wordsOfOne(command: Command, path: readonly string[]): CommandWords[] {
	const { summary, commands = [], args = {} } = command;
	const own: CommandWords = {
		path,
		text: summary,
		commands: namesAndTexts(commands),
		flags: [...publicFlags(command).map(([name, flag]): Flag => ({ name, text: flag.text, value: takenBy(flag) })), HELP],
		values: Object.values(args).flatMap(({ choices }) => choices ?? []),
		takesPaths: 'path' in args,
	};
	return [own, ...commands.flatMap((each) => wordsOfOne(each, [...path, each.name]))];
}

const HELP: Flag = { name: '--help', text: 'print this help', value: 'none' };

const namesAndTexts = (commands: readonly Command[]) => commands.map(({ name, summary }) => ({ name, text: summary }));

function takenBy({ value, choices }: FlagDefinition): Flag['value'] {
	if (value === undefined) return 'none';
	return choices ?? (value === 'path' ? 'path' : 'any');
}

/** For a single-quoted word of a shell. */
export const singleQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
