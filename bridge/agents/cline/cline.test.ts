/** What the sample of Cline does not show: sessions that go on, and how they end. */
import { chmodSync, utimesSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { asNobody } from '../../../testing/as-nobody.ts';
import { Scratch } from '../../../testing/scratch.ts';
import { followLocalAgents, readLocalAgents } from '../../local-agents/local-agents.ts';
import { HELD_MS, OPEN_MS } from '../../sessions/status.ts';

const NOW = Date.now();
const FOLDER = '.cline/data/sessions/one';
let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

const about = (more: object = {}) => ({ session_id: 'one', pid: process.pid, status: 'running', cwd: '/gone', prompt: 'CANARY', ...more });
const prompt = { id: 'm1', role: 'user', ts: NOW - 9000, content: [{ type: 'text', text: 'CANARY' }] };
const reply = (...content: object[]) => ({ id: 'm2', role: 'assistant', ts: NOW, content });
const uses = (name: string, input: unknown) => ({ type: 'tool_use', id: 'c1', name, input });
const answers = (content: unknown, name = 'run_commands') => ({
	...{ id: 'm3', role: 'user', ts: NOW },
	content: [{ type: 'tool_result', tool_use_id: 'c1', name, content }],
});

function tell(messages: object[], said: object = about()): void {
	scratch.write(`${FOLDER}/one.json`, JSON.stringify(said));
	scratch.write(`${FOLDER}/one.messages.json`, JSON.stringify({ version: 1, messages }));
}

async function only(now = NOW) {
	const { agents } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now });
	expect(agents).toHaveLength(1);
	return agents[0];
}

describe('status', () => {
	test('[A6] a prompt works, a reply without a call has ended, a question waits', async () => {
		tell([prompt]);
		expect((await only())?.status).toBe('working');
		tell([prompt, reply({ type: 'text', text: 'CANARY' })]);
		expect((await only())?.status).toBe('idle');
		tell([prompt, reply(uses('ask_question', { question: 'CANARY' }))]);
		expect((await only())?.status).toBe('waiting');
	});

	test('[A6] an edit that is not made waits, of a command nobody can tell', async () => {
		tell([prompt, reply(uses('editor', { path: '/gone/a.ts' }))]);
		expect((await only(NOW + HELD_MS))?.status).toBe('waiting');
		tell([prompt, reply(uses('run_commands', { commands: ['CANARY'] }))]);
		expect((await only(NOW + OPEN_MS - 1))?.status).toBe('working');
		expect((await only(NOW + OPEN_MS))?.status).toBe('unknown');
	});

	test('[A5] a session whose process is gone, or is a later one of the same number, works no more', async () => {
		tell([prompt], about({ pid: 4_194_301 }));
		expect((await only())?.status).toBe('idle');
		tell([prompt], about({ started_at: new Date(1e12).toISOString() }));
		expect((await only())?.status).toBe(process.platform === 'linux' ? 'idle' : 'working');
	});

	test.each([
		['completed', 'idle', 0],
		['cancelled', 'idle', 0],
		['failed', 'error', 1],
	])('[A6] one that has %s is %s', async (status, now, errors) => {
		tell([prompt], about({ pid: 4_194_301, status, ended_at: new Date(NOW).toISOString() }));
		expect(await only()).toMatchObject({ status: now, errors });
	});

	test('[A6] one that its client found dead later was killed: that is no failure of its own', async () => {
		const metadata = { terminal_marker: 'failed_external_process_exit', terminal_marker_pid: 4_194_301 };
		tell([prompt], about({ pid: 4_194_301, status: 'failed', ended_at: new Date(NOW).toISOString(), metadata }));
		expect(await only()).toMatchObject({ status: 'idle', errors: 0 });
	});

	test('an end that only the other file tells is followed', async () => {
		const end = new AbortController();
		onTestFinished(() => end.abort());
		tell([prompt]);
		utimesSync(scratch.at(`${FOLDER}/one.messages.json`), NOW / 1000, NOW / 1000);
		const options = { home: scratch.home, env: {}, windowMs: 60_000, signal: end.signal, onChange: () => undefined };
		const followed = await followLocalAgents(options);
		expect(followed.list()).toMatchObject([{ status: 'working' }]);
		scratch.write(`${FOLDER}/one.json`, JSON.stringify(about({ status: 'failed', ended_at: new Date(NOW).toISOString() })));
		await vi.waitFor(() => expect(followed.list()).toMatchObject([{ status: 'error' }]), { timeout: 45_000 });
	});
});

