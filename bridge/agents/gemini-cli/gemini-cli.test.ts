import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Scratch } from '../../../testing/scratch.ts';
import { followLocalAgents, readLocalAgents } from '../../local-agents/local-agents.ts';
import { OPEN_MS, QUIET_MS, SETTLE_MS } from '../../sessions/status.ts';

const SESSION = '9a4b1c60-aaaa-4bbb-8ccc-1ddd2eee3fff';
const CHATS = '.gemini/tmp/shop/chats';
const FILE = `${CHATS}/session-2026-10-06T10-00-9a4b1c60.jsonl`;
const NOW = Date.UTC(2026, 9, 6, 10);
let scratch: Scratch;

beforeEach(() => {
	scratch = new Scratch();
	scratch.write('.gemini/tmp/shop/.project_root', '/gone\n');
});
afterEach(() => scratch.remove());

const head = { sessionId: SESSION, projectHash: 'x', startTime: time(-60_000), lastUpdated: time(-60_000), kind: 'main' };

function time(after: number): string {
	return new Date(NOW + after).toISOString();
}

function gemini(id: string, toolCalls: object[] = [], content: unknown = ''): object {
	const tokens = { input: 1100, output: 40, cached: 1000, thoughts: 5, tool: 0, total: 1145 };
	return { id, timestamp: time(0), type: 'gemini', content, tokens, ...(toolCalls.length > 0 && { toolCalls }) };
}

const prompt = (id: string) => ({ id, timestamp: time(-50_000), type: 'user', content: [{ text: 'CANARY' }] });

function call(id: string, name: string, args: object, status = 'success', output = 'CANARY'): object {
	return { id, name, args, status, timestamp: time(0), result: [{ functionResponse: { id, name, response: { output } } }] };
}

function tell(...records: unknown[]): void {
	scratch.write(FILE, [head, ...records].map((record) => `${JSON.stringify(record)}\n`).join(''));
}

async function only(now = NOW) {
	const { agents } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now });
	expect(agents).toHaveLength(1);
	return agents[0];
}

describe('status', () => {
	test('[A6] a prompt works until it has been silent for long', async () => {
		tell(prompt('m1'));
		expect((await only())?.status).toBe('working');
		expect((await only(NOW + QUIET_MS))?.status).toBe('unknown');
	});

	test.each(['Done.', [{ text: 'Done.' }]])('[A6] a reply has ended its turn when nothing follows: %j', async (content) => {
		tell(prompt('m1'), gemini('m2', [], content));
		expect((await only(NOW + SETTLE_MS - 1))?.status).toBe('working');
		expect((await only(NOW + SETTLE_MS))?.status).toBe('idle');
	});

	test.each([{ content: '' }, { content: [] }, { content: [{ functionCall: {} }] }, { content: [{ text: 'Received.', thought: true }] }])(
		'[A6] a reply without a word goes on, or its call waits for a yes, which is not written down: $content',
		async ({ content }) => {
			tell(prompt('m1'), gemini('m2', [], content));
			expect((await only(NOW + OPEN_MS - 1))?.status).toBe('working');
			expect((await only(NOW + OPEN_MS))?.status).toBe('unknown');
		},
	);

	const answers = (id: string) => ({
		id,
		timestamp: time(0),
		type: 'user',
		content: [{ functionResponse: { id: 'c1', name: 'replace' } }],
	});
	const context = { id: 'm0', timestamp: time(0), type: 'user', content: [{ text: '<session_context>\nCANARY' }] };

	test('[A6] what tools answered, and what the client says of itself, begins no turn', async () => {
		tell(prompt('m1'), gemini('m2', [call('c1', 'replace', { file_path: 'a.ts' }, 'cancelled')]), answers('m3'));
		expect((await only())?.status).toBe('idle');
		tell(prompt('m1'), gemini('m2', [call('c1', 'replace', { file_path: 'a.ts' })]), answers('m3'));
		expect((await only(NOW + SETTLE_MS))?.status).toBe('working');
		tell(context);
		expect((await only())?.status).not.toBe('working');
	});

	test.each(['Request cancelled.', 'User cancelled the request.'])('[A6] a turn that its human stopped has ended: %s', async (content) => {
		tell(prompt('m1'), { id: 'm2', timestamp: time(0), type: 'info', content }, context);
		expect((await only())?.status).toBe('idle');
	});

	test('[A6] a call that awaits approval waits, calls that were all cancelled end the turn', async () => {
		tell(prompt('m1'), gemini('m2', [call('c1', 'replace', { file_path: 'a.ts' }, 'awaiting_approval')]));
		expect(await only()).toMatchObject({ status: 'waiting', touches: [] });
		tell(prompt('m1'), gemini('m2', [call('c1', 'replace', { file_path: 'a.ts' }, 'cancelled')]));
		expect(await only()).toMatchObject({ status: 'idle', touches: [], errors: 0 });
	});

	test('[A6] an error is an error until its human says something', async () => {
		tell(prompt('m1'), { id: 'm2', timestamp: time(0), type: 'error', content: 'CANARY' });
		expect(await only()).toMatchObject({ status: 'error', errors: 1 });
		tell(prompt('m1'), { id: 'm2', timestamp: time(0), type: 'error', content: 'CANARY' }, prompt('m3'));
		expect(await only()).toMatchObject({ status: 'working', errors: 1 });
	});
});

