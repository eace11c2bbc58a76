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

describe('[A12] the answer to a patch', () => {
	const ANSWER = 'Wall time: 0.0000 seconds\nOutput:\n';
	const calls = {
		custom: (patch: string) => ({ type: 'custom_tool_call', name: 'apply_patch', call_id: 'c', input: patch }),
		command: (patch: string) => ({ ...command, arguments: JSON.stringify({ cmd: `apply_patch <<'EOF'\n${patch}\nEOF` }) }),
		script: (patch: string) => ({ type: 'custom_tool_call', name: 'exec', call_id: 'c', input: `await tools.apply_patch(${patch})` }),
	};
	const command = { type: 'function_call', name: 'exec_command', call_id: 'c' };
	const answered = async (call: object, output: unknown) => {
		const scratch = new Scratch();
		onTestFinished(() => scratch.remove());
		const id = '00000000-0000-4000-8000-000000000002';
		const records = [{ type: 'message', role: 'user' }, call, { type: `${(call as typeof command).type}_output`, call_id: 'c', output }];
		const all = [['session_meta', { id, cwd: '/gone' }], ...records.map((payload) => ['response_item', payload])];
		const lines = all.map(([type, payload]) => JSON.stringify({ timestamp: '2026-10-05T09:00:00.000Z', type, payload }));
		scratch.write(`.codex/sessions/2026/10/05/rollout-2026-10-05T09-00-00-${id}.jsonl`, `${lines.join('\n')}\n`);
		const { agents } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: Date.UTC(2026, 9, 5, 9) });
		return { edited: agents[0]?.touches.map(({ path }) => path), errors: agents[0]?.errors };
	};
	const patch = '*** Begin Patch\n*** Add File: /gone/a.ts\n+CANARY\n*** End Patch';

	test.each([
		`Exit code: 0\nWall time: 0 seconds\nOutput:\nSuccess. Updated the following files:\nA a.ts\n`,
		`${ANSWER}Exit code: 0\nWall time: 0 seconds\nOutput:\nSuccess. Updated the following files:\nA a.ts\n`,
		'{"output":"Success. Updated the following files:\\nA a.ts\\n","metadata":{"exit_code":0,"duration_seconds":0.0}}',
		'Success. Updated the following files:\nA a.ts\n',
	])('tells of what it edited where it says that it did: %j', async (output) => {
		expect(await answered(calls.custom(patch), output)).toEqual({ edited: ['a.ts'], errors: 0 });
		expect(await answered(calls.command(patch), output)).toEqual({ edited: ['a.ts'], errors: 0 });
	});

	test.each([
		'apply_patch verification failed: Failed to find expected lines in /gone/a.ts:\nCANARY',
		'apply_patch handler received invalid patch input',
		'patch rejected: writing outside of the project',
		'whatever a newer version may say',
		`${ANSWER}Exit code: 1\nWall time: 0 seconds\nOutput:\nCANARY`,
		'',
	])('is a failure else, and nothing was edited: %j', async (output) => {
		expect(await answered(calls.custom(patch), output)).toEqual({ edited: [], errors: 1 });
		expect(await answered(calls.command(patch), output)).toEqual({ edited: [], errors: 1 });
	});

	test.each(['patch rejected by user', 'exec command rejected by user', 'rejected by user', 'aborted by user after 2.1s', 'aborted'])(
		'is no failure where its human said no: %j',
		async (output) => {
			expect(await answered(calls.custom(patch), output)).toEqual({ edited: [], errors: 0 });
			expect(await answered(calls.command(patch), output)).toEqual({ edited: [], errors: 0 });
		},
	);

	test('that says nothing is none of another call', async () => {
		expect(await answered({ ...command, arguments: '{"cmd":"sleep 60"}' }, 'Process running with session ID 7')).toMatchObject({
			errors: 0,
		});
		expect(await answered(calls.script(patch), [{ type: 'input_text', text: 'Script completed\nCANARY' }])).toMatchObject({ errors: 0 });
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
