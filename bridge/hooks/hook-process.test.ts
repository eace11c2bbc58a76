/** The hook as a process: whatever is wrong, the agent's client goes on as if there were none. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOOK_WORDS, hookInput } from '../../testing/hook-samples.ts';
import { Scratch } from '../../testing/scratch.ts';
import { CLIENTS, HOOK_KINDS } from './clients/index.ts';
import type { Moment } from './hook-client.ts';
import { hooksOf } from './installed-hooks.ts';

const HOOK = join(import.meta.dirname, '../pylon-hook.ts');
const NOTHING = { code: 0, stdout: '', stderr: '' };

let scratch: Scratch;
const ending: (() => unknown)[] = [];
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => {
	for (const end of ending.splice(0)) end();
	scratch.remove();
});

const env = () => ({ PATH: process.env.PATH, HOME: scratch.home, NODE_NO_WARNINGS: '1' });
const input = (kind: keyof typeof CLIENTS = 'claude-code', moment: Moment = 'before') =>
	hookInput(kind, moment, { cwd: scratch.home, session: 's-1' }) ?? '';

/** Whoever waits for an answer has it, however busy the machine is. */
const PATIENTLY = '20000';

async function hook(words: string[], given: string | undefined): Promise<typeof NOTHING> {
	const child = spawn(process.execPath, [HOOK, ...words], { env: env(), cwd: scratch.home });
	child.stdin.on('error', () => undefined);
	if (given !== undefined) child.stdin.end(given);
	const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
	return { code: child.exitCode ?? -1, stdout, stderr };
}

/** In the place of a bridge, whose questions it keeps. */
async function bridge(answer: (socket: Socket, question: string) => void): Promise<string[]> {
	const asked: string[] = [];
	const server = createServer({ allowHalfOpen: true }, (socket) => {
		socket.on('error', () => undefined);
		void text(socket).then(
			(question) => {
				asked.push(question);
				answer(socket, question);
			},
			() => undefined,
		);
	});
	server.listen(scratch.at('.pylon/bridge.sock'));
	await once(server, 'listening');
	ending.push(() => server.close());
	return asked;
}

function drip(socket: Socket): void {
	const timer = setInterval(() => socket.write(' '), 20);
	socket.on('close', () => clearInterval(timer));
}

/** As fast as it is taken. */
function pour(socket: Socket, text: string): void {
	while (!socket.destroyed && socket.write(text.padEnd(64 * 1024, 'x')));
	if (!socket.destroyed) socket.once('drain', () => pour(socket, 'x'));
}

const SAY = JSON.stringify({ verdict: 'tell', say: 'Pylon: a fact.' });

