/** What the samples of Claude Code do not show: forks that name no origin, who lives after `/clear`, calls that changed nothing. */
import { readFileSync, rmSync, utimesSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { kernelThread } from '../../../testing/kernel-thread.ts';
import { Scratch } from '../../../testing/scratch.ts';
import { readLocalAgents } from '../../local-agents/local-agents.ts';
import { agentIdOf } from '../../local-agents/project.ts';

const NOW = Date.now();
const FOLDER = '.claude/projects/-gone';
let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

interface Told {
	type: string;
	uuid: string;
	at: number;
	[field: string]: unknown;
}

function write(session: string, records: Told[], version = '2.0.72'): void {
	const lines = records.map(({ at, ...record }) => {
		const common = { sessionId: session, version, cwd: '/gone', gitBranch: 'main', isSidechain: false };
		return JSON.stringify({ ...common, timestamp: new Date(NOW + at).toISOString(), ...record });
	});
	const path = scratch.write(`${FOLDER}/${session}.jsonl`, `${lines.join('\n')}\n`);
	utimesSync(path, NOW / 1000, NOW / 1000);
}

const prompt = (n: number, at: number): Told => ({ type: 'user', uuid: `u${n}`, at, message: { role: 'user', content: 'CANARY' } });

function reply(n: number, at: number, content: object[] = [{ type: 'text', text: 'CANARY' }]): Told {
	const isLast = content.every((block) => !('name' in block));
	const message = { id: `msg_${n}`, role: 'assistant', content, stop_reason: isLast ? 'end_turn' : 'tool_use' };
	return {
		type: 'assistant',
		uuid: `a${n}`,
		at,
		requestId: `req_${n}`,
		message: { ...message, usage: { input_tokens: 1, output_tokens: 1 } },
	};
}

const uses = (id: string, name: string, input: object) => ({ type: 'tool_use', id, name, input });

function answer(call: string, at: number, more: object = {}, toolUseResult: unknown = {}): Told {
	const content = [{ type: 'tool_result', tool_use_id: call, content: 'CANARY', ...more }];
	return { type: 'user', uuid: `r${call}`, at, toolUseResult, message: { role: 'user', content } };
}

async function told(env: NodeJS.ProcessEnv = {}) {
	const { agents } = await readLocalAgents({ home: scratch.home, env, since: 'all', now: NOW });
	return new Map(agents.map((agent) => [agent.agentId, agent]));
}
const idOf = (session: string) => agentIdOf('claude-code', session);

describe('[A4] a fork that keeps the times of what it copies, and names no origin', () => {
	const shared = [
		prompt(1, -120_000),
		reply(2, -119_000, [uses('c1', 'Edit', { file_path: '/gone/a.ts' })]),
		answer('c1', -118_000),
		reply(3, -117_000),
	];
	const own = [
		prompt(4, -60_000),
		reply(5, -59_000, [uses('c2', 'Edit', { file_path: '/gone/b.ts' })]),
		answer('c2', -58_000),
		reply(6, -57_000),
	];
	const orders = [
		['aaa', 'bbb'],
		['bbb', 'aaa'],
	] as const;
	const original = { status: 'idle', tokens: { input: 2, output: 2 }, touches: [{ path: 'a.ts' }] };
	const fork = { status: 'idle', tokens: { input: 2, output: 2 }, touches: [{ path: 'b.ts' }] };

	test.each(orders)('counts only what it added, whatever the names and whichever was written down first: %s, %s', async (one, two) => {
		write(two, [...shared, ...own]);
		write(one, shared);
		const found = await told();
		expect(found.get(idOf(one))).toMatchObject(original);
		expect(found.get(idOf(two))).toMatchObject(fork);
	});

	test.each(orders)('also where the original went on: %s, %s', async (one, two) => {
		const later = [prompt(7, -90_000), reply(8, -89_000)];
		write(two, [...shared, ...own]);
		write(one, [...shared, ...later]);
		const found = await told();
		expect(found.get(idOf(one))).toMatchObject({ ...original, tokens: { input: 3, output: 3 } });
		expect(found.get(idOf(two))).toMatchObject(fork);
	});

	const rewrite = (session: string, change: (lines: string[]) => string[]) => {
		const path = scratch.at(`${FOLDER}/${session}.jsonl`);
		scratch.write(`${FOLDER}/${session}.jsonl`, change(readFileSync(path, 'utf8').split('\n')).join('\n'));
		utimesSync(path, NOW / 1000, NOW / 1000);
	};

	test.each(orders)('also where a record of the original stands behind zeros: %s, %s', async (one, two) => {
		write(two, [...shared, ...own]);
		write(one, shared);
		rewrite(one, ([first, ...rest]) => [`\0\0\0\0${first}`, ...rest]);
		const found = await told();
		expect(found.get(idOf(one))).toMatchObject(original);
		expect(found.get(idOf(two))).toMatchObject(fork);
	});

	test.each(orders)('also where the original has lost a record, and went on: %s, %s', async (one, two) => {
		write(two, [...shared, ...own]);
		write(one, [...shared, prompt(7, -90_000), reply(8, -89_000)]);
		rewrite(one, ([first = '', lost = '', ...rest]) => [first, lost.slice(0, -20), ...rest]);
		const found = await told();
		expect(found.get(idOf(one))).toMatchObject({ status: 'idle', tokens: { input: 2 }, touches: [] });
		expect(found.get(idOf(two))).toMatchObject({ status: 'idle', tokens: { input: 3 } });
	});

	test.each([
		['a', 'b', 'c'],
		['c', 'b', 'a'],
		['b', 'c', 'a'],
		['b', 'a', 'c'],
	])('and a fork of the fork: %s, %s, %s', async (one, two, three) => {
		const last = [prompt(9, -30_000), reply(10, -29_000)];
		write(three, [...shared, ...own, ...last]);
		write(two, [...shared, ...own]);
		write(one, shared);
		const found = await told();
		expect(found.get(idOf(one))).toMatchObject(original);
		expect(found.get(idOf(two))).toMatchObject(fork);
		expect(found.get(idOf(three))).toMatchObject({ status: 'idle', tokens: { input: 1, output: 1 }, touches: [] });
	});
});

describe('[A5] the registry', () => {
	const asks = [prompt(1, -60_000), reply(2, -59_000, [uses('c1', 'Bash', { command: 'CANARY' })])];
	const register = (sessionId: string, more: object = {}) =>
		scratch.write(`.claude/sessions/${process.pid}.json`, JSON.stringify({ pid: process.pid, sessionId, startedAt: NOW, ...more }));

	test.each([
		['2.1.197', 'idle'],
		['2.1.332', 'idle'],
		['2.2.0', 'idle'],
		['3.0.1', 'idle'],
		['2.1.196', 'working'],
		['2.0.72', 'working'],
		['?', 'working'],
	])('does not name a session of %s that was stopped in the middle: %s', async (version, status) => {
		write('one', asks, version);
		scratch.write('.claude/sessions/.keep', '');
		expect((await told()).get(idOf('one'))?.status).toBe(status);
	});

	test('that is not there says nothing', async () => {
		write('one', asks, '2.1.332');
		expect((await told()).get(idOf('one'))?.status).toBe('working');
	});

	test.runIf(kernelThread !== undefined)('of a container that shares the home names a process that is another one here', async () => {
		write('one', asks, '2.1.75');
		const entry = { pid: kernelThread, sessionId: 'one', startedAt: NOW };
		scratch.write(`.claude/sessions/${kernelThread}.json`, JSON.stringify(entry));
		expect((await told()).get(idOf('one'))?.status).toBe('idle');
	});

	test('goes on naming the session that was cleared: the one after it lives, and waits', async () => {
		write('left', [prompt(1, -300_000), reply(2, -299_000, [uses('c1', 'Bash', {})])], '2.1.332');
		write('between', [prompt(3, -200_000), reply(4, -199_000)], '2.1.332');
		write('after', [prompt(5, -60_000), reply(6, -59_000, [uses('c2', 'Bash', {})])], '2.1.332');
		register('left', { status: 'waiting', statusUpdatedAt: NOW - 5000 });
		const found = await told();
		expect(found.get(idOf('left'))?.status).toBe('idle');
		expect(found.get(idOf('between'))?.status).toBe('idle');
		expect(found.get(idOf('after'))).toMatchObject({ status: 'waiting', statusSince: NOW - 5000 });
	});

	test('names the session that works, whatever ended meanwhile in the same folder', async () => {
		write('works', [...asks], '2.1.332');
		write('ended', [prompt(5, -200_000), reply(6, -199_000, [uses('c2', 'Bash', {})])], '2.1.332');
		register('works', { status: 'busy', statusUpdatedAt: NOW - 5000 });
		const found = await told();
		expect(found.get(idOf('works'))?.status).toBe('working');
		expect(found.get(idOf('ended'))?.status).toBe('idle');
	});
});

describe('[A12] a call that failed, or changed nothing, leaves the plan as it was', () => {
	const created = (n: number, subject: string): Told[] => [
		reply(n, -100_000 + n, [uses(`c${n}`, 'TaskCreate', { subject })]),
		answer(`c${n}`, -99_990 + n, {}, { task: { id: `${n}`, subject } }),
	];
	const update = (more: object, result: unknown): Told[] => [
		reply(5, -50_000, [uses('c5', 'TaskUpdate', { taskId: '1', status: 'completed' })]),
		answer('c5', -49_000, more, result),
		reply(6, -48_000),
	];

	test.each([
		['succeeds', {}, { success: true }, 'completed', 0],
		['fails', { is_error: true }, 'Error: CANARY', 'pending', 1],
		['is not begun, as another failed', { is_error: true }, undefined, 'pending', 1],
		['finds no such task', {}, { success: false, error: 'CANARY' }, 'pending', 0],
	])('an update that %s', async (_, more, result, state, errors) => {
		write('one', [prompt(0, -100_001), ...created(1, 'Write the parser'), ...update(more, result)]);
		expect((await told()).get(idOf('one'))).toMatchObject({ plan: [{ subject: 'Write the parser', state }], errors });
	});

	test('a list of to-dos that was refused', async () => {
		const todos = [{ content: 'Write the parser', status: 'in_progress', activeForm: 'CANARY' }];
		const list = (id: string, at: number, more: object) => [reply(at, at, [uses(id, 'TodoWrite', { todos })]), answer(id, at + 1, more)];
		write('one', [prompt(0, -9000), ...list('c1', -8000, { is_error: true }), reply(6, -1000)]);
		expect((await told()).get(idOf('one'))).toMatchObject({ plan: undefined, errors: 1 });
		write('one', [prompt(0, -9000), ...list('c1', -8000, {}), reply(6, -1000)]);
		expect((await told()).get(idOf('one'))?.plan).toEqual([{ subject: 'Write the parser', state: 'in_progress' }]);
	});
});

test('records that are known and say nothing are no drift', async () => {
	write('one', [prompt(1, -9000), { type: 'bridge-session', uuid: 'b', at: -8000, words: 'CANARY' }, reply(2, -7000)]);
	const { drift } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW });
	expect(drift).toEqual([]);
});

