import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, utimesSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Scratch } from '../../../testing/scratch.ts';
import { followLocalAgents, readLocalAgents } from '../../local-agents/local-agents.ts';

const SESSION = '3c1f4a52-7f0e-4d7a-9a51-0a1b2c3d4e5f';
const FOLDER = `.copilot/session-state/${SESSION}`;
const NOW = Date.UTC(2026, 9, 5, 9);
let scratch: Scratch;

beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

const start = { type: 'session.start', data: { copilotVersion: '1.0.102', context: { cwd: '/gone', branch: 'main' } } };

/** Events a second apart, the last of them now. */
function tell(events: { type: string; data?: object; id?: string; agentId?: string }[], folder = FOLDER, until = NOW): void {
	const lines = events.map((event, place) => ({ ...event, timestamp: new Date(until - (events.length - 1 - place) * 1000).toISOString() }));
	scratch.write(`${folder}/events.jsonl`, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

async function agents(now = NOW) {
	return (await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now })).agents;
}

async function only(now = NOW) {
	const found = await agents(now);
	expect(found).toHaveLength(1);
	return found[0] as NonNullable<(typeof found)[0]>;
}

const inUse = (pid = process.pid) => scratch.write(`${FOLDER}/inuse.${pid}.lock`, '');

describe('status', () => {
	const call = { type: 'tool.execution_start', data: { toolCallId: 'c1', toolName: 'bash' } };
	const asks = { type: 'permission.requested', data: { requestId: 'r1', permissionRequest: { toolCallId: 'c1' } } };

	test('[A6] an open permission waits for its human, since it was asked', async () => {
		inUse();
		tell([start, { type: 'user.message' }, call, asks]);
		expect(await only(NOW + 5 * 3_600_000)).toMatchObject({ status: 'waiting', statusSince: NOW });
	});

	test.each([
		['permission.completed', { toolCallId: 'c1', result: { kind: 'approved' } }],
		['permission.completed', { toolCallId: 'c1', result: { kind: 'denied-by-rules' } }],
	])('[A6] an answered permission works: %s %j', async (type, data) => {
		inUse();
		tell([start, call, asks, { type, data }]);
		expect((await only()).status).toBe('working');
	});

	test('[A6] a permission that a hook gives asks nobody', async () => {
		inUse();
		tell([start, call, { ...asks, data: { ...asks.data, resolvedByHook: true } }]);
		expect((await only()).status).toBe('working');
	});

	test('[A6] what is asked stays open while other calls of the turn are answered, and until each is', async () => {
		inUse();
		const other = { type: 'tool.execution_start', data: { toolCallId: 'c2', toolName: 'view' } };
		const done = { type: 'tool.execution_complete', data: { toolCallId: 'c2', success: true } };
		const asksToo = { type: 'permission.requested', data: { requestId: 'r2', permissionRequest: { toolCallId: 'c2' } } };
		const allowed = (requestId: string) => ({ type: 'permission.completed', data: { requestId, result: { kind: 'approved' } } });
		tell([start, call, other, asks, done]);
		expect((await only()).status).toBe('waiting');
		tell([start, call, other, asks, asksToo, allowed('r2')]);
		expect((await only()).status).toBe('waiting');
		tell([start, call, other, asks, asksToo, allowed('r2'), allowed('r1')]);
		expect((await only()).status).toBe('working');
		const question = { type: 'tool.execution_start', data: { toolCallId: 'q', toolName: 'ask_user' } };
		tell([start, question, other, done]);
		expect((await only()).status).toBe('waiting');
		tell([start, question, other, done, { type: 'tool.execution_complete', data: { toolCallId: 'q', success: true } }]);
		expect((await only()).status).toBe('working');
	});

	test('[A6] what nobody answered is not asked in the next turn', async () => {
		inUse();
		tell([start, call, asks, { type: 'abort', data: { reason: 'user' } }, { type: 'user.message' }]);
		expect((await only()).status).toBe('working');
		tell([start, call, asks, { type: 'assistant.turn_start' }]);
		expect((await only()).status).toBe('working');
	});

	test('[A6] a question to its human waits', async () => {
		inUse();
		tell([start, { type: 'tool.execution_start', data: { toolCallId: 'c1', toolName: 'ask_user' } }]);
		expect((await only()).status).toBe('waiting');
	});

	test('[A6] a reply that asks for tools works, one that does not ends its turn at once', async () => {
		inUse();
		tell([start, { type: 'assistant.message', data: { toolRequests: [{ name: 'bash' }] } }, { type: 'assistant.turn_end' }]);
		expect((await only()).status).toBe('working');
		tell([start, { type: 'assistant.message', data: { toolRequests: [] } }, { type: 'assistant.turn_end' }]);
		expect((await only()).status).toBe('idle');
	});

	test('[A6] the turn of a subagent is not its parent’s, but who it waits for is', async () => {
		inUse();
		const delegates = { type: 'tool.execution_start', data: { toolCallId: 'c0', toolName: 'task' } };
		tell([start, delegates, { type: 'assistant.message', data: { toolRequests: [] }, agentId: 'sub' }]);
		expect((await only()).status).toBe('working');
		tell([start, delegates, { ...asks, agentId: 'sub' }]);
		expect((await only()).status).toBe('waiting');
	});

	test('[A6] an error, and an end by one, are errors', async () => {
		inUse();
		tell([start, { type: 'user.message' }, { type: 'session.error', data: { errorType: 'quota', message: 'CANARY' } }]);
		expect(await only()).toMatchObject({ status: 'error', errors: 1 });
		tell([start, { type: 'user.message' }, { type: 'session.shutdown', data: { shutdownType: 'error' } }]);
		expect(await only()).toMatchObject({ status: 'error', errors: 1 });
	});

	test('[A6] a turn that failed has failed, however its session ended then, until it is taken up again', async () => {
		const failed = [start, { type: 'user.message' }, { type: 'session.error', data: { errorType: 'query', message: 'CANARY' } }];
		const shutdown = { type: 'session.shutdown', data: { shutdownType: 'routine' } };
		tell([...failed, shutdown]);
		expect(await only()).toMatchObject({ status: 'error', errors: 1 });
		tell([...failed, shutdown, { type: 'session.resume' }, { type: 'user.message' }, { type: 'assistant.message', data: {} }, shutdown]);
		expect(await only()).toMatchObject({ status: 'idle', errors: 1 });
	});

	test('[A5] a session whose process was killed does not wait, though its lock is left', async () => {
		const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
		inUse(child.pid);
		tell([start, call, asks]);
		expect((await only()).status).toBe('waiting');
		child.kill('SIGKILL');
		await once(child, 'exit');
		expect((await only()).status).toBe('idle');
	});

	test.runIf(process.platform === 'linux')('[A5] another process that got the number of a killed one is not the session', async () => {
		const lock = inUse();
		const before = new Date(Date.now() - process.uptime() * 1000 - 3_600_000);
		utimesSync(lock, before, before);
		tell([start, call, asks]);
		expect((await only()).status).toBe('idle');
	});

	test('[A5] without a lock a session of a version that has them is over', async () => {
		tell([start, call, asks]);
		expect((await only()).status).toBe('idle');
		tell([{ ...start, data: { ...start.data, copilotVersion: '0.0.369' } }, call, asks]);
		expect((await only()).status).toBe('waiting');
	});
});

