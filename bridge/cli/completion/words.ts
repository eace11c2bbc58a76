/** The program's commands and flags, as what completes them needs to know them. */
import type { Command, Option } from 'commander';

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
export function wordsOf(command: Command, path: readonly string[] = []): CommandWords[] {
	const flags = command
		.createHelp()
		.visibleOptions(command)
		.filter(({ long }) => long !== undefined)
		.map(flagOf);
	const parameters = command.registeredArguments;
	const own: CommandWords = {
		path,
		text: command.description(),
		commands: command.commands.map((each) => ({ name: each.name(), text: each.description() })),
		flags,
		values: parameters.flatMap(({ argChoices }) => argChoices ?? []),
		takesPaths: parameters.some((each) => each.name() === 'path'),
	};
	return [own, ...command.commands.flatMap((each) => wordsOf(each, [...path, each.name()]))];
}

function flagOf(option: Option): Flag {
	return { name: option.long ?? '', text: option.description, value: takenBy(option) };
}

function takenBy({ required, optional, argChoices, flags }: Option): Flag['value'] {
	if (!required && !optional) return 'none';
	return argChoices ?? (flags.includes('<path>') ? 'path' : 'any');
}

/** For a single-quoted word of a shell. */
export const singleQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
