/** https://cursor.com/docs/agent/hooks; written after the documents alone. Before an edit it can refuse, and tells its model nothing else. */
import { join } from 'node:path';
import { type HookClient, itemAt, listed, type Moment, textIn } from '../hook-client.ts';

export const cursor: HookClient = {
	kind: 'cursor',
	folder: ({ home }) => join(home, '.cursor'),
	addition: ({ home, env, command }) => {
		const item = (moment: Moment, matcher?: string) => ({ command: command(moment), ...(matcher === undefined ? {} : { matcher }) });
		return {
			in: 'json',
			file: join(cursor.folder({ home, env }), 'hooks.json'),
			isNew: '{\n  "version": 1\n}\n',
			insertions: [
				itemAt('sessionStart', item('start')),
				itemAt('preToolUse', item('before', 'Write|Edit|MultiEdit|StrReplace')),
				itemAt('stop', item('ended')),
				itemAt('sessionEnd', item('gone')),
			],
		};
	},
	hears: ['start'],
	asks: false,
	paths: (input) => listed(textIn(input.tool_input, 'file_path', 'path', 'target_file') ?? textIn(input, 'file_path')),
	reply: (_, { verdict, say }) =>
		verdict === 'deny' ? { permission: 'deny', user_message: say, agent_message: say } : { additional_context: say },
};
