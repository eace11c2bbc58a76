/**
 * Kilo 7.7 (the command line of 2026): OpenCode's family, in a folder of its own, `~/.local/share/kilo/kilo.db`. Source:
 * Kilo-Org/kilocode, packages/opencode, which keeps OpenCode's tables.
 * Never read: prompts, replies, reasoning, commands, outputs, diffs.
 */
import type { AgentReader } from '../agent-reader.ts';
import { openCodeLike } from '../opencode/opencode.ts';

export function kilo(): AgentReader<'kilo'> {
	return openCodeLike('kilo', { folder: 'kilo', variable: 'KILO_DB' });
}
