/** `pylon hooks`: tells agents themselves who else is in a file, through the hooks of their own clients. */
import { z } from 'zod';
import { reloadBridge } from '../daemon/daemon.ts';
import { hooksOf, hooksState } from '../hooks/installed-hooks.ts';
import { readSettings, saveSettings } from '../rooms/settings.ts';
import type { Shell } from '../terminal/shell.ts';
import { MANNER_NAMES, MANNERS } from '../warn/manner.ts';
import {
	addToClients,
	CLIENT_FLAGS,
	clientChange,
	clientState,
	clientStates,
	removeFromClients,
	sayStates,
} from './parts/client-additions.ts';
import { defineCommand } from './parts/define-command.ts';
import { YES } from './parts/flags.ts';

const SAID = {
	absent: 'no hooks',
	current: 'hooks are installed',
	other: 'hooks of another Pylon: pylon hooks install mends them',
} as const;

const status = defineCommand({
	name: 'status',
	isDefault: true,
	summary: 'which clients have them',
	json: z.strictObject({ manner: z.enum(MANNER_NAMES), clients: z.array(clientState) }),
	async run({ shell, script, flags, json }) {
		const clients = clientStates({ shell, script }, hooksOf, hooksState);
		const { manner } = readSettings(shell.home);
		if (flags.json === true) return json({ manner, clients });
		sayStates(shell, clients, SAID);
		shell.say();
		sayManner(shell, manner);
	},
});

const install = defineCommand({
	name: 'install',
	summary: 'put them into the clients’ own settings',
	details: 'Shows what would change, and asks. Without a client’s flag: those that are on this machine.',
	flags: { ...CLIENT_FLAGS, yes: YES },
	json: z.array(clientChange),
	run: (call) =>
		addToClients(call, hooksOf, {
			done: 'hooks are installed',
			nothing: 'has them already',
			after: () => {
				sayManner(call.shell, readSettings(call.shell.home).manner);
				call.shell.say('Take them out: pylon hooks remove');
			},
		}),
});

const remove = defineCommand({
	name: 'remove',
	summary: 'take them out again; nothing of them stays',
	flags: { ...CLIENT_FLAGS, yes: YES },
	json: z.array(clientChange),
	run: (call) => removeFromClients(call, hooksOf, { done: 'the hooks are gone', nothing: 'has none' }),
});

const manner = defineCommand({
	name: 'manner',
	summary: 'what they do: tell, ask or deny',
	details: MANNER_NAMES.map((name) => `\`${name}\`: ${MANNERS[name]}.`).join(' '),
	args: { manner: { choices: MANNER_NAMES, isOptional: true } },
	json: z.strictObject({ manner: z.enum(MANNER_NAMES) }),
	async run({ shell, args, flags, json }) {
		const settings = readSettings(shell.home);
		const chosen = args.manner ?? settings.manner;
		if (chosen !== settings.manner) {
			saveSettings(shell.home, { ...settings, manner: chosen });
			const problem = await reloadBridge(shell.home);
			if (problem !== undefined) shell.warn(problem);
		}
		if (flags.json === true) return json({ manner: chosen });
		sayManner(shell, chosen);
	},
});

const sayManner = (shell: Shell, chosen: keyof typeof MANNERS): void =>
	shell.say(`Manner: ${shell.style.bold(chosen)}. ${sentence(MANNERS[chosen])} ${shell.style.dim('Change it: pylon hooks manner deny')}`);

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

export const command = defineCommand({
	name: 'hooks',
	section: 'Day to day',
	summary: 'tell agents themselves who else is in a file',
	details: 'They hear it before they edit, in one sentence of facts. docs/agents-hear.md says what, when, and of whom.',
	examples: ['pylon hooks install', 'pylon hooks install --claude-code --codex --yes', 'pylon hooks manner deny', 'pylon hooks remove'],
	commands: [status, install, remove, manner],
});
