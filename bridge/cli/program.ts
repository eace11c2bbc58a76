/** The parser: made of the definitions of the commands, of which it loads the one that is asked for. */
import { Argument, Help, Option, type Command as ParsedCommand } from 'commander';
import { EXIT, type ExitCode } from '../base/user-error.ts';
import { VERSION } from '../base/version.ts';
import { allCommands, COMMAND_NAMES, loadCommand } from '../commands/index.ts';
import { type Argument as ArgumentDefinition, type Command, type Flag, runCommand } from '../commands/parts/define-command.ts';
import { JSON_FLAG, longName } from '../commands/parts/flag-names.ts';
import type { Shell } from '../terminal/shell.ts';
import { HELP } from './help.ts';
import { noneOf, PylonCommand } from './pylon-command.ts';

/** Parses and runs; `script` is the file that is `pylon`. */
export async function runTyped(words: string[], shell: Shell, script: string): Promise<ExitCode> {
	let code: ExitCode = EXIT.ok;
	const run = async (command: Command, typed: { flags: object; args: object }) => {
		code = await runCommand(command, { shell, script, commands: allCommands }, typed);
	};
	const [first, second] = words.filter((word) => !word.startsWith('-'));
	const wanted = await loadCommand((first === 'help' ? second : first) ?? '');
	await parserOf(wanted === undefined ? [] : [wanted], shell, run).parseAsync(words, { from: 'user' });
	return code;
}

/** Of commands that are not among the loaded it knows the name alone. */
export function parserOf(loaded: readonly Command[], shell: Pick<Shell, 'print'>, run: Run): ParsedCommand {
	const pylon = new PylonCommand('pylon')
		.version(VERSION, '-v, --version', 'print the version')
		.helpOption('-h, --help', 'print this help')
		.exitOverride()
		.showSuggestionAfterError()
		.enablePositionalOptions()
		.configureHelp({
			showGlobalOptions: false,
			formatHelp: (command, help) => `\n${indented(Help.prototype.formatHelp.call(help, command, help))}\n\n`,
		})
		.configureOutput({ writeOut: (text) => shell.print(text.replace(/\n$/, '').split('\n')) });
	pylon.helpInformation = () => `${HELP}\n`;
	for (const name of COMMAND_NAMES) {
		const command = loaded.find((each) => each.name === name);
		if (command === undefined) pylon.command(name);
		else add(pylon, command, run);
	}
	return pylon;
}

type Run = (command: Command, typed: { flags: object; args: object }) => Promise<void>;

function add(parent: ParsedCommand, command: Command, run: Run): void {
	const parsed = parent
		.command(command.name, { isDefault: command.isDefault === true })
		.summary(command.summary)
		.description([command.summary, command.details ?? []].flat().join('\n\n'));
	const args = Object.entries(command.args ?? {});
	for (const [name, argument] of args) parsed.addArgument(argumentOf(name, argument));
	for (const [name, flag] of Object.entries(command.flags ?? {})) parsed.addOption(optionOf(name, flag));
	if (command.json !== undefined) parsed.addOption(optionOf('json', JSON_FLAG));
	if (command.examples !== undefined) parsed.addHelpText('after', examplesOf(command.examples));
	if (command.commands !== undefined) parsed.helpCommand(false);
	for (const each of command.commands ?? []) add(parsed, each, run);
	if (command.run === undefined) return;
	// A group's default command gets what was meant as another of the group, and refuses it by its name.
	if (command.isDefault === true) parsed.allowExcessArguments();
	parsed.action(async () => {
		const [unknown] = parsed.args;
		if (command.isDefault === true && unknown !== undefined) throw noneOf(parent, unknown);
		const values = args.map(([name], index) => [name, parsed.processedArgs[index]]);
		await run(command, { flags: parsed.opts(), args: Object.fromEntries(values) });
	});
}

function argumentOf(name: string, { choices, isOptional, isRepeatable }: ArgumentDefinition): Argument {
	const text = isRepeatable === true ? `${name}...` : name;
	const argument = new Argument(isOptional === true ? `[${text}]` : `<${text}>`);
	if (isRepeatable === true && isOptional === true) argument.default([]);
	return choices === undefined ? argument : argument.choices(choices);
}

function optionOf(name: string, flag: Flag): Option {
	const option = new Option(flagsOf(name, flag), flag.text).hideHelp(flag.isHidden === true);
	if (flag.choices !== undefined) option.choices(flag.choices);
	if (flag.initial !== undefined) option.default(flag.initial);
	if (flag.isRepeatable === true) option.argParser(append).default([], 'none');
	return option;
}

/** `-y, --yes`, `--create-key <key>`: as commander takes them. */
const flagsOf = (name: string, flag: Flag): string =>
	`${flag.letter === undefined ? '' : `-${flag.letter}, `}${longName(name, flag)}${flag.value === undefined ? '' : ` <${flag.value}>`}`;

const append = (value: string, before: string[]): string[] => [...before, value];

const examplesOf = (lines: readonly string[]): string => `${indented(`Examples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`)}\n`;

/** By two, as everything that Pylon prints. */
const indented = (text: string): string => text.trimEnd().replace(/^(?=.)/gm, '  ');
