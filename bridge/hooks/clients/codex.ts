/** Claude Code's shape in a file of its own; tried with 0.171. It leaves no edit to the human, and runs no new hook before it is trusted. */
import { join } from 'node:path';
import { type HookClient, itemAt, type Moment, patchedPaths, textIn } from '../hook-client.ts';
import { claudeReply } from './claude-code.ts';

export const codex: HookClient = {
	kind: 'codex',
	folder: ({ home, env }) => env.CODEX_HOME || join(home, '.codex'),
	addition: ({ home, env, command }) => {
		const item = (moment: Moment, matcher?: string) => ({
			...(matcher === undefined ? {} : { matcher }),
			hooks: [{ type: 'command', command: command(moment), timeout: 5 }],
		});
		return {
			in: 'json',
			file: join(codex.folder({ home, env }), 'hooks.json'),
			isNew: '{}\n',
			insertions: [
				itemAt('SessionStart', item('start')),
				itemAt('PreToolUse', item('before', '^apply_patch$')),
				itemAt('PermissionRequest', item('waiting')),
				itemAt('Stop', item('ended')),
				itemAt('SessionEnd', item('gone')),
			],
		};
	},
	hears: ['start', 'before'],
	asks: false,
	paths: (input) => patchedPaths(textIn(input.tool_input, 'command', 'input', 'patch')),
	reply: claudeReply,
	afterwards: 'Codex asks once, at its next start, whether you trust these hooks: choose to trust them. Until then it runs none.',
};