test('a file that says again what it said, from its beginning, says nothing new', async () => {
	const failed: Told = { ...reply(1, -59_900), isApiErrorMessage: true };
	const retried: Told = { type: 'system', subtype: 'api_error', uuid: 's1', at: -59_800 };
	const many = Array.from({ length: 100 }, (_, n) =>
		reply(n + 2, -59_000 + n * 100, [uses(`c${n}`, 'Edit', { file_path: `/gone/${n % 3}.ts` })]),
	);
	const records = [
		prompt(1, -60_000),
		failed,
		retried,
		...many.flatMap((each, n) => [each, answer(`c${n}`, each.at + 50)]),
		reply(200, -10_000),
	];
	write('one', records);
	const before = (await told()).get(idOf('one'));
	expect(before).toMatchObject({ errors: 2, tokens: { input: 102, output: 102 } });
	write('one', [...records, ...records]);
	expect((await told()).get(idOf('one'))).toMatchObject({
		errors: 2,
		tokens: before?.tokens,
		touches: before?.touches,
		status: before?.status,
	});
});

test('a path that says not where it begins is where its session was when it was called, not when it was answered', async () => {
	const call = reply(2, -50_000, [uses('c1', 'Edit', { file_path: 'src/a.ts' })]);
	write('one', [prompt(1, -60_000), call, { ...answer('c1', -49_000), cwd: '/gone/web' }, { ...reply(3, -40_000), cwd: '/gone' }]);
	expect((await told()).get(idOf('one'))?.touches).toMatchObject([{ path: 'src/a.ts', mode: 'edit' }]);
});

