/** The parts of docs/cli.md that are made of the commands' definitions: what each does, its flags, and what it prints with `--json`. */
import { z } from 'zod';
import { localListing, roomListing } from '../../bridge/board/listing.ts';
import { allCommands } from '../../bridge/commands/index.ts';
import { type Argument, type Command, type Flag, jsonSchemaOf } from '../../bridge/commands/parts/define-command.ts';
import { publicFlags } from '../../bridge/commands/parts/flag-names.ts';
import { ROOM } from '../../bridge/commands/parts/flags.ts';
import { fieldRows, shapeOfAnswer } from './json-shape.ts';

/** The page, each of its parts written anew between the marks that stand there. */
export async function cliDocs(page: string): Promise<string> {
	const parts = { commands: commandTable(await allCommands()), board: boardTables(), answers: await answerTable(await allCommands()) };
	return Object.entries(parts).reduce((text, [name, table]) => between(text, name, table), page);
}

function between(page: string, name: string, table: string): string {
	const [begin, end] = [`<!-- ${name}: made by npm run docs -->`, `<!-- end of ${name} -->`];
	const [before, after] = [page.indexOf(begin), page.indexOf(end)];
	if (before < 0 || after < before) throw new Error(`docs/cli.md has no place for ${name}: ${begin} … ${end}`);
	return `${page.slice(0, before + begin.length)}\n${table}\n${page.slice(after)}`;
}

const inCell = (text: string): string => text.replaceAll('|', '\\|');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
	[head, head.map(() => '---'), ...rows.map((row) => row.map(inCell))].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** Each command with its path; a group that does nothing by itself is its default command. */
function withPaths(commands: readonly Command[], path: readonly string[] = []): { path: string; command: Command }[] {
	return commands.flatMap((command) => {
		const here = [...path, command.name];
		const own = command.run === undefined ? [] : [{ path: here.join(' '), command }];
		return [...own, ...withPaths(command.commands ?? [], here)];
	});
}

function commandTable(commands: readonly Command[]): string {
	const rows = withPaths(commands).map(({ path, command }) => {
		const usage = [path, ...Object.entries(command.args ?? {}).map(([name, argument]) => argumentWords(name, argument))].join(' ');
		const words = [command.summary, command.details ?? []].flat().join('. ').replace(/\.?$/, '');
		const flags = publicFlags(command).filter(([name, flag]) => flag !== ROOM && name !== '--json');
		return [namesOf(path, command, usage), words, flags.map(([name, flag]) => `\`${flagWords(name, flag)}\``).join(' ')];
	});
	return table(['command', 'does', 'flags'], rows);
}

function argumentWords(name: string, { choices, isOptional, isRepeatable }: Argument): string {
	const word = `${choices?.join('|') ?? name.toUpperCase()}${isRepeatable === true ? ' …' : ''}`;
	return isOptional === true ? `[${word}]` : word;
}

function flagWords(name: string, { value, choices, initial, isRepeatable }: Flag): string {
	if (value === undefined) return name;
	const words = choices?.join('|') ?? (initial === undefined ? value.toUpperCase() : initial);
	return `${name} ${words}${isRepeatable === true ? ' …' : ''}`;
}

/** `status --json` without a room, and in one. */
function boardTables(): string {
	const agent = fieldRows(localListing.element);
	const room = fieldRows(roomListing).flatMap((row) => (row[0] === 'agents' ? agentsInRoom(row[2], agent) : [row]));
	const rows = (fields: Fields) => fields.map(([name, shape, text]) => [`\`${name}\``, `\`${shape}\``, text]);
	return `**\`status --json\` without a room**, or with \`--local\`: an array of this machine’s agents, newest first.

${table(['field', 'holds', ''], rows(agent))}

**\`status --json\` in a room**: one object. With \`--watch\` one line for each change.

${table(['field', 'holds', ''], rows(room))}`;
}

type Fields = ReturnType<typeof fieldRows>;

/** An agent's fields where they are not those of an agent without a room. */
function agentsInRoom(text: string, known: Fields): Fields {
	const others = fieldRows(roomListing.shape.agents.element).filter((row) => !known.some((each) => each.join() === row.join()));
	return [['agents', '[{ … }]', text], ...others.map(([name, ...rest]): Fields[number] => [`agents[].${name}`, ...rest])];
}

/** Commands that print the same share a row. */
async function answerTable(commands: readonly Command[]): Promise<string> {
	const answers = await Promise.all(
		withPaths(commands)
			.filter(({ command, path }) => command.json !== undefined && path !== 'status')
			.map(async ({ path, command }) => {
				const shape = shapeOfAnswer((await jsonSchemaOf(command)) ?? z.never());
				return { names: namesOf(path, command), prints: [shape, command.jsonDetails ?? []].flat().join(': ') };
			}),
	);
	const rows = [...Map.groupBy(answers, ({ prints }) => prints)];
	return table(
		['command', 'prints'],
		rows.map(([prints, same]) => [same.map(({ names }) => names).join(', '), prints]),
	);
}

/** `members` does what `members list` does. */
const namesOf = (path: string, { isDefault }: Command, usage = path): string =>
	isDefault === true ? `\`${path.split(' ').slice(0, -1).join(' ')}\`, \`${usage}\`` : `\`${usage}\``;