describe('errors', () => {
	const shell = (output: string) => call('c1', 'run_shell_command', { command: 'CANARY' }, 'success', output);

	test.each([
		['Output: x\nExit Code: 3', 1],
		['Output: x\nExit Code: 0\nSignal: 0\nBackground PIDs: (none)\nProcess Group PGID: 7', 0],
		['Command: x\nOutput: x\nExit Code: 127\nSignal: (none)\nProcess Group PGID: 7', 1],
		[`<untrusted_context>\nOutput: ${'x\n'.repeat(5000)}\nExit Code: 1\nProcess Group PGID: 7\n</untrusted_context>`, 1],
		['Output: it printed\nExit Code: 1\nand went on', 0],
	])('[A12] a command’s exit code is read from the client’s own last words: %#', async (output, errors) => {
		tell(prompt('m1'), gemini('m2', [shell(output)]));
		expect((await only())?.errors).toBe(errors);
	});

	test('[A12] of several calls’ results, which stand together, each is its own', async () => {
		const result = (id: string, output: string) => ({ functionResponse: { id, name: 'run_shell_command', response: { output } } });
		const results = [result('c1', 'Output: x'), result('c2', 'Output: x\nExit Code: 2')];
		const calls = ['c1', 'c2'].map((id) => ({ ...call(id, 'run_shell_command', {}), result: results }));
		tell(prompt('m1'), gemini('m2', calls));
		expect((await only())?.errors).toBe(1);
	});

	test('[A12] what a tool used of the prompt is counted with it', async () => {
		const tokens = { input: 1100, output: 40, cached: 1000, thoughts: 5, tool: 30, total: 1175 };
		tell(prompt('m1'), { ...gemini('m2', [], 'Done.'), tokens });
		expect((await only())?.tokens).toEqual({ input: 130, cached: 1000, output: 45 });
	});

	test('[A12] a message that is written again counts once', async () => {
		const failed = call('c1', 'replace', { file_path: 'a.ts' }, 'error');
		const done = call('c2', 'write_file', { file_path: '/gone/b.ts' });
		tell(prompt('m1'), gemini('m2'), gemini('m2', [failed]), gemini('m2', [failed, done]), gemini('m2', [failed, done]));
		expect(await only()).toMatchObject({ errors: 1, touches: [{ path: 'b.ts' }], tokens: { input: 100, cached: 1000, output: 45 } });
	});
});

describe('where it works', () => {
	test('[A10] the list of projects tells where the folder itself does not', async () => {
		scratch.write('.gemini/tmp/shop/.project_root', '');
		scratch.write('.gemini/projects.json', JSON.stringify({ projects: { '/gone/too': 'other', '/gone/shop': 'shop' } }));
		tell(prompt('m1'));
		expect((await only())?.cwd).toBe('/gone/shop');
	});

	test('[A10] of a hash the folder is found above the files that it worked on', async () => {
		const hash = createHash('sha256').update('/gone/shop').digest('hex');
		const read = call('c1', 'read_file', { file_path: '/gone/shop/src/a.ts' });
		const messages = [prompt('m1'), gemini('m2', [call('c0', 'read_file', { file_path: 'relative.ts' }), read])];
		scratch.write(`.gemini/tmp/${hash}/chats/session-x.json`, JSON.stringify({ ...head, projectHash: hash, messages }));
		expect(await only()).toMatchObject({ cwd: '/gone/shop', touches: [{ path: 'relative.ts' }, { path: 'src/a.ts' }] });
	});

	test('a session whose folder nobody tells is no agent', async () => {
		scratch.write('.gemini/tmp/shop/.project_root', 'not a path');
		tell(prompt('m1'));
		expect((await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW })).agents).toEqual([]);
	});
});