describe('[A3] a record', () => {
	const edit = (n: number, at: number, path: string) => [
		reply(n, at, [uses(`c${n}`, 'Edit', { file_path: path })]),
		answer(`c${n}`, at + 1000),
	];
	const lineOf = (record: Told) => {
		write('other', [record]);
		return readFileSync(scratch.at(`${FOLDER}/other.jsonl`), 'utf8')
			.replace('"other"', '"one"')
			.trimEnd();
	};
	const writeLines = (lines: string[]) => {
		const text = `${lines.join('\n')}\n`;
		rmSync(scratch.at(`${FOLDER}/other.jsonl`), { force: true });
		scratch.write(`${FOLDER}/one.jsonl`, text);
	};

	test('of many megabytes is read like any other: what it answers has happened', async () => {
		const [call, done] = edit(2, -50_000, '/gone/a.ts') as [Told, Told];
		const huge = 'x "quoted" \\ '.repeat(800_000);
		const patch = Array.from({ length: 10_000 }, (_, n) => ({ lines: [`-${n}`, `+${n}`] }));
		writeLines(
			[prompt(1, -60_000), call, { ...done, toolUseResult: { originalFile: huge, structuredPatch: patch } }, reply(3, -40_000)].map(lineOf),
		);
		const { agents, drift } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW });
		expect(agents).toMatchObject([{ status: 'idle', touches: [{ path: 'a.ts', mode: 'edit' }] }]);
		expect(drift).toEqual([]);
	});

	test.each([10, 60, 150])(
		'that was torn after %i bytes costs itself alone, though the next one stands in the same line',
		async (length) => {
			const lines = [prompt(1, -60_000), ...edit(2, -50_000, '/gone/a.ts'), ...edit(3, -40_000, '/gone/b.ts'), reply(4, -30_000)].map(
				lineOf,
			);
			const torn = (lines[2] as string).slice(0, length) + lines[3];
			writeLines([...lines.slice(0, 2), torn, ...lines.slice(4)]);
			const { agents, drift } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW });
			expect(agents).toMatchObject([{ status: 'idle', touches: [{ path: 'b.ts', mode: 'edit' }] }]);
			expect(drift).toMatchObject([{ record: '(broken)', count: 1 }]);
		},
	);

	test('that was torn costs itself alone, however many stand behind it, and none where only newlines are missing', async () => {
		const lines = [...edit(2, -50_000, '/gone/a.ts'), ...edit(3, -40_000, '/gone/b.ts'), reply(4, -30_000)].map(lineOf);
		const torn = lineOf(reply(9, -55_000, [uses('c9', 'Bash', { command: '{"type":"user"}{"type":"user"}' })])).slice(0, -4);
		writeLines([lineOf(prompt(1, -60_000)), torn + lines.join('')]);
		const { agents } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW });
		const both = [
			{ path: 'b.ts', mode: 'edit' },
			{ path: 'a.ts', mode: 'edit' },
		];
		expect(agents).toMatchObject([{ status: 'idle', touches: both }]);
		writeLines([lines.join('')]);
		expect((await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW })).agents).toMatchObject([
			{ status: 'idle', touches: both },
		]);
	});

	test.each([
		['whole', (line: string) => line],
		['torn', (line: string) => line.slice(0, -20)],
	])('of which nothing is read, %s and without its newline, costs no other', async (_, cut) => {
		const snapshot = { type: 'file-history-snapshot', uuid: 's1', at: -55_000, snapshot: { trackedFileBackups: { 'no.ts': 'CANARY' } } };
		const attachment = { parentUuid: null, uuid: 's2', at: -45_000, type: 'attachment', rendered: [{ content: 'CANARY '.repeat(20_000) }] };
		const begun = (record: Told) => lineOf({ ...record }).replace('{', '{"parentUuid":null,');
		const [one, other] = [edit(2, -50_000, '/gone/a.ts'), edit(3, -40_000, '/gone/b.ts')].map((records) => records.map(begun));
		writeLines([
			begun(prompt(1, -60_000)),
			cut(lineOf(snapshot)) + one?.[0],
			one?.[1] ?? '',
			cut(lineOf(attachment)) + other?.[0],
			...(other?.slice(1) ?? []),
			begun(reply(4, -30_000)),
		]);
		expect([...(await told()).values()]).toMatchObject([{ status: 'idle', touches: [{ path: 'b.ts' }, { path: 'a.ts' }] }]);
	});

	test.each([
		['zeros', '\0\0\0\0'],
		['the mark of an editor', '\ufeff'],
		['white space', ' \t\r'],
	])('that stands behind %s is read, one without a time too', async (_, before) => {
		const title = { type: 'ai-title', aiTitle: 'Count apples', sessionId: 'one' };
		writeLines([before + lineOf(prompt(1, -60_000)), lineOf(reply(2, -40_000)), before + JSON.stringify(title), '']);
		expect([...(await told()).values()]).toMatchObject([{ status: 'idle', title: 'Count apples' }]);
	});

	test('of many megabytes that was torn costs itself alone too', async () => {
		const [call, done] = edit(2, -50_000, '/gone/a.ts').map(lineOf) as [string, string];
		const torn = lineOf({ ...prompt(2, -55_000), toolUseResult: 'x "quoted" { \\'.repeat(1_000_000) }).slice(0, -20);
		writeLines([lineOf(prompt(1, -60_000)), call, torn + done, lineOf(reply(3, -40_000))]);
		const { agents, drift } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW });
		expect(agents).toMatchObject([{ status: 'idle', touches: [{ path: 'a.ts', mode: 'edit' }] }]);
		expect(drift).toMatchObject([{ record: '(broken)', count: 1 }]);
	});

	test('that lacks its end is not taken for what lies inside of it', async () => {
		const line = lineOf(reply(2, -50_000, [uses('c2', 'Edit', { file_path: '/gone/a.ts' })]));
		writeLines([lineOf(prompt(1, -60_000)), line.slice(0, -1), line.slice(0, -2), lineOf(reply(3, -40_000))]);
		const { agents, drift } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW });
		expect(agents).toMatchObject([{ status: 'idle', touches: [] }]);
		expect(drift).toMatchObject([{ record: '(broken)', count: 2 }]);
	});
});
