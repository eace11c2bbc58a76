/** `pylon mcp`: the same facts for agents that ask by themselves, and a way to announce what they will edit. */
import { z } from 'zod';
import { AGENT_NAMES } from '../../shared/report/facts.ts';
import { tilde } from '../base/home.ts';
import { EXIT } from '../base/user-error.ts';
import { planAdding, planRemoving } from '../hooks/additions.ts';
import { HOOK_KINDS } from '../hooks/clients/index.ts';
import { mcpOf, mcpState } from '../mcp/installed-mcp.ts';
import {
	atOf,
	CLIENT_FLAGS,
	changeClients,
	clientChange,
	clientState,
	clientsMeant,
	namedClients,
	sayResults,
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
		const at = atOf(shell, script);
		const clients = HOOK_KINDS.map((kind) => ({ client: kind, file: mcpOf(kind, at).addition.file, installed: mcpState(kind, at) }));
		if (flags.json === true) return json(clients);
		for (const { client, file, installed } of clients) {
			shell.say(`${AGENT_NAMES[client].padEnd(12)} ${SAID[installed]}  ${shell.style.dim(tilde(file, shell.home))}`);
		}
	},
});

const install = defineCommand({
	name: 'install',
	summary: 'put it into the clients’ own settings',
	details: 'Shows what would change, and asks. Without a client’s flag: those that are on this machine.',
	flags: { ...CLIENT_FLAGS, yes: YES },
	json: z.array(clientChange),
	async run({ shell, script, flags, json }) {
		const at = atOf(shell, script);
		const results = await changeClients(shell, {
			kinds: clientsMeant(flags, shell),
			subjectOf: (kind) => mcpOf(kind, at),
			plan: planAdding,
			question: 'Write this into their settings?',
			isQuiet: flags.json === true,
			yes: flags.yes,
		});
		if (flags.json === true) await json(results);
		else sayResults(shell, results, { done: 'the server is installed', nothing: 'has it already' });
		return results.some(({ problem }) => problem !== null) ? EXIT.config : EXIT.ok;
	},
});

const remove = defineCommand({
	name: 'remove',
	summary: 'take it out again; nothing of it stays',
	flags: { ...CLIENT_FLAGS, yes: YES },
	json: z.array(clientChange),
	async run({ shell, script, flags, json }) {
		const at = atOf(shell, script);
		const named = namedClients(flags);
		const results = await changeClients(shell, {
			kinds: named.length > 0 ? named : HOOK_KINDS,
			subjectOf: (kind) => mcpOf(kind, at),
			plan: planRemoving,
			question: 'Take this out of their settings?',
			isQuiet: flags.json === true,
			yes: flags.yes,
		});
		if (flags.json === true) await json(results);
		else sayResults(shell, results, { done: 'the server is gone', nothing: 'does not have it' });
		return results.some(({ problem }) => problem !== null) ? EXIT.config : EXIT.ok;
	},
});

export const command = defineCommand({
	name: 'mcp',
	section: 'Look closer',
	summary: 'an MCP server: agents ask who is in a file, say what they plan',
	details: 'Its tools: who_is_here, who_touches, plan_to_edit and my_conflicts. docs/agents-hear.md tells of them.',
	examples: ['pylon mcp install', 'pylon mcp status', 'pylon mcp remove'],
	commands: [serve, status, install, remove],
});
