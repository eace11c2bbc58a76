/** The MCP server: hands what an agent asks on to the bridge, over the socket that hooks ask too. It reads nothing by itself. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { z } from 'zod';
import { VERSION } from '../base/version.ts';
import { askBridge } from '../hooks/ask-bridge.ts';
import { HOOK_KINDS, type HookKind } from '../hooks/clients/index.ts';
import type { Inquiry } from '../warn/question.ts';
import { hereAnswer, hereWords, pathsWords, planAnswer, planWords, TOOLS, touchesAnswer } from './tools.ts';

const ANSWERS_WITHIN_MS = 2_000;
const NOT_KNOWN =
	'Pylon knows nothing of this place: either its bridge does not run (pylon start --background), or this is no git repository.';
const NO_SESSION = 'Pylon does not see this session yet. Try again in a moment.';

export interface McpOptions {
	home: string;
	cwd: string;
	stdin: NodeJS.ReadStream;
	stdout: NodeJS.WriteStream;
	signal: AbortSignal;
}

/** Serves until the client goes away or `signal` aborts; what was planned ends then. */
export async function serveMcp({ home, cwd, stdin, stdout, signal }: McpOptions): Promise<void> {
	const holder = randomUUID();
	const server = new McpServer({ name: 'pylon', version: VERSION });
	const ask = (inquiry: Inquiry) => askBridge(home, inquiry, ANSWERS_WITHIN_MS);
	addTools(server, { ask, holder, place: () => placeOf(server, cwd) });
	const ended = new Promise<void>((resolve) => {
		for (const event of ['end', 'close', 'error'] as const) stdin.once(event, () => resolve());
		signal.addEventListener('abort', () => resolve(), { once: true });
	});
	await server.connect(new StdioServerTransport(stdin, stdout));
	await ended;
	await ask({ ask: 'unplan', holder });
	await server.close();
}

interface Asking {
	ask: (inquiry: Inquiry) => Promise<unknown>;
	holder: string;
	place: () => Promise<{ cwd: string; kind: HookKind | undefined }>;
}

function addTools(server: McpServer, { ask, holder, place }: Asking): void {
	server.registerTool('who_is_here', TOOLS.who_is_here, async () => {
		const agents = await ask({ ask: 'here', ...(await place()) });
		return answered(hereAnswer, { agents }, hereWords);
	});
	server.registerTool('who_touches', TOOLS.who_touches, async ({ paths }) => {
		const found = await ask({ ask: 'touches', ...(await place()), paths });
		return answered(touchesAnswer, { paths: found }, (each) => pathsWords(each.paths, 'Nobody else has unmerged changes or plans there.'));
	});
	server.registerTool('plan_to_edit', TOOLS.plan_to_edit, async ({ paths, minutes, reserve }) => {
		const planned = await ask({ ask: 'plan', ...(await place()), holder, paths, minutes, reserve });
		if (typeof planned === 'object' && planned !== null && !('planned' in planned)) return failed(NO_SESSION);
		return answered(planAnswer, planned, (each) => planWords(each, reserve));
	});
	server.registerTool('my_conflicts', TOOLS.my_conflicts, async () => {
		const found = await ask({ ask: 'conflicts', ...(await place()) });
		return answered(touchesAnswer, { paths: found }, (each) => pathsWords(each.paths, 'No change of yours conflicts with anybody’s.'));
	});
}

/** A bridge of another version may answer otherwise. */
function answered<Answer extends Record<string, unknown>>(
	schema: z.ZodType<Answer>,
	answer: unknown,
	words: (answer: Answer) => string,
): CallToolResult {
	const parsed = schema.safeParse(answer);
	if (!parsed.success) return failed(NOT_KNOWN);
	return { content: [{ type: 'text', text: words(parsed.data) }], structuredContent: parsed.data };
}

const failed = (text: string): CallToolResult => ({ isError: true, content: [{ type: 'text', text }] });

/** Where the client says that it works, else where it started us; and which one it is, as it calls itself. */
async function placeOf({ server }: McpServer, cwd: string): Promise<{ cwd: string; kind: HookKind | undefined }> {
	const name = server.getClientVersion()?.name.toLowerCase() ?? '';
	const kind = HOOK_KINDS.find((each) => name.includes(each.split('-')[0] as string));
	if (server.getClientCapabilities()?.roots === undefined) return { cwd, kind };
	const { roots } = await server.listRoots();
	const root = roots.find(({ uri }) => uri.startsWith('file:'));
	return { cwd: root === undefined ? cwd : fileURLToPath(root.uri), kind };
}