describe('[A12] what a tool answered', () => {
	test.each([
		[[{ success: true }, { success: false }], 1],
		[[{ success: true }], 0],
		['{"query":"x","result":"\\"success\\":false","success":true}', 0],
		['{"query":"x","success":false}', 1],
	])('%j', async (content, errors) => {
		tell([prompt, reply(uses('run_commands', { commands: ['CANARY'] })), answers(content)]);
		expect((await only())?.errors).toBe(errors);
	});

	test('of several files those that could be read have been', async () => {
		tell([
			prompt,
			reply(uses('read_files', { files: [{ path: '/gone/a.ts' }, { path: '/gone/no.ts' }] })),
			answers(
				[
					{ query: '/gone/a.ts', success: true },
					{ query: '/gone/no.ts', success: false },
				],
				'read_files',
			),
		]);
		expect(await only()).toMatchObject({ errors: 0, touches: [{ path: 'a.ts', mode: 'read' }] });
	});

	test.each([
		{ input: '/gone/a.ts' },
		{ input: ['/gone/a.ts'] },
		{ input: { path: '/gone/a.ts' } },
		{ input: [{ file_path: '/gone/a.ts' }] },
		{ input: { files: ['/gone/a.ts'] } },
		{ input: { files: { filePath: '/gone/a.ts' } } },
		{ input: { file_paths: ['/gone/a.ts'] } },
		{ input: { file_paths: '/gone/a.ts' } },
		{ input: { paths: [{ path: '/gone/a.ts' }] } },
		{ input: { paths: '/gone/a.ts' } },
	])('models name what they read as they like: $input', async ({ input }) => {
		tell([prompt, reply(uses('read_files', input)), answers([{ success: true }], 'read_files')]);
		expect((await only())?.touches).toMatchObject([{ path: 'a.ts', mode: 'read' }]);
	});

	test.each([
		['Tool "editor" was denied by user', 0],
		['User rejected the tool call', 0],
		['Tool "editor" was not approved', 0],
		['No such file', 1],
	])('%s', async (error, errors) => {
		const refused = { ...{ id: 'm3', role: 'user', ts: NOW } };
		const content = [{ type: 'tool_result', tool_use_id: 'c1', name: 'editor', content: JSON.stringify({ error }), is_error: true }];
		tell([prompt, reply(uses('editor', { path: '/gone/a.ts' })), { ...refused, content }]);
		expect(await only()).toMatchObject({ errors, touches: [] });
	});

	test.each([
		'*** Begin Patch\n*** Update File: a.ts\n-CANARY\n*** End Patch',
		{ input: '*** Begin Patch\n*** Update File: a.ts\n-CANARY\n*** End Patch' },
	])('a patch edits what it names: %j', async (input) => {
		tell([prompt, reply(uses('apply_patch', input)), answers([{ success: true }], 'apply_patch')]);
		expect((await only())?.touches).toMatchObject([{ path: 'a.ts', mode: 'edit' }]);
	});
});

test.skipIf(process.platform === 'win32')('[A3] a session whose description cannot be read is counted', async () => {
	tell([prompt]);
	chmodSync(scratch.home, 0o755);
	chmodSync(scratch.at(`${FOLDER}/one.json`), 0);
	const { drift } = await asNobody(() => readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW }));
	expect(drift).toEqual([{ kind: 'cline', version: '?', record: '(unreadable)', count: 1 }]);
});

test.each(['agent_7x', 'reviewer__a1b2c3'])('[A4] a subagent’s messages stand beside its parent’s, and are its work: %s', async (name) => {
	const edit = { ...reply({ ...uses('editor', { path: 'src/a.ts' }), id: 'c9' }), id: 's1' };
	const done = {
		...answers('', 'editor'),
		content: [{ type: 'tool_result', tool_use_id: 'c9', name: 'editor', content: '{"success":true}' }],
	};
	const metrics = { inputTokens: 1150, outputTokens: 40, cacheReadTokens: 1000 };
	tell([prompt, reply(uses('spawn_agent', { task: 'CANARY' }))], about({ metadata: { git: { branch: 'feature/x' } } }));
	scratch.write(
		`${FOLDER}/${name}.messages.json`,
		JSON.stringify({ version: 1, agent: 'subagent', messages: [{ ...edit, metrics }, done] }),
	);
	expect(await only()).toMatchObject({
		status: 'working',
		branch: 'feature/x',
		touches: [{ path: 'src/a.ts', mode: 'edit' }],
		tokens: { input: 150, cached: 1000, output: 40 },
	});
});

describe('[A4] what is repeated', () => {
	const edit = (n: number, ts: number, path: string) => [
		{
			id: `m${n}`,
			role: 'assistant',
			ts,
			content: [{ ...uses('editor', { path }), id: `c${n}` }],
			metrics: { inputTokens: 9, outputTokens: 1 },
		},
		{
			...{ id: `r${n}`, role: 'user', ts: ts + 1 },
			content: [{ type: 'tool_result', tool_use_id: `c${n}`, name: 'editor', content: [{ success: true }] }],
		},
	];
	const before = [{ ...prompt, ts: NOW - 90_000 }, ...edit(11, NOW - 80_000, '/gone/a.ts')];
	const own = [{ ...prompt, id: 'm20', ts: NOW - 20_000 }, ...edit(21, NOW - 10_000, '/gone/b.ts')];
	const since = new Date(NOW - 50_000).toISOString();

	test.each([
		['a fork', { fork: { forkedFromSessionId: 'gone', forkedAt: since, source: 'cli' } }],
		['what was taken over from another agent', { importedFrom: { tool: 'claude-code', sourceSessionId: 'gone', importedAt: since } }],
	])('by %s is not its own, whether or not the other session is there', async (_, metadata) => {
		tell(before, about({ metadata }));
		expect(await only()).toMatchObject({ status: 'idle', touches: [] });
		tell([...before, ...own], about({ metadata }));
		expect(await only()).toMatchObject({ touches: [{ path: 'b.ts' }], tokens: { input: 9, output: 1 } });
	});

	test('by a session that went back to a checkpoint is that of the one before', async () => {
		tell(before, about({ started_at: new Date(NOW - 95_000).toISOString(), status: 'completed' }));
		const restored = { ...about({ started_at: since }), session_id: 'two' };
		scratch.write('.cline/data/sessions/two/two.json', JSON.stringify(restored));
		scratch.write('.cline/data/sessions/two/two.messages.json', JSON.stringify({ version: 1, messages: [...before, ...own] }));
		const { agents } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW });
		const touched = agents.map(({ touches }) => touches.map(({ path }) => path));
		expect(touched.sort()).toEqual([['a.ts'], ['b.ts']]);
	});
});
