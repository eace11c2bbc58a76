/** All readers; the type counts them. */
import type { AgentKind } from '../../shared/report.ts';
import type { AgentReader } from './agent-reader.ts';
import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';

const byKind = {
	'claude-code': claudeCode,
	codex,
} satisfies { [K in AgentKind]?: AgentReader<K> };

export const readers: readonly AgentReader<AgentKind>[] = Object.values(byKind);
