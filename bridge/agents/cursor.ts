/** Cursor CLI: `~/.cursor/projects/<dashed path>/agent-transcripts/<id>/<id>.jsonl`. */
import { join } from 'node:path';
import type { AgentReader } from './agent-reader.ts';

export const cursor: AgentReader<'cursor'> = {
	kind: 'cursor',

	roots: (home) => [join(home, '.cursor')],

	enters: () => false,

	source: () => undefined,
};
