import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { becomeNobody, becomeRoot } from '../../testing/as-nobody.ts';
import { eventually } from '../../testing/eventually.ts';
import { Scratch } from '../../testing/scratch.ts';
import type { LocalAgents } from './following.ts';
import type { LocalAgent } from './local-agent.ts';
import { followLocalAgents, readLocalAgents } from './local-agents.ts';
import { agentIdOf } from './project.ts';

const DAY_MS = 86_400_000;
let scratch: Scratch;
let end: AbortController;
let known: Map<string, LocalAgent>;
let told: number;

beforeEach(() => {
	scratch = new Scratch();
	end = new AbortController();
	known = new Map();
	told = 0;
});
afterEach(() => {
	end.abort();
	scratch.remove();
});

async function follow(windowMs = DAY_MS): Promise<LocalAgents> {
	return await followLocalAgents({
		home: scratch.home,
		env: {},
		windowMs,
		signal: end.signal,
		onChange: ({ changed, gone }) => {
			told++;
			for (const agent of changed) known.set(agent.agentId, agent);
			for (const agentId of gone) known.delete(agentId);
		},
	});
}

const agent = (session: string) => known.get(agentIdOf('claude-code', session));
const soon = (check: () => void) => vi.waitFor(check, { timeout: 45_000, interval: 5 });

test('the first pass is told before following begins, and list() agrees with what was told', async () => {
	scratch.claude('one', '/gone').prompt();
	const agents = await follow();
	expect(agent('one')?.status).toBe('working');
	expect(agents.list()).toEqual([...known.values()]);
});

test('[A8] a worktree that is removed while its session is followed is remembered, wherever it lay', async () => {
	const root = scratch.repository('work/api', 'git@github.com:acme/api.git');
	scratch.git('work/api', 'worktree', 'add', '--quiet', '-b', 'side', '../side');
	const top = join(scratch.home, 'work/side');
	const session = scratch.claude('one', top);
	session.branch = 'side';
	session.edit(join(top, 'a.ts'));
	await follow();
	scratch.git('work/api', 'worktree', 'remove', '--force', '../side');
	session.edit(join(top, 'b.ts'));
	await soon(() => expect(agent('one')?.touches).toHaveLength(2));
	expect(agent('one')).toMatchObject({ repo: 'github.com/acme/api', root, top, branch: 'side' });
});

test('a home without any agent is followed until the first one appears', async () => {
	await follow();
	expect(told).toBe(0);
	scratch.claude('one', '/gone').prompt();
	await soon(() => expect(agent('one')?.status).toBe('working'));
});

test('an append is told at once, not with the next round', async () => {
	vi.useFakeTimers({ toFake: ['setInterval'] });
	onTestFinished(() => void vi.useRealTimers());
	const session = scratch.claude('one', '/gone');
	session.prompt();
	await follow();
	for (let i = 0; i < 10; i++) {
		session.edit(`/gone/file-${i}.ts`);
		// Not Vitest's own waiting, which turns the clock of the rounds on.
		await eventually(
			() => agent('one')?.touches.length,
			(touches) => touches === i + 1,
			45_000,
		);
	}
});

test('a torn line waits for its rest', async () => {
	const session = scratch.claude('one', '/gone');
	session.prompt();
	await follow();
	const line = JSON.stringify({
		type: 'assistant',
		cwd: '/gone',
		timestamp: new Date().toISOString(),
		message: { content: [{ type: 'text' }], stop_reason: 'end_turn' },
	});
	scratch.append(session.file, line.slice(0, 40));
	await new Promise((resolve) => setTimeout(resolve, 100));
	expect(agent('one')?.status).toBe('working');
	scratch.append(session.file, `${line.slice(40)}\n`);
	await soon(() => expect(agent('one')?.status).toBe('idle'));
});

