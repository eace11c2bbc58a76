/** `pylon mcp`: the same facts for agents that ask by themselves, and a way to announce what they will edit. */
import { z } from 'zod';
import { mcpOf, mcpState } from '../mcp/installed-mcp.ts';
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

const serve = defineCommand({
	name: 'serve',
	isDefault: true,
	summary: 'serve on standard input and output: what clients start',
	async run({ shell }) {
		const { serveMcp } = await import('../mcp/server.ts');
		await serveMcp({ home: shell.home, cwd: shell.cwd, stdin: shell.stdin, stdout: shell.stdout, signal: shell.signal });
	},
});

const SAID = { absent: 'not installed', current: 'installed', other: 'of another Pylon: pylon mcp install mends it' } as const;

const status = defineCommand({
	name: 'status',
	summary: 'which clients have it',
	json: z.array(clientState),
	async run({ shell, script, flags, json }) {
		const clients = clientStates({ shell, script }, mcpOf, mcpState);
		if (flags.json === true) return json(clients);
		sayStates(shell, clients, SAID);
	},
});

const install = defineCommand({
	name: 'install',
	summary: 'put it into the clients’ own settings',
	details: 'Shows what would change, and asks. Without a client’s flag: those that are on this machine.',
	flags: { ...CLIENT_FLAGS, yes: YES },
	json: z.array(clientChange),
	run: (call) => addToClients(call, mcpOf, { done: 'the server is installed', nothing: 'has it already' }),
});

const remove = defineCommand({
	name: 'remove',
	summary: 'take it out again; nothing of it stays',
	flags: { ...CLIENT_FLAGS, yes: YES },
	json: z.array(clientChange),
	run: (call) => removeFromClients(call, mcpOf, { done: 'the server is gone', nothing: 'does not have it' }),
});

export const command = defineCommand({
	name: 'mcp',
	section: 'Look closer',
	summary: 'an MCP server: agents ask who is in a file, say what they plan',
	details: 'Its tools: who_is_here, who_touches, plan_to_edit and my_conflicts. docs/agents-hear.md tells of them.',
	examples: ['pylon mcp install', 'pylon mcp status', 'pylon mcp remove'],
	commands: [serve, status, install, remove],
});
