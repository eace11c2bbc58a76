/** Gemini CLI: `~/.gemini/tmp/<project>/chats/session-*.jsonl`, and one JSON document in older versions. */
import { join } from 'node:path';
import type { AgentReader } from './agent-reader.ts';

export const geminiCli: AgentReader<'gemini-cli'> = {
	kind: 'gemini-cli',

	roots: (home) => [join(home, '.gemini')],

	enters: () => false,

	source: () => undefined,
};