test('files that are cut, replaced, deleted and back again are followed', async () => {
	const session = scratch.claude('one', '/gone');
	session.edit('/gone/a.ts');
	const agents = await follow();
	const path = join(scratch.home, session.file);
	truncateSync(path, 0);
	await soon(() => expect(agent('one')).toBeUndefined());
	session.edit('/gone/b.ts');
	await soon(() => expect(agent('one')?.touches.map((touch) => touch.path)).toEqual(['b.ts']));
	cpSync(path, `${path}.copy`);
	rmSync(path);
	await soon(() => expect(agent('one')).toBeUndefined());
	renameSync(`${path}.copy`, path);
	await soon(() => expect(agent('one')?.touches.map((touch) => touch.path)).toEqual(['b.ts']));
	rmSync(join(scratch.home, '.claude'), { recursive: true });
	await soon(() => expect(agents.list()).toEqual([]));
});

test('a subagent is its parent’s work', async () => {
	const session = scratch.claude('one', '/gone');
	session.prompt();
	await follow();
	const folder = session.file.replace('.jsonl', '/subagents');
	const records = [
		{
			type: 'assistant',
			message: { id: 'm', content: [{ type: 'tool_use', id: 't', name: 'Edit', input: { file_path: '/gone/sub.ts' } }] },
		},
		{ type: 'user', message: { content: [{ type: 'tool_result', tool_use_id: 't', content: 'x' }] } },
	];
	for (const record of records) {
		const common = { isSidechain: true, sessionId: 'one', agentId: 'a1', cwd: '/gone', timestamp: new Date().toISOString() };
		scratch.append(`${folder}/agent-a1.jsonl`, `${JSON.stringify({ ...common, ...record })}\n`);
	}
	await soon(() => expect(agent('one')?.touches.map((touch) => touch.path)).toEqual(['sub.ts']));
	expect(known.size).toBe(1);
});

test('tasks that lie beside a session are its plan, as they change', async () => {
	scratch.claude('one', '/gone').prompt();
	await follow();
	const task = (status: string) =>
		scratch.write('.claude/tasks/one/1.json', JSON.stringify({ id: '1', subject: 'Count', description: 'secret', status }));
	task('pending');
	await soon(() => expect(agent('one')?.plan).toEqual([{ subject: 'Count', state: 'pending' }]));
	task('in_progress');
	await soon(() => expect(agent('one')?.task).toBe('Count'));
});

test('[A5] the registry says that an agent waits, until its process is gone', async () => {
	const session = scratch.claude('one', '/gone');
	session.call('Bash', { command: 'x' });
	await follow();
	const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600_000)'], { stdio: 'ignore' });
	onTestFinished(() => void child.kill('SIGKILL'));
	const registry = scratch.at(`.claude/sessions/${child.pid}.json`);
	writeFileSync(
		registry,
		JSON.stringify({ pid: child.pid, sessionId: 'one', startedAt: Date.now(), status: 'waiting', statusUpdatedAt: Date.now() - 5_000 }),
	);
	await soon(() => expect(agent('one')?.status).toBe('waiting'));
	child.kill('SIGKILL');
	await vi.waitFor(() => expect(agent('one')?.status).toBe('idle'), { timeout: 45_000 });
});

test('[A5] what the registry says is told at once, not with the next round', async () => {
	vi.useFakeTimers({ toFake: ['setInterval'] });
	onTestFinished(() => void vi.useRealTimers());
	const entry = (status: string) =>
		JSON.stringify({ pid: process.pid, sessionId: 'one', startedAt: Date.now(), status, statusUpdatedAt: Date.now() });
	const path = `.claude/sessions/${process.pid}.json`;
	scratch.claude('one', '/gone').call('Bash', { command: 'x' });
	scratch.write(path, entry('busy'));
	await follow();
	scratch.write(path, entry('waiting'));
	await soon(() => expect(agent('one')?.status).toBe('waiting'));
	rmSync(join(scratch.home, '.claude/sessions'), { recursive: true });
	await soon(() => expect(agent('one')?.status).toBe('idle'));
	scratch.write(path, entry('idle'));
	scratch.write(path, entry('waiting'));
	await soon(() => expect(agent('one')?.status).toBe('waiting'));
	scratch.write(path, entry('busy'));
	await soon(() => expect(agent('one')?.status).toBe('working'));
});