test('[A4] a history that is rewritten within the file is not counted again', async () => {
	const messages = Array.from({ length: 100 }, (_, place) => gemini(`m${place}`, [], 'CANARY'));
	tell(...messages, { $set: { messages, lastUpdated: time(1000) } }, { $rewindTo: 'm50' });
	expect((await only())?.tokens).toEqual({ input: 10_000, cached: 100_000, output: 4500 });
});

test('[A4] a subagent is its parent’s work', async () => {
	tell(prompt('m1'), gemini('m2', [], 'CANARY'));
	const records = [{ ...head, sessionId: 'sub', kind: 'subagent' }, gemini('s1', [call('c1', 'write_file', { file_path: '/gone/a.ts' })])];
	scratch.write(`${CHATS}/${SESSION}/sub.jsonl`, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
	expect(await only()).toMatchObject({ touches: [{ path: 'a.ts' }], tokens: { output: 90 } });
});

test('[A4] so is one that an older version wrote as a document, beside its parent’s or below it', async () => {
	tell(prompt('m1'), gemini('m2', [], 'CANARY'));
	const edits = [gemini('s1', [call('c1', 'write_file', { file_path: '/gone/a.ts' })])];
	const document = (sessionId: string, kind: string) => JSON.stringify({ ...head, sessionId, kind, messages: edits });
	scratch.write(`${CHATS}/${SESSION}/sub.json`, document('sub', 'subagent'));
	expect(await only()).toMatchObject({ touches: [{ path: 'a.ts' }], tokens: { output: 90 } });
	scratch.write(`${CHATS}/session-2026-02-22T10-00-9a4b1c60.json`, document(SESSION, 'subagent'));
	expect(await only()).toMatchObject({ status: 'working', tokens: { output: 135 } });
});

test('[A2] a tracker’s tasks are the plan, without their kinds and numbers', async () => {
	const todos = [
		{ description: 'epic: Tax on prices (a1b2c3)', status: 'in_progress' },
		{ description: '  task: Find the price (d4e5f6)', status: 'completed' },
	];
	const made = { ...call('c1', 'tracker_update_task', { id: 'd4e5f6', status: 'closed' }), resultDisplay: { todos } };
	tell(prompt('m1'), gemini('m2', [made]));
	expect((await only())?.plan).toEqual([
		{ subject: 'Tax on prices', state: 'in_progress' },
		{ subject: 'Find the price', state: 'completed' },
	]);
});

test('a session is followed as it grows', async () => {
	const end = new AbortController();
	const told: string[] = [];
	tell();
	const file = join(scratch.home, FILE);
	await followLocalAgents({
		home: scratch.home,
		env: {},
		windowMs: 60_000,
		clock: () => NOW,
		signal: end.signal,
		onChange: ({ changed }) => told.push(...changed.map(({ status, touches }) => [status, ...touches.map(({ path }) => path)].join(' '))),
	});
	appendFileSync(file, `${JSON.stringify(prompt('m1'))}\n`);
	appendFileSync(file, `${JSON.stringify(gemini('m2', [call('c1', 'replace', { file_path: 'a.ts' })]))}\n`);
	await vi.waitFor(() => expect(told.at(-1)).toBe('working a.ts'), { timeout: 45_000, interval: 5 });
	end.abort();
});

test('its own variable comes before the home folder', async () => {
	tell(prompt('m1'));
	const env = { GEMINI_CLI_HOME: scratch.home };
	expect((await readLocalAgents({ home: '/gone', env, since: 'all', now: NOW })).agents).toHaveLength(1);
});
