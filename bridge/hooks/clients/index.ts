/** Every client whose hooks Pylon knows. */
import type { AgentKind } from '../../../shared/report/facts.ts';
import type { HookClient } from '../hook-client.ts';
import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';
import { copilotCli } from './copilot-cli.ts';
import { cursor } from './cursor.ts';
import { geminiCli } from './gemini-cli.ts';
import { openCode } from './opencode.ts';

export const HOOK_KINDS = [
	'claude-code',
	'codex',
	'gemini-cli',
	'copilot-cli',
	'opencode',
	'cursor',
] as const satisfies readonly AgentKind[];
export type HookKind = (typeof HOOK_KINDS)[number];

export const CLIENTS: Readonly<Record<HookKind, HookClient>> = {
	'claude-code': claudeCode,
	codex,
	'gemini-cli': geminiCli,
	'copilot-cli': copilotCli,
	opencode: openCode,
	cursor,
};
