/**
 * Kilo (the command line of 2026): OpenCode's family, in a folder of its own, `~/.local/share/kilo/kilo.db`. Not run here: known from
 * Kilo-Org/kilocode, packages/opencode, which keeps OpenCode's tables, and from kenn-io/agentsview, internal/parser/kilo.go.
 * Never read: prompts, replies, reasoning, commands, outputs, diffs.
 */
import type { AgentReader } from '../agent-reader.ts';
import { openCodeLike } from '../opencode/opencode.ts';

export function kilo(): AgentReader<'kilo'> {
	return openCodeLike('kilo', { folder: 'kilo', variable: 'KILO_DB' });
}
