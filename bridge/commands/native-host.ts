/** `pylon native-host`: what browsers start for the extension. Standard output belongs to the browser. */
import { runNativeHost } from '../native/native-host.ts';
import { defineCommand } from './parts/define-command.ts';

export const command = defineCommand({
	name: 'native-host',
	// In no section of `pylon --help`: nobody types it.
	summary: 'what browsers start for the extension',
	examples: ['pylon native-host'],
	// The browser's own, which says whom it starts it for.
	args: { caller: { isOptional: true, isRepeatable: true } },
	flags: { parentWindow: { text: 'of Chrome on Windows', value: 'handle', isHidden: true } },
	async run({ shell, args }) {
		const { home, env, clock, signal, stdin, stdout, warn } = shell;
		await runNativeHost({ home, env, clock, signal, callers: args.caller, stdin, stdout, onProblem: warn });
	},
});