test('[A5] an agent that has left the registry works no more, until its session says something again', async () => {
	const session = scratch.claude('one', '/gone');
	session.call('Bash', { command: 'x' });
	await follow();
	const registry = scratch.write(
		`.claude/sessions/${process.pid}.json`,
		JSON.stringify({ pid: process.pid, sessionId: 'one', startedAt: Date.now(), status: 'waiting', statusUpdatedAt: Date.now() }),
	);
	await soon(() => expect(agent('one')?.status).toBe('waiting'));
	rmSync(registry);
	await soon(() => expect(agent('one')?.status).toBe('idle'));
	session.prompt();
	await soon(() => expect(agent('one')?.status).toBe('working'));
});

test('[A5] a registry that is caught while it is written ends nobody', async () => {
	scratch.claude('one', '/gone').call('Bash', { command: 'x' });
	const path = `.claude/sessions/${process.pid}.json`;
	const entry = JSON.stringify({
		pid: process.pid,
		sessionId: 'one',
		startedAt: Date.now(),
		status: 'waiting',
		statusUpdatedAt: Date.now(),
	});
	await follow();
	scratch.write(path, entry);
	await soon(() => expect(agent('one')?.status).toBe('waiting'));
	const before = told;
	scratch.write(path, entry.slice(0, 20));
	await new Promise((resolve) => setTimeout(resolve, 200));
	expect(told).toBe(before);
	scratch.write(path, entry.replace('waiting', 'busy'));
	await soon(() => expect(agent('one')?.status).toBe('working'));
});

test('an agent that was silent for longer than the window is not told until it speaks', async () => {
	const session = scratch.claude('one', '/gone');
	session.prompt('old', Date.now() - 2 * DAY_MS);
	await follow();
	expect(agent('one')).toBeUndefined();
	session.prompt();
	await soon(() => expect(agent('one')?.status).toBe('working'));
});

test('nothing is told when nothing differs, and nothing after the end', async () => {
	const session = scratch.claude('one', '/gone');
	session.prompt();
	await follow();
	const before = told;
	scratch.append(session.file, `${JSON.stringify({ type: 'last-prompt', lastPrompt: 'secret', sessionId: 'one' })}\n`);
	mkdirSync(join(scratch.home, '.claude/projects/-empty'));
	await new Promise((resolve) => setTimeout(resolve, 150));
	expect(told).toBe(before);
	end.abort();
	session.edit('/gone/a.ts');
	await new Promise((resolve) => setTimeout(resolve, 150));
	expect(told).toBe(before);
});

test('whatever way the bytes came, following ends where a cold pass begins', async () => {
	const agents = await follow(1e12);
	const samples = join(import.meta.dirname, '../agents/samples');
	const files = readdirSync(samples, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name !== 'expected.json' && !entry.name.includes('.db'))
		.map((entry) => join(entry.parentPath, entry.name))
		.filter((path) => /(claude-code|codex|copilot-cli|gemini-cli\/0.61.0-work)/.test(path));
	let seed = 7;
	const random = (below: number) => {
		seed = (seed * 48_271) % 2_147_483_647;
		return seed % below;
	};
	const rests = new Map<string, Buffer>(files.map((path) => [path, readFileSync(path)]));
	for (let turn = 0; rests.size > 0; turn++) {
		const [path, rest] = [...rests][random(rests.size)] as [string, Buffer];
		const target = path.slice(path.indexOf('/.', samples.length) + 1);
		const length = 1 + random(4_000);
		scratch.append(target, rest.subarray(0, length).toString('latin1'));
		if (length >= rest.length) rests.delete(path);
		else rests.set(path, rest.subarray(length));
		if (turn % 40 === 0) await new Promise((resolve) => setTimeout(resolve, 15));
	}
	const cold = async () => (await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: Date.now() })).agents;
	const sorted = (all: LocalAgent[]) =>
		[...all].sort((a, b) => a.agentId.localeCompare(b.agentId)).map((each) => ({ ...each, statusSince: 0 }));
	await vi.waitFor(async () => expect(sorted(agents.list())).toEqual(sorted(await cold())), { timeout: 45_000, interval: 50 });
	expect(agents.list().length).toBeGreaterThan(15);
});

