/** https://code.claude.com/docs/en/hooks; tried with 2.1.332: `additionalContext` before an edit reaches the model from 2.1.32 on. */
import { join } from 'node:path';
import type { HookAnswer } from '../../warn/question.ts';
import { type HookClient, itemAt, listed, type Moment, textIn } from '../hook-client.ts';

const EDITS = 'Edit|MultiEdit|Write|NotebookEdit';

export const claudeCode: HookClient = {
	kind: 'claude-code',
	folder: ({ home, env }) => env.CLAUDE_CONFIG_DIR || join(home, '.claude'),
	addition: ({ home, env, command }) => {
		const item = (moment: Moment, matcher?: string) => ({
			...(matcher === undefined ? {} : { matcher }),
			hooks: [{ type: 'command', command: command(moment), timeout: 5 }],
		});
		return {
			in: 'json',
			file: join(claudeCode.folder({ home, env }), 'settings.json'),
			isNew: '{}\n',
			insertions: [
				itemAt('SessionStart', item('start')),
				itemAt('PreToolUse', item('before', EDITS)),
				itemAt('PermissionRequest', item('waiting')),
				itemAt('Stop', item('ended')),
				itemAt('SessionEnd', item('gone')),
			],
		};
	},
	statusLine: (command) => ({ at: ['statusLine'], value: { type: 'command', command }, as: 'member', yields: true }),
	hears: ['start', 'before'],
	asks: true,
	paths: (input) => listed(textIn(input.tool_input, 'file_path', 'notebook_path')),
	reply: claudeReply,
};

const EVENTS: Partial<Record<Moment, string>> = { start: 'SessionStart', before: 'PreToolUse' };

/** Of those who took over its shape, too. */
export function claudeReply(moment: Moment, { verdict, say }: HookAnswer): object {
	const hookEventName = EVENTS[moment];
	if (verdict === 'tell') return { hookSpecificOutput: { hookEventName, additionalContext: say } };
	return { hookSpecificOutput: { hookEventName, permissionDecision: verdict, permissionDecisionReason: say } };
}
