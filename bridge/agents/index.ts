/** The readers of all kinds; the type counts them. */
import type { AgentKind } from '../../shared/report/facts.ts';
import type { AgentReader } from './agent-reader.ts';
import { claudeCode } from './claude-code/claude-code.ts';
import { cline } from './cline/cline.ts';
import { codex } from './codex/codex.ts';
import { copilotCli } from './copilot-cli/copilot-cli.ts';
import { cursor } from './cursor/cursor.ts';
import { droid } from './droid/droid.ts';
import { geminiCli } from './gemini-cli/gemini-cli.ts';
import { goose } from './goose/goose.ts';
import { kilo } from './kilo/kilo.ts';
import { opencode } from './opencode/opencode.ts';
import { ohMyPi, pi } from './pi/pi.ts';
import { qwenCode } from './qwen-code/qwen-code.ts';
import { vscodeCopilot } from './vscode-copilot/vscode-copilot.ts';
import { zed } from './zed/zed.ts';

const byKind = {
	'claude-code': claudeCode,
	codex,
	'gemini-cli': geminiCli,
	opencode,
	'copilot-cli': copilotCli,
	cursor,
	pi,
	'oh-my-pi': ohMyPi,
	'qwen-code': qwenCode,
	cline,
	droid,
	kilo,
	goose,
	zed,
	'vscode-copilot': vscodeCopilot,
} satisfies { [K in AgentKind]: () => AgentReader<K> };

/** One of each kind, which has read nothing yet. */
export const newReaders = (): readonly AgentReader<AgentKind>[] => Object.values(byKind).map((newReader) => newReader());