describe.skipIf(process.platform === 'win32')('[A3] what is there and cannot be read now', () => {
	beforeEach(() => {
		scratch.remove();
		becomeNobody();
		scratch = new Scratch();
	});
	afterEach(() => becomeRoot());

	const lock = (path: string) => chmodSync(join(scratch.home, path), 0);
	const unreadable = (agents: LocalAgents) => agents.drift().map(({ record, count }) => `${record} ${count}`);

	test('a session’s file takes no agent away, and is read on once it can be', async () => {
		const session = scratch.claude('one', '/gone');
		session.prompt();
		const agents = await follow();
		lock(session.file);
		await soon(() => expect(unreadable(agents)).toEqual(['(unreadable) 1']));
		scratch.write('.claude/tasks/one/1.json', JSON.stringify({ subject: 'Count', status: 'pending' }));
		await soon(() => expect(agent('one')?.plan).toBeDefined());
		chmodSync(join(scratch.home, session.file), 0o600);
		session.edit('/gone/a.ts');
		await soon(() => expect(agent('one')?.touches).toHaveLength(1));
	});

	test('a session’s folder takes no agent away, however often it is looked at', async () => {
		vi.useFakeTimers({ toFake: ['setInterval'] });
		onTestFinished(() => void vi.useRealTimers());
		const session = scratch.claude('one', '/gone');
		session.prompt();
		const agents = await follow();
		lock('.claude/projects/-gone');
		for (let round = 0; round < 13; round++) vi.advanceTimersByTime(5_000);
		// Its folder, and the file itself.
		await soon(() => expect(unreadable(agents)).toEqual(['(unreadable) 2']));
		scratch.claude('two', '/other').prompt();
		await soon(() => expect(agent('two')).toBeDefined());
		expect(agent('one')).toBeDefined();
	});

	test('the registry ends no session: its records go on telling', async () => {
		vi.useFakeTimers({ toFake: ['setInterval'] });
		onTestFinished(() => void vi.useRealTimers());
		scratch.claude('one', '/gone').call('Bash', { command: 'x' });
		const entry = { pid: process.pid, sessionId: 'one', startedAt: Date.now(), status: 'waiting', statusUpdatedAt: Date.now() };
		scratch.write(`.claude/sessions/${process.pid}.json`, JSON.stringify(entry));
		const agents = await follow();
		vi.advanceTimersByTime(5_000);
		await soon(() => expect(agent('one')?.status).toBe('waiting'));
		lock('.claude/sessions');
		vi.advanceTimersByTime(5_000);
		scratch.claude('two', '/gone').prompt();
		await soon(() => expect(agent('two')).toBeDefined());
		expect(agent('one')?.status).toBe('working');
		expect(unreadable(agents)).toEqual(['(unreadable) 1']);
	});

	test('a sidecar file is counted once', async () => {
		const session = scratch.claude('one', '/gone');
		session.prompt();
		scratch.write('.claude/tasks/one/1.json', JSON.stringify({ subject: 'Count', status: 'pending' }));
		lock('.claude/tasks/one/1.json');
		const agents = await follow();
		session.edit('/gone/a.ts');
		await soon(() => expect(agent('one')?.touches).toHaveLength(1));
		expect(unreadable(agents)).toEqual(['(unreadable) 1']);
	});
});
