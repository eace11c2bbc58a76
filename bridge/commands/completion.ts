/** `pylon completion SHELL`: a script that completes commands and flags, written from the program itself so that it cannot drift. */
import type { Command } from 'commander';
import { bashCompletion } from '../cli/completion/bash.ts';
import { fishCompletion } from '../cli/completion/fish.ts';
import { wordsOf } from '../cli/completion/words.ts';
import { zshCompletion } from '../cli/completion/zsh.ts';
import type { Shell } from '../terminal/shell.ts';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

export function completion(shell: Shell, which: keyof typeof SCRIPTS, program: Command): void {
	shell.print(SCRIPTS[which](wordsOf(program)).replaceAll('\t', '  ').trimEnd().split('\n'));
}
