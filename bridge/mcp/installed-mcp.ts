/** Pylon's MCP server in the settings of the clients of this machine. */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { ifReadable } from '../base/missing-file.ts';
import { type Subject, stateOf } from '../hooks/additions.ts';
import { CLIENTS, type HookKind } from '../hooks/clients/index.ts';
import type { Addition } from '../hooks/hook-client.ts';
import type { HooksAt } from '../hooks/installed-hooks.ts';
import { isThere } from '../hooks/settings-file.ts';

const NAME = 'pylon';
const NEW = '{}\n';

interface Server {
	command: string;
	args: string[];
}

type Where = (at: Pick<HooksAt, 'home' | 'env'>, server: Server) => Addition;

const member = (file: string, at: readonly string[], value: object): Addition => ({
	in: 'json',
	file,
	isNew: NEW,
	insertions: [{ at: [...at, NAME], value, as: 'member' }],
});

const folderOf = (kind: HookKind, at: Pick<HooksAt, 'home' | 'env'>): string => CLIENTS[kind].folder(at);

/** Where each client keeps its servers, by its documents; tried as docs/agents-hear.md says. */
const WHERE: Readonly<Record<HookKind, Where>> = {
	'claude-code': ({ home, env }, server) =>
		member(join(env.CLAUDE_CONFIG_DIR || home, '.claude.json'), ['mcpServers'], { type: 'stdio', ...server }),
	codex: (at, { command, args }) => ({
		in: 'toml',
		file: join(folderOf('codex', at), 'config.toml'),
		text: `[mcp_servers.${NAME}]\ncommand = ${JSON.stringify(command)}\nargs = ${JSON.stringify(args)}\n`,
	}),
	'gemini-cli': (at, server) => member(join(folderOf('gemini-cli', at), 'settings.json'), ['mcpServers'], server),
	'copilot-cli': (at, server) =>
		member(join(folderOf('copilot-cli', at), 'mcp-config.json'), ['mcpServers'], { type: 'local', ...server, tools: ['*'] }),
	opencode: (at, { command, args }) =>
		member(openCodeFile(folderOf('opencode', at)), ['mcp'], { type: 'local', command: [command, ...args], enabled: true }),
	cursor: (at, server) => member(join(folderOf('cursor', at), 'mcp.json'), ['mcpServers'], server),
};

/** Either name will do; there is one of them. */
const openCodeFile = (folder: string): string =>
	['opencode.jsonc', 'opencode.json'].map((name) => join(folder, name)).find(isThere) ?? join(folder, 'opencode.json');

export function mcpOf(kind: HookKind, { home, env, script }: HooksAt): Subject {
	const real = ifReadable(() => realpathSync(script)) ?? script;
	return {
		key: `mcp:${kind}`,
		addition: WHERE[kind]({ home, env }, { command: process.execPath, args: [real, 'mcp'] }),
		isOurs: (value) => typeof value === 'object' || `${value}`.includes(`[mcp_servers.${NAME}]`),
		folder: kind === 'claude-code' ? home : folderOf(kind, { home, env }),
	};
}

export const mcpState = (kind: HookKind, at: HooksAt): ReturnType<typeof stateOf> => stateOf(at.home, mcpOf(kind, at));