describe('plan', () => {
	test('[A2] the plan is in the session’s database, and read without leaving a trace', async () => {
		tell([start]);
		const database = new DatabaseSync(scratch.at(`${FOLDER}/session.db`));
		database.exec(`
			PRAGMA journal_mode = wal;
			CREATE TABLE todos (id TEXT PRIMARY KEY, title TEXT NOT NULL, description TEXT, status TEXT DEFAULT 'pending');
			INSERT INTO todos VALUES ('b', 'Find the price', 'CANARY', 'done'), ('a', 'Add the tax', 'CANARY', 'in_progress'),
				('c', 'Run the tests', 'CANARY', 'blocked'), ('d', 'CANARY', 'CANARY', 'CANARY');
		`);
		database.close();
		expect(await only()).toMatchObject({
			task: 'Add the tax',
			plan: [
				{ subject: 'Find the price', state: 'completed' },
				{ subject: 'Add the tax', state: 'in_progress' },
				{ subject: 'Run the tests', state: 'pending' },
			],
		});
		expect(JSON.stringify(await agents())).not.toContain('CANARY');
		expect(scratch.names(FOLDER)).toEqual(['events.jsonl', 'session.db']);
	});

	test('a database whose writer was killed is followed, and following comes to rest', async () => {
		const end = new AbortController();
		const told: (string | undefined)[] = [];
		inUse();
		tell([start], FOLDER, Date.now());
		const database = new DatabaseSync(scratch.at('elsewhere/session.db'));
		database.exec(
			`PRAGMA journal_mode = wal; CREATE TABLE todos (title TEXT, status TEXT); INSERT INTO todos VALUES ('One', 'in_progress')`,
		);
		const follow = { home: scratch.home, env: {}, windowMs: 60_000, signal: end.signal };
		await followLocalAgents({ ...follow, onChange: ({ changed }) => told.push(...changed.map(({ task }) => task)) });
		for (const suffix of ['', '-wal'])
			copyFileSync(scratch.at(`elsewhere/session.db${suffix}`), scratch.at(`${FOLDER}/session.db${suffix}`));
		database.close();
		await vi.waitFor(() => expect(told.at(-1)).toBe('One'), { timeout: 45_000, interval: 5 });
		expect(await scratch.stirs(FOLDER)).toBeLessThan(10);
		end.abort();
	});

	test('[A3] a broken database costs the plan alone', async () => {
		tell([start, { type: 'user.message' }]);
		scratch.write(`${FOLDER}/session.db`, 'not a database, and long enough to be looked at twice'.repeat(20));
		expect(await only()).toMatchObject({ plan: undefined, branch: 'main' });
	});
});

