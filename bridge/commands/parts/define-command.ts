/**
 * What a command is: its flags and arguments, its words for help and docs, the schema of what it prints with `--json`, and what it does.
 * The parser (cli/program.ts), `pylon --help`, docs/cli.md and the completion scripts are made of these definitions, and of nothing else.
 */
import type { z } from 'zod';
import { EXIT, type ExitCode } from '../../base/user-error.ts';
import type { Shell } from '../../terminal/shell.ts';

export interface Flag {
	/** What it does. */
	text: string;
	/** The name of the value that it takes, `time`. Without one it is either given or not. */
	value?: string;
	/** The only values that it takes. */
	choices?: readonly string[];
	/** Its value where it is not given. */
	initial?: string;
	isRepeatable?: true;
	/** One letter that stands for it. */
	letter?: string;
	/** What it switches off is on without it: `start` is the flag `--no-start`. */
	isNegated?: true;
	/** For Pylon itself: neither help nor docs name it. */
	isHidden?: true;
}

export interface Argument {
	choices?: readonly string[];
	isOptional?: true;
	isRepeatable?: true;
}

type Flags = Readonly<Record<string, Flag>>;
type Arguments = Readonly<Record<string, Argument>>;

type Word<Of> = Of extends { choices: readonly (infer Choice)[] } ? Choice : string;
type FlagValue<Of> = Of extends { isRepeatable: true } ? string[] : Of extends { value: string } ? Word<Of> : boolean;
type HasAlwaysValue = { initial: string } | { isRepeatable: true } | { isNegated: true };
type GivenFlags<Of> = { [Name in keyof Of as Of[Name] extends HasAlwaysValue ? Name : never]: FlagValue<Of[Name]> } & {
	[Name in keyof Of as Of[Name] extends HasAlwaysValue ? never : Name]?: FlagValue<Of[Name]>;
} & { json?: boolean };
type ArgumentValue<Of> = Of extends { isRepeatable: true } ? string[] : Of extends { isOptional: true } ? Word<Of> | undefined : Word<Of>;
type GivenArguments<Of> = { [Name in keyof Of]: ArgumentValue<Of[Name]> };

/** Loaded when it is asked for, where a command has to start without zod. */
type Answer<Schema> = Schema | (() => Promise<Schema>);

/** What every command is given, whatever its flags. */
interface Surroundings {
	shell: Shell;
	/** The file that is `pylon`. */
	script: string;
	/** All there are, loaded. */
	commands(): Promise<readonly Command[]>;
}

interface Call<GivenAsFlags, GivenAsArguments, Answered> extends Surroundings {
	flags: GivenAsFlags;
	args: GivenAsArguments;
	/** Prints the answer, as the command's schema has it. */
	json(answer: Answered): Promise<void>;
}

/** Its exit code, where that is another than success. */
type Outcome = Promise<ExitCode> | Promise<void>;

/** The parts of `pylon --help`, in its order. */
export const SECTIONS = ['Rooms', 'Day to day', 'Look closer'] as const;

interface Words {
	/** The file's name; within a group, the word after the group's. */
	name: string;
	/** The part of `pylon --help` that has it. Commands within a group have none. */
	section?: (typeof SECTIONS)[number];
	/** One line, for every list of commands. */
	summary: string;
	/** Sentences for its own help and for the docs. */
	details?: string;
	/** Whole lines, as they are typed. */
	examples?: readonly string[];
	/** What its JSON means where the names do not say it. */
	jsonDetails?: string;
	/** Of a group: the commands in it. */
	commands?: readonly Command[];
	/** Within a group: what the group does where none of its commands is named. */
	isDefault?: true;
}

interface Definition<InFlags, InArguments, Schema extends z.ZodType> extends Words {
	flags?: InFlags;
	args?: InArguments;
	/** What it prints with `--json`, a flag that it then has. */
	json?: Answer<Schema>;
	run?(call: Call<GivenFlags<InFlags>, GivenArguments<InArguments>, z.input<Schema>>): Outcome;
}

/** A definition, whatever its flags are. */
export interface Command extends Words {
	flags?: Flags;
	args?: Arguments;
	json?: Answer<z.ZodType>;
	run?(call: Call<never, never, unknown>): Outcome;
}

/** Types what `run` is given by the flags, arguments and schema that stand beside it. */
export const defineCommand = <
	const InFlags extends Flags = Record<never, Flag>,
	const InArguments extends Arguments = Record<never, Argument>,
	Schema extends z.ZodType = z.ZodNever,
>(
	definition: Definition<InFlags, InArguments, Schema>,
): Command => definition;

/** What it prints with `--json`. */
export const jsonSchemaOf = async ({ json }: Command): Promise<z.ZodType | undefined> => (typeof json === 'function' ? json() : json);

/** Runs it with what was typed, which the parser has checked against its definition. */
export async function runCommand(command: Command, surroundings: Surroundings, typed: { flags: object; args: object }): Promise<ExitCode> {
	const json = async (answer: unknown) => {
		const schema = await jsonSchemaOf(command);
		if (schema === undefined) throw new Error(`${command.name} prints JSON, and has no schema of it`);
		surroundings.shell.json(schema, answer);
	};
	const code: unknown = await command.run?.({ ...surroundings, flags: typed.flags as never, args: typed.args as never, json });
	return typeof code === 'number' ? (code as ExitCode) : EXIT.ok;
}
