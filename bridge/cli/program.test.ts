/** How what is typed becomes a command, and what is said where it does not. */
import { expect, test } from 'vitest';
import type { Command } from '../commands/parts/define-command.ts';
import { parserOf, runTyped } from './program.ts';

const shell = { print: () => undefined } as unknown as Parameters<typeof runTyped>[1];
const typed = (line: string) => runTyped(line.split(' '), shell, 'pylon');

test.each([
	['statsu', "Unknown command 'statsu'.", 'Did you mean status?'],
	['help statsu', "Unknown command 'statsu'.", 'Did you mean status?'],
	['members nobody', 'There is no `pylon members nobody`.', 'There are: list, remove, role.'],
	['service instal --help', 'There is no `pylon service instal`.', 'There are: status, install, remove.'],
	['invite --uess 2', "Unknown option '--uess'.", 'Did you mean --uses?'],
	['invite --role king', "Option '--role <role>' argument 'king' is invalid. Allowed choices are member, admin.", '`pylon invite --help`'],
	['members role Andrew', "Missing required argument 'role'.", '`pylon members role --help` says how it is used.'],
	['status now', "Too many arguments for 'status'. Expected 0 arguments but got 1: now.", '`pylon status --help` says how it is used.'],
])('`pylon %s` says what is wrong, and what to do', async (line, message, hint) => {
	await expect(typed(line)).rejects.toMatchObject({ name: 'UserError', exit: 2, message, hint: expect.stringContaining(hint) });
});

/** What a definition's `run` is given of what was typed. */
async function given(command: Omit<Command, 'name' | 'summary'>, line: string): Promise<unknown> {
	const seen: unknown[] = [];
	const defined: Command = { name: 'status', summary: 'x', run: () => Promise.resolve(), ...command };
	const parser = parserOf([defined], shell, async (_, words) => void seen.push(words));
	await parser.parseAsync(['status', ...line.split(' ').filter((word) => word !== '')], { from: 'user' });
	return seen[0];
}

test('flags and arguments arrive as their definitions say', async () => {
	const flags = {
		createKey: { text: 'x', value: 'key' },
		share: { text: 'x', value: 'path', isRepeatable: true },
		since: { text: 'x', value: 'time', initial: '7d' },
		start: { text: 'x', isNegated: true },
		yes: { text: 'x', letter: 'y' },
	} as const;
	const args = { name: {}, words: { isOptional: true, isRepeatable: true } } as const;
	expect(await given({ flags, args }, 'Jake')).toEqual({
		flags: { share: [], since: '7d', start: true },
		args: { name: 'Jake', words: [] },
	});
	expect(await given({ flags, args }, '--create-key k --share a --share b --since 2h --no-start -y Jake one two')).toEqual({
		flags: { createKey: 'k', share: ['a', 'b'], since: '2h', start: false, yes: true },
		args: { name: 'Jake', words: ['one', 'two'] },
	});
});