describe('[W6] says nothing and harms nothing', () => {
	test('without a bridge', async () => {
		expect(await hook(['claude-code', 'before'], input())).toEqual(NOTHING);
	});

	test.each<[string, (socket: Socket) => void]>([
		['an old bridge, which hangs up', (socket) => socket.destroy()],
		['one that never answers', () => undefined],
		['one that has nothing to say', (socket) => socket.end('null')],
		['one that answers a word at a time, and never ends', drip],
		['one that never stops talking', (socket) => pour(socket, SAY.slice(0, -2))],
		['an answer that is cut short', (socket) => socket.end(SAY.slice(0, -4))],
		['an answer that is no JSON', (socket) => socket.end('<html>')],
		['an answer of another shape', (socket) => socket.end('{"say":["x"],"verdict":"tell"}')],
		['a verdict of another version', (socket) => socket.end('{"say":"x","verdict":"shout"}')],
	])('with %s', async (_, answer) => {
		await bridge(answer);
		expect(await hook(['claude-code', 'before'], input())).toEqual(NOTHING);
	});

	test.each([[''], ['{'], ['null'], ['[]'], ['{"session_id":7,"cwd":[],"tool_input":"x"}'], ['\u0000\u0001']])(
		'given %j',
		async (given) => {
			const asked = await bridge((socket) => socket.end(SAY));
			expect(await hook(['claude-code', 'before'], given)).toEqual(NOTHING);
			expect(asked).toEqual([]);
		},
	);

	test('given an input that never ends', async () => {
		expect(await hook(['claude-code', 'before'], undefined)).toEqual(NOTHING);
	});

	test.each([[['nobody', 'before']], [['claude-code', 'nowhen']], [[]], [['constructor', 'before']]])('called as %j', async (words) => {
		await bridge((socket) => socket.end(SAY));
		expect(await hook(words, input())).toEqual(NOTHING);
	});

	test('given more than any client would hand over', async () => {
		const asked = await bridge((socket) => socket.end(SAY));
		const huge = JSON.stringify({ session_id: 's', cwd: '/', tool_input: { file_path: '/a', content: 'x'.repeat(65 * 1024 * 1024) } });
		expect(await hook(['claude-code', 'before', PATIENTLY], huge)).toEqual(NOTHING);
		expect(asked).toEqual([]);
	});

	test.runIf(process.platform === 'linux')('where the pipe that it says it into is full', async () => {
		await bridge((socket) => socket.end(SAY));
		// A pipe holds 64 KiB, and whoever should read it does not until the hook has ended.
		const line = `{ head -c 65536 /dev/zero; "$1" "$2" claude-code before; echo "ended $?" >&2; } | { read -r _ <&3; cat >/dev/null; }`;
		const child = spawn('sh', ['-c', line, 'sh', process.execPath, HOOK], { env: env(), stdio: ['pipe', 'ignore', 'pipe', 'pipe'] });
		const said = text(child.stderr as Readable);
		(child.stdin as Writable).end(input());
		child.stderr?.once('data', () => (child.stdio[3] as Writable).end('\n'));
		expect(await said).toBe('ended 0\n');
	});

	test('where nobody reads what it says', async () => {
		await bridge((socket) => socket.end(SAY));
		const child = spawn(process.execPath, [HOOK, 'claude-code', 'before'], { env: env() });
		child.stdout.destroy();
		child.stdin.end(input());
		await once(child, 'exit');
		expect(child.exitCode).toBe(0);
	});
});

const MOMENTS = ['start', 'before', 'after', 'waiting', 'ended', 'gone'] as const;
const CALLS = HOOK_KINDS.flatMap((kind) =>
	MOMENTS.flatMap((moment) => (hookInput(kind, moment, { cwd: '/', session: 's' }) ? [[kind, moment] as const] : [])),
);

test.each(CALLS)('[W8] %s, %s: of what the client hands over a session, a folder and paths go to the bridge', async (kind, moment) => {
	const asked = await bridge((socket) => socket.end('null'));
	await hook([kind, moment, PATIENTLY], input(kind, moment));
	const asker = { kind, session: 's-1', cwd: scratch.home };
	const [question] = asked.map((each) => JSON.parse(each) as Record<string, unknown>);
	expect(question).toMatchObject(asker);
	const states = { waiting: 'waiting', ended: 'ended', gone: 'gone' } as const;
	const wanted =
		moment in states
			? { ask: 'session', ...asker, state: moment }
			: { ask: 'edit', ...asker, paths: question?.paths, hears: expect.any(Boolean), asks: expect.any(Boolean) };
	expect(question).toEqual(moment === 'start' ? { ask: 'start', ...asker } : wanted);
	if (moment === 'before' || moment === 'after') expect(question).toMatchObject({ paths: [expect.stringMatching(/src\/a\.js$/)] });
	expect(asked.join()).not.toContain(HOOK_WORDS);
});

describe('the line for a prompt', () => {
	const line = () => hook(['status', '--line', PATIENTLY], undefined);

	test('is what the bridge answers, and its input is not waited for', async () => {
		const asked = await bridge((socket) => socket.end('"2 agents · 1 conflict with Andrew"'));
		expect(await line()).toEqual({ ...NOTHING, stdout: '2 agents · 1 conflict with Andrew\n' });
		expect(asked).toEqual(['{"ask":"line"}']);
	});

	test.each([['""'], ['"two\\nlines"'], ['"\\u001b[2J"'], ['{}'], ['null'], ['<'], [JSON.stringify('x'.repeat(201))]])(
		'[W6] is nothing where the bridge answers %s',
		async (answer) => {
			await bridge((socket) => socket.end(answer));
			expect(await line()).toEqual(NOTHING);
		},
	);

	test('[W6] is nothing without a bridge', async () => {
		expect(await line()).toEqual(NOTHING);
	});
});