test('[A4] a forked session’s copies count for the one that they are of', async () => {
	const used = { usage: { inputTokens: 1200, outputTokens: 50, cacheReadTokens: 1000, accounting: { usageId: 'u1' } } };
	const history = [
		{ type: 'session.usage_record', id: 'e1', data: used },
		{ type: 'tool.execution_start', id: 'e2', data: { toolCallId: 'c1', toolName: 'edit', arguments: { path: '/gone/a.ts' } } },
		{ type: 'tool.execution_complete', id: 'e3', data: { toolCallId: 'c1', success: true } },
	];
	tell([start, ...history], '.copilot/session-state/first', NOW - 60_000);
	tell([start, ...history, { type: 'user.message', id: 'e4' }], '.copilot/session-state/fork');
	const [fork, first] = await agents();
	expect(first).toMatchObject({ tokens: { input: 200, cached: 1000, output: 50 }, touches: [{ path: 'a.ts' }] });
	expect(fork).toMatchObject({ tokens: { input: 0, cached: 0, output: 0 }, touches: [] });
});

test('its own variable comes before the home folder', async () => {
	tell([start]);
	const env = { COPILOT_HOME: `${scratch.home}/elsewhere` };
	expect((await readLocalAgents({ home: scratch.home, env, since: 'all', now: NOW })).agents).toEqual([]);
});

test.each([
	[{ shellExecution: { exitCode: 3 } }, 1],
	[{ shellExecution: { exitCode: 0 }, result: { content: '<exited with exit code 3>' } }, 0],
	[{ toolTelemetry: { properties: { executionMode: 'sync' }, metrics: { exit_code: 3 } } }, 1],
	[{ toolTelemetry: { properties: { executionMode: 'sync' }, metrics: { exit_code: 0 } } }, 0],
	[{ result: { content: 'CANARY\n<exited with exit code 3>' } }, 1],
	[{ result: { content: 'CANARY\n<shellId: 0 completed with exit code 3>' } }, 1],
	[{ result: { content: '<exited with exit code 0>' } }, 0],
	[{ result: { content: '<exited with exit code 3>\nCANARY' } }, 0],
	[{ result: { content: '<exited with exit code 3>' }, toolTelemetry: { properties: { command: 'view' } } }, 0],
])('[A12] how a command ended is told by its answer, in whatever way its version has for it: %j', async (answer, errors) => {
	const call = { type: 'tool.execution_start', data: { toolCallId: 'c1', toolName: 'bash' } };
	tell([start, call, { type: 'tool.execution_complete', data: { toolCallId: 'c1', success: true, ...answer } }]);
	expect((await only()).errors).toBe(errors);
});

test('[A4] a fork counts nothing of what was before it, though the other session is there no more', async () => {
	const edit = (n: number, path: string) => [
		{ type: 'tool.execution_start', id: `s${n}`, data: { toolCallId: `c${n}`, toolName: 'edit', arguments: { path } } },
		{ type: 'tool.execution_complete', id: `e${n}`, data: { toolCallId: `c${n}`, success: true } },
	];
	const timed = (events: object[], from: number) =>
		events.map((event, place) => ({ ...event, timestamp: new Date(from + place * 1000).toISOString() }));
	const copied = timed([{ type: 'user.message', id: 'u1' }, ...edit(1, '/gone/a.ts')], NOW - 90_000);
	const own = timed([{ ...start, id: 'new' }, { type: 'user.message', id: 'u2' }, ...edit(2, '/gone/b.ts')], NOW - 5000);
	const lines = [own[0], ...copied, ...own.slice(1)].map((event) => `${JSON.stringify(event)}\n`);
	scratch.write(`${FOLDER}/events.jsonl`, lines.join(''));
	expect((await only()).touches.map(({ path }) => path)).toEqual(['b.ts']);
});
