/** `pylon completion SHELL`: a script that completes commands and flags, written from their definitions so that it cannot drift. */
import { bashCompletion } from './completion/bash.ts';
import { fishCompletion } from './completion/fish.ts';
import { wordsOf } from './completion/words.ts';
import { zshCompletion } from './completion/zsh.ts';
import { defineCommand } from './parts/define-command.ts';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

export const command = defineCommand({
	name: 'completion',
	section: 'Look closer',
	summary: 'print a script that completes commands and flags',
	examples: [
		'pylon completion bash >> ~/.bashrc',
		'pylon completion zsh > ~/.zfunc/_pylon',
		'pylon completion fish > ~/.config/fish/completions/pylon.fish',
	],
	args: { shell: { choices: ['bash', 'zsh', 'fish'] } },
	async run({ shell, args, commands }) {
		const script = SCRIPTS[args.shell](wordsOf(await commands()));
		shell.print(script.replaceAll('\t', '  ').trimEnd().split('\n'));
	},
});