test('[W1] of a patch every path is asked about', async () => {
	const asked = await bridge((socket) => socket.end('null'));
	const command =
		'*** Begin Patch\n*** Update File: src/a.js\n-x\n*** Add File: b.js\n+y\n*** Update File: c.js\n*** Move to: d.js\n*** End Patch';
	await hook(
		['codex', 'before', PATIENTLY],
		JSON.stringify({ session_id: 's', cwd: '/work', tool_name: 'apply_patch', tool_input: { command } }),
	);
	expect(JSON.parse(asked[0] ?? '')).toMatchObject({ paths: ['src/a.js', 'b.js', 'c.js', 'd.js'] });
});

test('[W8] a large input is read to its end', async () => {
	const asked = await bridge((socket) => socket.end(SAY));
	const given = JSON.stringify({ session_id: 's', cwd: '/work', tool_input: { content: 'x'.repeat(4_000_000), file_path: '/work/a' } });
	expect((await hook(['claude-code', 'before', PATIENTLY], given)).stdout).toContain('a fact');
	expect(asked[0]?.length).toBeLessThan(300);
});

describe('[W5] answers in each client’s own words', () => {
	test.each([
		['claude-code', 'before', 'tell', { hookSpecificOutput: { hookEventName: 'PreToolUse', additionalContext: 'x' } }],
		['claude-code', 'start', 'tell', { hookSpecificOutput: { hookEventName: 'SessionStart', additionalContext: 'x' } }],
		[
			'claude-code',
			'before',
			'ask',
			{ hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'ask', permissionDecisionReason: 'x' } },
		],
		[
			'codex',
			'before',
			'deny',
			{ hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'deny', permissionDecisionReason: 'x' } },
		],
		['gemini-cli', 'before', 'deny', { decision: 'deny', reason: 'x' }],
		['gemini-cli', 'after', 'tell', { hookSpecificOutput: { hookEventName: 'AfterTool', additionalContext: 'x' } }],
		['copilot-cli', 'before', 'tell', { additionalContext: 'x' }],
		['copilot-cli', 'before', 'deny', { permissionDecision: 'deny', permissionDecisionReason: 'x' }],
		['opencode', 'after', 'tell', { say: 'x' }],
		['opencode', 'before', 'deny', { deny: 'x' }],
		['cursor', 'before', 'deny', { permission: 'deny', user_message: 'x', agent_message: 'x' }],
	] as const)('%s, %s: %s', (kind, moment, verdict, reply) => {
		expect(CLIENTS[kind].reply(moment, { verdict, say: 'x' })).toEqual(reply);
	});
});

describe('the plugin of OpenCode', () => {
	type Tools = Record<string, (input: object, output: { args?: object; output?: string }) => Promise<void>>;
	async function plugin(): Promise<Tools> {
		const { addition } = hooksOf('opencode', { home: scratch.home, env: {}, script: join(import.meta.dirname, '../pylon.ts') });
		if (addition.in !== 'file') throw new Error('It is no file.');
		const file = scratch.write('plugin.mjs', addition.text);
		const { Pylon } = (await import(pathToFileURL(file).href)) as { Pylon: (at: { directory: string }) => Promise<Tools> };
		const before = process.env.HOME;
		process.env.HOME = scratch.home;
		ending.push(() => {
			process.env.HOME = before;
		});
		return Pylon({ directory: '/work' });
	}
	const CALL = { tool: 'edit', sessionID: 's-1', args: { filePath: '/work/a.js', oldString: HOOK_WORDS } };

	test('[W1] adds what is said to what the edit answers', async () => {
		const asked = await bridge((socket) => socket.end(SAY));
		const output = { output: 'Edited.' };
		await (await plugin())['tool.execute.after']?.(CALL, output);
		expect(output.output).toBe('Edited.\n\nPylon: a fact.');
		expect(asked.join()).not.toContain(HOOK_WORDS);
	});

	test('[W5] refuses by throwing', async () => {
		await bridge((socket) => socket.end(JSON.stringify({ verdict: 'deny', say: 'Pylon: a fact.' })));
		await expect((await plugin())['tool.execute.before']?.(CALL, { args: CALL.args })).rejects.toThrow('Pylon: a fact.');
	});

	test('[W6] does nothing without a bridge', async () => {
		const output = { output: 'Edited.' };
		const tools = await plugin();
		await tools['tool.execute.before']?.(CALL, { args: CALL.args });
		await tools['tool.execute.after']?.(CALL, output);
		expect(output.output).toBe('Edited.');
	});
});
