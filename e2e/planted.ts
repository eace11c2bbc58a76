/** Plants a canary in every string of a record that is neither told nor needed to know what the record is. */
const CANARY = 'CANARY';

/** What tells readers what a record is, whose, when and where: without it there would be nothing to tell, and nothing proven. */
const STRUCTURE = new Set([
	...['type', 'subtype', 'role', 'kind', 'status', 'name', 'tool', 'toolName', 'stop_reason', 'finish', 'code', 'reason'],
	...['id', 'uuid', 'sessionId', 'sessionID', 'session_id', 'requestSessionId', 'thread_id', 'parent_thread_id', 'parentID', 'messageID'],
	...[
		'agentId',
		'taskId',
		'call_id',
		'callID',
		'tool_use_id',
		'toolCallId',
		'usageId',
		'projectHash',
		'projectID',
		'procStart',
		'callingSessionId',
	],
	...[
		'source',
		'titleSource',
		'timestamp',
		'lastUpdated',
		'version',
		'cli_version',
		'copilotVersion',
		'shutdownType',
		'viewType',
		'toolDenialKind',
		'stopReason',
		'callId',
	],
	...['cwd', 'directory', 'workspacePath', 'worktreePath', 'working_dir', 'folder_paths', 'folder'],
	// Of databases, and of editors.
	...['key', 'data_type', 'folder_paths_order', 'session_type', 'session_id', 'message_id', 'created_at', 'updated_at'],
	...['bubbleId', 'createdAt', 'toolId', 'scheme'],
]);
/** What may be told. Arguments of Codex's calls are JSON and scripts within a string: our samples have canaries in them. */
const TOLD =
	/(?:^|\.)(?:aiTitle|gitBranch|branch|worktreeBranch|file_path|filePath|notebook_path|absolute_path|path|sourcePath|meta\.source\.value|arguments|input)$|(?:todos|tasks)\[\]\.(?:content|description)$|input\.todos$|arguments\.content$|fsPath$|session\[\]\.title$|todo\[\]\.content$|todoList\[\]\.title$|systemPayload\.customTitle$|^\[\]\.content$|^title$|(?<!thoughts\[\]\.)subject$/;
/** Made by the model in Gemini, and in Claude Code about another conversation. */
const TOLD_OF_GEMINI = /^(?:\$set\.)?summary$/;

export function planted(record: unknown, agent: string, way = ''): unknown {
	if (typeof record === 'string') return isKept(way, agent) ? record : `${record} ${CANARY}`;
	if (Array.isArray(record)) return record.map((each) => planted(each, agent, `${way}[]`));
	if (record === null || typeof record !== 'object') return record;
	const fields = Object.entries(record).map(([key, each]) => [key, planted(each, agent, way === '' ? key : `${way}.${key}`)]);
	// A field that no version has yet.
	return Object.fromEntries(way === '' ? [...fields, ['unheardOf', CANARY]] : fields);
}

function isKept(way: string, agent: string): boolean {
	const key = /[^.[\]]+(?=(?:\[\])*$)/.exec(way)?.[0] ?? '';
	return STRUCTURE.has(key) || TOLD.test(way) || (agent === 'gemini-cli' && TOLD_OF_GEMINI.test(way));
}

/** A file of records, one a line or one in all. What is no JSON is left as it is. */
export function plantedIn(content: string, agent: string): string {
	const whole = parsed(content);
	if (whole !== undefined) return JSON.stringify(planted(whole, agent));
	return content
		.split('\n')
		.map((line) => {
			const record = parsed(line);
			return record === undefined ? line : JSON.stringify(planted(record, agent));
		})
		.join('\n');
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}
