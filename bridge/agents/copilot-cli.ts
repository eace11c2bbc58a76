/** Copilot CLI: `~/.copilot/session-state/<id>/events.jsonl`. */
import { join } from 'node:path';
import type { AgentReader } from './agent-reader.ts';

export const copilotCli: AgentReader<'copilot-cli'> = {
	kind: 'copilot-cli',

	roots: (home) => [join(home, '.copilot')],

	enters: () => false,

	source: () => undefined,
};
