/** https://geminicli.com/docs/hooks; tried with 0.61: what is said before a tool does not reach the model, what is said after it does. */
import { join } from 'node:path';
import { type HookClient, itemAt, listed, type Moment, textIn } from '../hook-client.ts';

const EDITS = 'write_file|replace';
/** In ms, here. */
const TIMEOUT = 5_000;

export const geminiCli: HookClient = {
	kind: 'gemini-cli',
	folder: ({ home }) => join(home, '.gemini'),
	addition: ({ home, env, command }) => {
		const item = (moment: Moment, matcher?: string) => ({
			...(matcher === undefined ? {} : { matcher }),
			hooks: [{ name: 'pylon', type: 'command', command: command(moment), timeout: TIMEOUT }],
		});
		return {
			in: 'json',
			file: join(geminiCli.folder({ home, env }), 'settings.json'),
			isNew: '{}\n',
			insertions: [
				itemAt('SessionStart', item('start')),
				itemAt('BeforeTool', item('before', EDITS)),
				itemAt('AfterTool', item('after', EDITS)),
				itemAt('Notification', item('waiting', 'ToolPermission')),
				itemAt('AfterAgent', item('ended')),
				itemAt('SessionEnd', item('gone')),
			],
		};
	},
	hears: ['start', 'after'],
	asks: false,
	paths: (input) => listed(textIn(input.tool_input, 'file_path', 'absolute_path')),
	reply: (moment, { verdict, say }) => {
		if (verdict === 'deny') return { decision: 'deny', reason: say };
		return { hookSpecificOutput: { hookEventName: moment === 'start' ? 'SessionStart' : 'AfterTool', additionalContext: say } };
	},
};
