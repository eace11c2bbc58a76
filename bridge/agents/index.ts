/** All readers; the type counts them. */
import type { AgentKind } from '../../shared/report/facts.ts';
import type { AgentReader } from './agent-reader.ts';
import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';
import { copilotCli } from './copilot-cli.ts';
import { cursor } from './cursor.ts';
import { geminiCli } from './gemini-cli.ts';
import { opencode } from './opencode.ts';

const byKind = {
	'claude-code': claudeCode,
	codex,
	'gemini-cli': geminiCli,
	opencode,
	'copilot-cli': copilotCli,
	cursor,
} satisfies { [K in AgentKind]: AgentReader<K> };

export const readers: readonly AgentReader<AgentKind>[] = Object.values(byKind);
