/** OpenCode: `~/.local/share/opencode/opencode.db`, and JSON files below `storage/` in older versions. */
import { join } from 'node:path';
import type { AgentReader } from './agent-reader.ts';

export const opencode: AgentReader<'opencode'> = {
	kind: 'opencode',

	roots: (home) => [join(home, '.local', 'share', 'opencode')],

	enters: () => false,

	source: () => undefined,
};
