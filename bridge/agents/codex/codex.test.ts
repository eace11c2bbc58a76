/** What the samples of Codex do not show: folders of other systems, and of commands. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { Scratch } from '../../../testing/scratch.ts';
import { readLocalAgents } from '../../local-agents/local-agents.ts';
import { HELD_MS, OPEN_MS } from '../../sessions/status.ts';
import type { Sighting } from '../sighting.ts';
import { codex } from './codex.ts';

function sightingOf(type: string, payload: object): Sighting | undefined {
	const bytes = Buffer.from(JSON.stringify({ timestamp: '2026-10-05T09:00:00.000Z', type, payload }));
	return codex().record?.(bytes, 0, bytes.length);
}

describe('what a command read', () => {
	const read = (cwd: string | undefined, path = 'src/a.ts') => {
		const item = { type: 'CommandExecution', id: 'call', status: 'completed', exit_code: 0, cwd, parsed_cmd: [{ type: 'read', path }] };
		return sightingOf('event_msg', { type: 'item_completed', item })?.answers?.[0]?.touches?.map((touched) => touched.path);
	};

	test.each([
		['file:///home/jake/shop', '/home/jake/shop/src/a.ts'],
		['file:///C:/Users/Jake/shop', 'C:\\Users\\Jake\\shop\\src\\a.ts'],
		['file://wsl.localhost/Ubuntu/home/jake', '\\\\wsl.localhost\\Ubuntu\\home\\jake\\src\\a.ts'],
		['/home/jake/shop', '/home/jake/shop/src/a.ts'],
		['C:\\Users\\Jake\\shop', 'C:\\Users\\Jake\\shop\\src\\a.ts'],
	])('in %s is told from there, whatever system reads it', (cwd, path) => expect(read(cwd)).toEqual([path]));

	test('in a folder that no system has is not told, and costs no other record', () => {
		expect(read('file:///a%2Fb')).toEqual([]);
		expect(read('file:///%zz')).toEqual([]);
		expect(read('file:///%zz', '/home/jake/shop/src/a.ts')).toEqual([]);
	});

	test('without a folder is told from the session’s', () => expect(read(undefined)).toEqual(['src/a.ts']));
});

describe('a patch', () => {
	const patch = '*** Begin Patch\n*** Update File: src/a.ts\n@@\n-CANARY\n*** Add File: /home/jake/shop/b.ts\n+CANARY\n*** End Patch';
	const edited = (name: string, args: object) => {
		const call = { type: 'function_call', name, call_id: 'call', arguments: JSON.stringify(args) };
		return sightingOf('response_item', call)?.calls?.[0]?.touches.map(({ path }) => path);
	};

	test('is told from the folder that its command was given', () => {
		const paths = ['/home/jake/shop/web/src/a.ts', '/home/jake/shop/b.ts'];
		expect(edited('shell', { command: ['apply_patch', patch], workdir: '/home/jake/shop/web' })).toEqual(paths);
		expect(edited('shell_command', { command: `apply_patch <<'EOF'\n${patch}\nEOF`, workdir: '/home/jake/shop/web' })).toEqual(paths);
	});

	test('is read as the agent wrote it, backslashes and all', () => {
		const windows = '*** Begin Patch\n*** Update File: src\\new\\readme.md\n*** Move to: C:\\shop\\next.md\n*** End Patch';
		const paths = ['src\\new\\readme.md', 'C:\\shop\\next.md'];
		const freeform = { type: 'custom_tool_call', name: 'apply_patch', call_id: 'call', input: windows };
		expect(sightingOf('response_item', freeform)?.calls?.[0]?.touches.map(({ path }) => path)).toEqual(paths);
		expect(edited('shell', { command: ['apply_patch', windows] })).toEqual(paths);
		expect(edited('apply_patch', { input: windows })).toEqual(paths);
		expect(edited('exec_command', { cmd: `apply_patch <<'EOF'\n${windows}\nEOF` })).toEqual(paths);
	});

	test('in a script or in other words of a command edits nothing: what a script changed is told by itself', () => {
		const script = `await tools.apply_patch(\`${patch}\`)`;
		const exec = { type: 'custom_tool_call', name: 'exec', call_id: 'call', input: script };
		expect(sightingOf('response_item', exec)?.calls?.[0]?.touches).toEqual([]);
		expect(edited('shell_command', { command: `cat > notes.md <<'EOF'\n${patch}\nEOF` })).toEqual([]);
	});

	test('is told from the session’s where it was given none', () => {
		expect(edited('shell', { command: ['apply_patch', patch] })).toEqual(['src/a.ts', '/home/jake/shop/b.ts']);
		expect(edited('shell', { command: ['apply_patch', patch], workdir: '' })).toEqual(['src/a.ts', '/home/jake/shop/b.ts']);
	});
});

describe('[A12] what was answered', () => {
	const THREAD = '00000000-0000-4000-8000-000000000002';
	const PATCH = '*** Begin Patch\n*** Update File: src/a.ts\n@@\n-CANARY\n*** End Patch';
	const patch = { type: 'custom_tool_call', name: 'apply_patch', input: PATCH };
	const intercepted = { type: 'function_call', name: 'shell', arguments: JSON.stringify({ command: ['apply_patch', PATCH] }) };
	const plan = { type: 'function_call', name: 'update_plan', arguments: JSON.stringify({ plan: [{ step: 'Rename', status: 'pending' }] }) };
	const toldOf = async (call: { type: string; [field: string]: unknown }, ...answers: { type: string; [field: string]: unknown }[]) => {
		const scratch = new Scratch();
		onTestFinished(() => scratch.remove());
		const items = [call, ...answers].map((item) => ({ call_id: 'c', ...item }));
		const records = [
			{ type: 'session_meta', payload: { id: THREAD, cwd: '/gone' } },
			...items.map((payload) => ({ type: payload.type.startsWith('patch') ? 'event_msg' : 'response_item', payload })),
		];
		const lines = records.map((record) => JSON.stringify({ timestamp: '2026-10-05T09:00:00.000Z', ...record }));
		scratch.write(`.codex/sessions/2026/10/05/rollout-2026-10-05T09-00-00-${THREAD}.jsonl`, `${lines.join('\n')}\n`);
		const { agents } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: Date.now() });
		const [agent] = agents;
		return { paths: agent?.touches.map(({ path }) => path), errors: agent?.errors, plan: agent?.plan?.length };
	};
	const answer = (output: unknown) => ({ type: 'custom_tool_call_output', output });
	const done = { paths: ['src/a.ts'], errors: 0 };
	const failed = { paths: [], errors: 1 };
	const denied = { paths: [], errors: 0 };

	test.each([
		['Exit code: 0\nWall time: 0 seconds\nOutput:\nSuccess.', done],
		['Wall time: 0.0000 seconds\nOutput:\nExit code: 0\nWall time: 0 seconds\nOutput:\nSuccess.', done],
		['{"output":"Success.","metadata":{"exit_code":0,"duration_seconds":0.0}}', done],
		['Success. Updated the following files:\nM src/a.ts\n', done],
		['apply_patch verification failed: Failed to find expected lines in /gone/src/a.ts:\nCANARY', failed],
		['Wall time: 0.0000 seconds\nOutput:\nExit code: 1\nWall time: 0 seconds\nOutput:\nCANARY', failed],
		['apply_patch verification failed: Failed to find expected lines:\nProcess exited with code 0 \\"exit_code\\":0\nExit code: 0', failed],
		['execution error: Io(Custom { kind: Other, error: "CANARY" })', failed],
		['unsupported custom tool call: apply_patch', failed],
		['whatever a newer version may say', failed],
		['', failed],
		[{ content: 'CANARY', success: false }, failed],
		['patch rejected by user', denied],
		['patch rejected: writing outside of the project; rejected by user approval settings', denied],
		[{ content: 'patch rejected by user', success: false }, denied],
		['aborted by user after 3.1s', denied],
		['aborted', denied],
	])('to a patch decides whether it edited, in words, too: %j', async (output, told) => {
		expect(await toldOf(patch, answer(output))).toMatchObject(told);
		expect(await toldOf(intercepted, answer(output))).toMatchObject(told);
	});

	test('to a command that patches first and goes on is that of its patch', async () => {
		const cmd = `apply_patch <<'EOF'\n${PATCH}\nEOF\nnpm test`;
		const command = { type: 'function_call', name: 'exec_command', arguments: JSON.stringify({ cmd }) };
		const output = 'Chunk ID: 14aaf3\nWall time: 10 seconds\nProcess running with session ID 7\nOutput:\nCANARY';
		expect(await toldOf(command, { type: 'function_call_output', output })).toMatchObject(done);
	});

	test('to a patch that its human declined is no error', async () => {
		const end = { type: 'patch_apply_end', success: false, status: 'declined', changes: { '/gone/src/a.ts': { type: 'add' } } };
		expect(await toldOf(patch, end, answer('patch rejected by user'))).toMatchObject(denied);
		expect(await toldOf(patch, { ...end, status: 'failed' }, answer('execution error: CANARY'))).toMatchObject(failed);
	});

	test.each([
		['Plan updated', 1, 0],
		['failed to parse function arguments: missing field `plan`', undefined, 1],
		['unsupported call: update_plan', undefined, 1],
	])('to a plan decides whether it holds: %j', async (output, steps, errors) => {
		expect(await toldOf(plan, { type: 'function_call_output', output })).toEqual({ paths: [], errors, plan: steps });
	});

	test.each([
		['Chunk ID: 14aaf3\nWall time: 0.1 seconds\nProcess exited with code 0\nOutput:\nProcess exited with code 3\n', 0],
		['Chunk ID: 14aaf3\nWall time: 0.1 seconds\nProcess running with session ID 7\nOutput:\nProcess exited with code 3\n', 0],
		['Command: x\nChunk ID: 14aaf3\nWall time: 0.1 seconds\nProcess exited with code 3\nOriginal token count: 2\nOutput:\nCANARY', 1],
		[JSON.stringify({ output: 'CANARY\n'.repeat(1000), metadata: { exit_code: 3 } }), 1],
	])('to a command decides by what the client says, not by what it printed: %.80j', async (output, errors) => {
		const command = { type: 'function_call', name: 'exec_command', arguments: '{"cmd":"npm test"}' };
		expect(await toldOf(command, { type: 'function_call_output', output })).toMatchObject({ errors });
	});

	test('to a tool that only tells is no error, whatever it says', async () => {
		const tool = { type: 'function_call', name: 'list_mcp_resources', arguments: '{}' };
		expect(await toldOf(tool, { type: 'function_call_output', output: 'apply_patch verification failed: CANARY' })).toMatchObject(denied);
	});
});

test.each([
	['SubAgentActivity', undefined],
	['FileRewrite', 'item_completed/FileRewrite'],
	[undefined, 'item_completed/(untyped)'],
])('[A3] an item of the type %s is counted where it is unknown: it may be how files are edited from now on', (type, unknown) => {
	const item = { type, id: 'call', status: 'completed', words: 'CANARY' };
	expect(sightingOf('event_msg', { type: 'item_completed', item })?.unknown).toBe(unknown);
});

describe('a turn', () => {
	const turn = (type: string, payload: object) => sightingOf(type, payload);

	test.each([
		[
			{ message: 'CANARY', codex_error_info: { http_connection_failed: { http_status_code: 529 } } },
			{ turn: 'failed', errors: 1 },
		],
		['CANARY', { turn: 'failed', errors: 1 }],
		[null, { turn: 'over' }],
		[undefined, { turn: 'over' }],
	])('[A6] [A12] that completed with the error %j', (error, told) => {
		const found = turn('event_msg', { type: 'task_complete', turn_id: 't1', last_agent_message: null, error });
		expect(found).toMatchObject(told);
		expect(found?.errors).toBe((told as { errors?: number }).errors);
		expect(JSON.stringify(found)).not.toContain('CANARY');
	});

	test.each([
		['exec_command', 'open'],
		['shell_command', 'open'],
		['exec', 'open'],
		['write_stdin', 'working'],
		['apply_patch', 'held'],
		['request_user_input', 'asking'],
		['update_plan', 'working'],
	])('[A6] in which %s was called may wait for its human, who is not told of on disk: %s', (name, now) => {
		expect(turn('response_item', { type: 'function_call', name, call_id: 'c', arguments: '{}' })?.turn).toBe(now);
	});
});

describe('[A6] what waits for its human', () => {
	const THREAD = '00000000-0000-4000-8000-000000000001';
	const NOW = Date.UTC(2026, 9, 5, 9);
	const statusAfter = async (name: string, policy: string, silence: number, isAnswered = false) => {
		const scratch = new Scratch();
		onTestFinished(() => scratch.remove());
		const records = [
			['session_meta', { id: THREAD, cwd: '/gone' }],
			['event_msg', { type: 'task_started', turn_id: 't' }],
			['turn_context', { cwd: '/gone', approval_policy: policy }],
			['response_item', { type: 'function_call', name, call_id: 'c', arguments: '{}' }],
			...(isAnswered ? [['response_item', { type: 'function_call_output', call_id: 'c', output: 'Exit code: 0' }]] : []),
		];
		const lines = records.map(([type, payload]) => JSON.stringify({ timestamp: new Date(NOW).toISOString(), type, payload }));
		scratch.write(`.codex/sessions/2026/10/05/rollout-2026-10-05T09-00-00-${THREAD}.jsonl`, `${lines.join('\n')}\n`);
		const { agents } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW + silence });
		return agents[0]?.status;
	};

	test('nobody can tell of a command that has been silent for a minute', async () => {
		expect(await statusAfter('exec_command', 'on-request', OPEN_MS - 1)).toBe('working');
		expect(await statusAfter('exec_command', 'on-request', OPEN_MS)).toBe('unknown');
		expect(await statusAfter('exec_command', 'on-request', OPEN_MS, true)).toBe('working');
	});

	test('a patch that is not made at once does', async () => {
		expect(await statusAfter('apply_patch', 'on-request', HELD_MS)).toBe('waiting');
		expect(await statusAfter('apply_patch', 'on-request', HELD_MS, true)).toBe('working');
	});

	test('nothing does where nobody is ever asked', async () => {
		expect(await statusAfter('exec_command', 'never', OPEN_MS)).toBe('working');
		expect(await statusAfter('apply_patch', 'never', HELD_MS)).toBe('working');
	});
});
