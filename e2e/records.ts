/** Records as the agents write them, for sessions of `Replay`, which fills in {{session}}, {{cwd}}, {{now}} and the like. */
let made = 0;
const fresh = (kind: string): string => `${kind}_${++made}`;

const claude = (body: object): object => ({
	parentUuid: null,
	isSidechain: false,
	...body,
	uuid: fresh('uuid'),
	timestamp: '{{now}}',
	userType: 'external',
	cwd: '{{cwd}}',
	sessionId: '{{session}}',
	version: '2.1.330',
	gitBranch: 'feature/login-limit',
});

const assistant = (content: object): object =>
	claude({
		type: 'assistant',
		message: {
			id: fresh('msg'),
			role: 'assistant',
			model: 'claude-sonnet-4-5',
			content: [content],
			stop_reason: 'tool_use',
			usage: { input_tokens: 10, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 5 },
		},
		requestId: fresh('req'),
	});

const user = (content: string | object[]): object => claude({ type: 'user', message: { role: 'user', content } });

function claudeCall(name: string, input: object, result: object): object[] {
	const id = fresh('toolu');
	return [assistant({ type: 'tool_use', id, name, input }), user([{ type: 'tool_result', tool_use_id: id, ...result }])];
}

export const claudeEdit = (path: string, text = 'x'): object[] =>
	claudeCall('Edit', { file_path: `{{cwd}}/${path}`, old_string: text, new_string: text }, { content: text });

/** Everything that a Claude Code session can say, said with these words. */
export const claudeSaying = (words: string): object[] => [
	user(words),
	assistant({ type: 'thinking', thinking: words, signature: '' }),
	assistant({ type: 'text', text: words }),
	...claudeCall('Bash', { command: `echo ${words}`, description: words }, { content: words, is_error: true }),
	...claudeEdit('src/words.ts', words),
	{ type: 'last-prompt', lastPrompt: words, sessionId: '{{session}}' },
];

const codex = (type: string, payload: object): object => ({ timestamp: '{{now}}', type, payload });

export const codexEdit = (path: string, text = 'x'): object[] => {
	const id = fresh('call');
	const input = `*** Begin Patch\n*** Update File: ${path}\n-${text}\n*** End Patch`;
	const changes = { [`{{cwd}}/${path}`]: { type: 'update', unified_diff: `-${text}`, move_path: null } };
	return [
		codex('response_item', { type: 'custom_tool_call', status: 'completed', call_id: id, name: 'apply_patch', input }),
		codex('event_msg', { type: 'item_completed', item: { type: 'FileChange', id, changes, status: 'completed' } }),
		codex('response_item', { type: 'custom_tool_call_output', call_id: id, output: text }),
	];
};

export const codexSaying = (words: string): object[] => [
	codex('response_item', { type: 'message', role: 'user', content: [{ type: 'input_text', text: words }] }),
	codex('event_msg', {
		type: 'item_completed',
		item: { type: 'AgentMessage', id: fresh('msg'), content: [{ type: 'Text', text: words }] },
	}),
	codex('response_item', { type: 'function_call', name: 'exec_command', arguments: JSON.stringify({ cmd: words }), call_id: 'call_words' }),
	codex('response_item', { type: 'function_call_output', call_id: 'call_words', output: words }),
	...codexEdit('src/phrases.ts', words),
];
