import { cpSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Scratch } from '../../../testing/scratch.ts';
import { followLocalAgents, readLocalAgents } from '../../local-agents/local-agents.ts';
import { agentIdOf } from '../../local-agents/project.ts';
import { HELD_MS } from '../../sessions/status.ts';

/** The tables of 1.18 that sessions are in, with the columns that matter and one that is never read. */
const SCHEMA = `
	PRAGMA journal_mode = wal;
	CREATE TABLE session (id TEXT PRIMARY KEY, parent_id TEXT, directory TEXT NOT NULL, title TEXT NOT NULL, version TEXT NOT NULL,
		summary_diffs TEXT, time_created INTEGER NOT NULL, time_updated INTEGER NOT NULL);
	CREATE TABLE message (id TEXT PRIMARY KEY, session_id TEXT NOT NULL, time_created INTEGER NOT NULL, time_updated INTEGER NOT NULL,
		data TEXT NOT NULL);
	CREATE INDEX message_session_time_created_id_idx ON message (session_id, time_created, id);
	CREATE TABLE part (id TEXT PRIMARY KEY, message_id TEXT NOT NULL, session_id TEXT NOT NULL, time_created INTEGER NOT NULL,
		time_updated INTEGER NOT NULL, data TEXT NOT NULL);
	CREATE INDEX part_session_idx ON part (session_id);
	CREATE TABLE todo (session_id TEXT NOT NULL, content TEXT NOT NULL, status TEXT NOT NULL, priority TEXT NOT NULL,
		position INTEGER NOT NULL, PRIMARY KEY (session_id, position));`;
const FOLDER = '.local/share/opencode';
const NOW = Date.UTC(2026, 9, 5, 9);

let scratch: Scratch;
let store: Store;

beforeEach(() => {
	scratch = new Scratch();
	store = new Store(scratch.at(`${FOLDER}/opencode.db`));
});
afterEach(() => {
	store.close();
	scratch.remove();
});

/** Writes as the client does: rows are put again as they grow. */
class Store {
	readonly #database: DatabaseSync;
	#isOpen = true;

	constructor(path: string) {
		this.#database = new DatabaseSync(path);
		this.#database.exec(SCHEMA);
	}

	close(): void {
		if (this.#isOpen) this.#database.close();
		this.#isOpen = false;
	}

	/** A session that works in a folder. */
	put(id: string, directory: string): void {
		const put = this.#database.prepare('INSERT OR REPLACE INTO session VALUES (?, NULL, ?, ?, ?, ?, ?, ?)');
		put.run(id, directory, 'Tax on prices', '1.18.33', 'CANARY', Date.UTC(2026, 0, 1), NOW);
	}

	session(id: string, at: number, { parent = null as string | null, title = 'Tax on prices' } = {}): void {
		const put = this.#database.prepare('INSERT OR REPLACE INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
		put.run(id, parent, '/gone', title, '1.18.33', 'CANARY', at, at);
	}

	message(session: string, id: string, at: number, data: object | string): void {
		const put = this.#database.prepare('INSERT OR REPLACE INTO message VALUES (?, ?, ?, ?, ?)');
		put.run(id, session, at, at, typeof data === 'string' ? data : JSON.stringify(data));
	}

	user(session: string, id: string, at: number): void {
		this.message(session, id, at, { role: 'user', time: { created: at }, summary: { title: 'CANARY' } });
	}

	reply(session: string, id: string, at: number, more: object = {}): void {
		const tokens = { input: 100, output: 40, reasoning: 5, cache: { read: 1000, write: 20 } };
		this.message(session, id, at, { role: 'assistant', time: { created: at }, tokens, ...more });
	}

	part(session: string, message: string, id: string, at: number, data: object | string): void {
		const put = this.#database.prepare('INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?, ?)');
		put.run(id, message, session, at, at, typeof data === 'string' ? data : JSON.stringify(data));
	}

	tool(session: string, message: string, id: string, at: number, tool: string, state: object): void {
		this.part(session, message, id, at, { type: 'tool', tool, callID: 'call', state: { time: { start: at }, ...state } });
	}

	todo(session: string, position: number, content: string, status: string): void {
		this.#database.prepare('INSERT OR REPLACE INTO todo VALUES (?, ?, ?, ?, ?)').run(session, content, status, 'high', position);
	}
}

async function agents({ now = NOW, since = 'all' as number | 'all' } = {}) {
	return (await readLocalAgents({ home: scratch.home, env: {}, since, now })).agents;
}

async function only(now = NOW) {
	const [agent, ...others] = await agents({ now });
	expect(others).toEqual([]);
	return agent;
}

const stopped = (at: number) => ({ time: { created: at, completed: at + 500 }, finish: 'stop' });

test('[A1] a step’s calls, tokens and times are those of its message', async () => {
	store.session('one', NOW - 9000);
	store.user('one', 'm1', NOW - 8000);
	store.reply('one', 'm2', NOW - 7000, { time: { created: NOW - 7000, completed: NOW - 6000 }, finish: 'tool-calls' });
	store.tool('one', 'm2', 'p1', NOW - 7000, 'read', { status: 'completed', input: { filePath: '/gone/a.ts' }, output: 'CANARY' });
	const folder = { display: { type: 'directory' } };
	store.tool('one', 'm2', 'p2', NOW - 7000, 'read', { status: 'completed', input: { filePath: '/gone/src' }, metadata: folder });
	const files = [{ filePath: '/gone/b.ts', movePath: '/gone/c.ts', diff: 'CANARY' }];
	store.tool('one', 'm2', 'p3', NOW - 7000, 'apply_patch', { status: 'completed', input: { patchText: 'CANARY' }, metadata: { files } });
	store.tool('one', 'm2', 'p4', NOW - 7000, 'edit', { status: 'error', input: { filePath: '/gone/no.ts' }, error: 'CANARY' });
	store.tool('one', 'm2', 'p5', NOW - 7000, 'edit', {
		status: 'error',
		input: { filePath: '/gone/no.ts' },
		error: 'The user rejected permission to use this specific tool call. CANARY',
	});
	store.reply('one', 'm3', NOW - 5000, stopped(NOW - 5000));
	store.todo('one', 0, 'Find the price', 'completed');
	store.todo('one', 1, 'Add the tax', 'in_progress');
	expect(await only()).toMatchObject({
		status: 'idle',
		statusSince: NOW - 4500,
		task: 'Add the tax',
		plan: [
			{ subject: 'Find the price', state: 'completed' },
			{ subject: 'Add the tax', state: 'in_progress' },
		],
		touches: [
			{ path: 'b.ts', mode: 'edit', at: NOW - 6000 },
			{ path: 'c.ts', mode: 'edit', at: NOW - 6000 },
			{ path: 'a.ts', mode: 'read', at: NOW - 6000 },
		].sort((a, b) => a.path.localeCompare(b.path)),
		errors: 1,
		tokens: { input: 240, cached: 2000, output: 90 },
	});
	expect(JSON.stringify(await agents())).not.toContain('CANARY');
});

describe('status', () => {
	beforeEach(() => {
		store.session('one', NOW - 9000);
		store.user('one', 'm1', NOW - 8000);
	});

	test('[A6] a prompt, and a reply without an end, work', async () => {
		expect(await only()).toMatchObject({ status: 'working', statusSince: NOW - 8000 });
		store.reply('one', 'm2', NOW - 7000);
		expect(await only()).toMatchObject({ status: 'working', statusSince: NOW - 8000 });
	});

	test.each([
		['tool-calls', 'working'],
		['stop', 'idle'],
		['length', 'idle'],
	])('[A6] a reply that ended with %s is %s', async (finish, status) => {
		store.reply('one', 'm2', NOW - 7000, { ...stopped(NOW - 7000), finish });
		expect((await only())?.status).toBe(status);
	});

	test.each([
		['The user rejected permission to use this specific tool call.', 'idle', 0],
		['The user rejected permission to use this specific tool call with the following feedback: CANARY', 'working', 0],
		['The user dismissed this question', 'idle', 0],
		['The user has specified a rule which prevents you from using this specific tool call. CANARY', 'working', 0],
		['CANARY', 'working', 1],
	])(
		'[A6] [A12] a reply that asked for a tool ends the turn where its human says no and nothing else: %s',
		async (error, status, errors) => {
			store.reply('one', 'm2', NOW - 7000, { ...stopped(NOW - 7000), finish: 'tool-calls' });
			store.tool('one', 'm2', 'p1', NOW - 6900, 'read', { status: 'completed', input: { filePath: '/gone/a.ts' } });
			store.tool('one', 'm2', 'p2', NOW - 6900, 'edit', { status: 'error', input: { filePath: '/gone/no.ts' }, error });
			expect(await only()).toMatchObject({ status, errors });
		},
	);

	test('[A6] stopped by its human it is idle, by an error it is an error', async () => {
		store.reply('one', 'm2', NOW - 7000, { error: { name: 'MessageAbortedError', data: { message: 'CANARY' } } });
		expect(await only()).toMatchObject({ status: 'idle', errors: 0 });
		store.reply('one', 'm2', NOW - 7000, { error: { name: 'APIError', data: { message: 'CANARY' } } });
		expect(await only()).toMatchObject({ status: 'error', errors: 1 });
	});

	test.runIf(process.platform === 'linux')('[A5] it has ended where nobody has its database open, as after a kill', async () => {
		store.reply('one', 'm2', NOW - 7000);
		store.tool('one', 'm2', 'p1', NOW - 6000, 'question', { status: 'running', input: {} });
		expect(await only()).toMatchObject({ status: 'waiting' });
		cpSync(scratch.at(FOLDER), scratch.at('left/opencode'), { recursive: true });
		const left = (env: NodeJS.ProcessEnv) => readLocalAgents({ home: scratch.home, env, since: 'all', now: NOW });
		expect((await left({ XDG_DATA_HOME: scratch.at('left') })).agents).toMatchObject([{ status: 'idle', statusSince: NOW - 6000 }]);
		expect((await left({ XDG_DATA_HOME: scratch.at('no'), OPENCODE_DB: scratch.at('left/opencode/opencode.db') })).agents).toMatchObject([
			{ status: 'idle' },
		]);
	});

	test('[A6] a question waits', async () => {
		store.reply('one', 'm2', NOW - 7000);
		store.tool('one', 'm2', 'p1', NOW - 6000, 'question', { status: 'running', input: {} });
		expect(await only()).toMatchObject({ status: 'waiting', statusSince: NOW - 6000 });
	});

	test('[A6] a command that may not begin waits, one that has begun works', async () => {
		store.reply('one', 'm2', NOW - 7000);
		store.tool('one', 'm2', 'p1', NOW - 6000, 'bash', { status: 'running', input: { command: 'CANARY' } });
		expect((await only(NOW - 6000 + HELD_MS - 1))?.status).toBe('working');
		expect(await only(NOW - 6000 + HELD_MS)).toMatchObject({ status: 'waiting', statusSince: NOW - 6000 });
		store.tool('one', 'm2', 'p1', NOW - 1000, 'bash', { status: 'running', input: {}, metadata: { output: '' } });
		expect((await only(NOW + 60_000))?.status).toBe('working');
	});
});

test('[A2] the name that a session has before its model finds one is no title', async () => {
	store.session('one', NOW, { title: 'New session - 2026-10-05T09:00:00.000Z' });
	expect((await only())?.task).toBeUndefined();
	store.session('one', NOW, { title: 'Tax on prices' });
	store.user('one', 'm1', NOW - 1000);
	store.part('one', 'm1', 'p1', NOW - 1000, { type: 'text', text: 'CANARY' });
	store.reply('one', 'm2', NOW, stopped(NOW - 500));
	expect((await only())?.task).toBe('Tax on prices');
});

describe('[A2] a title that is the beginning of the prompt is none', () => {
	const WORDS = 'Who wrote the tax of Überseehandel';
	const LOOK = 'Look. ';
	const prompt = 'Why is the tax of "Überseehandel" wrong, and who 😀 wrote it?';
	test.each([prompt, `${prompt.slice(0, 50)}...`, `${prompt.slice(0, 49)}\uFFFD...`, `${prompt.slice(0, 50)}... (fork #2)`])(
		'%s',
		async (title) => {
			store.session('one', NOW, { title });
			store.user('one', 'm1', NOW - 8000);
			store.part('one', 'm1', 'p1', NOW - 8000, { type: 'text', text: prompt });
			store.part('one', 'm1', 'p2', NOW - 8000, { type: 'text', text: 'CANARY' });
			store.reply('one', 'm2', NOW, stopped(NOW - 500));
			expect((await only())?.task).toBeUndefined();
			store.close();
			rmSync(scratch.at(FOLDER), { recursive: true });
			const told = { id: 'one', directory: '/gone', title, version: '1.0.223', time: { created: NOW, updated: NOW } };
			scratch.write(`${FOLDER}/storage/session/shop/one.json`, JSON.stringify(told));
			scratch.write(`${FOLDER}/storage/message/one/m1.json`, JSON.stringify({ role: 'user', time: { created: NOW } }));
			scratch.write(`${FOLDER}/storage/part/m1/p1.json`, JSON.stringify({ type: 'text', text: prompt }));
			expect((await only())?.task).toBeUndefined();
		},
	);

	test.each([
		['in capitals', 'Why is the tax wrong?', 'WHY IS THE TAX WRONG?'],
		['in one line', 'Why is\n\t the\r\n“tax” wrong?', 'Why is the "tax" wrong?'],
		['cut', 'Why is the tax of Überseehandel wrong?', 'why is the tax of Übersee…'],
		['cut between a letter and its mark', 'Pru\u0308fe die Steuer', 'Pru...'],
		['cut in a word of Greek capitals', 'ΦΟΡΟΣΤΑΣΙΑ', 'ΦΟΡΟΣ...'],
		['with its signs alone', '??? 😀', '???'],
		[
			'given to a command',
			'Review this.\n\nFocus on "the tax of Überseehandel and who wrote it"',
			'"the tax of Überseehandel and who wrote it...',
		],
		['of a slash command', '/review the tax', 'Review the tax'],
		['behind a very long one', `Why is the tax wrong? ${'Look. '.repeat(20_000)}`, 'Why is the tax'],
		['in the middle of a very long one', `${LOOK.repeat(10_000)}Who wrote\n\tthe tax of Überseehandel? ${LOOK.repeat(10_000)}`, WORDS],
		['that nobody looks for in one of a whole log', `${LOOK.repeat(100_000)}${WORDS} ${LOOK.repeat(100_000)}`, WORDS],
	])('%s', async (_, text, title) => {
		store.session('one', NOW, { title });
		store.user('one', 'm1', NOW - 8000);
		store.part('one', 'm1', 'p1', NOW - 8000, { type: 'text', text });
		store.reply('one', 'm2', NOW, stopped(NOW - 500));
		expect((await only())?.title).toBeUndefined();
	});

	test('nor is one before all of the prompt is there, or where it stands in no text', async () => {
		store.session('one', NOW, { title: 'CANARY of it' });
		expect((await only())?.title).toBeUndefined();
		store.user('one', 'm1', NOW - 8000);
		expect((await only())?.title).toBeUndefined();
		store.part('one', 'm1', 'p1', NOW - 8000, { type: 'text', synthetic: true, text: 'Called the Read tool' });
		expect((await only())?.title).toBeUndefined();
		store.session('two', NOW, { title: 'CANARY given to a command' });
		store.user('two', 'n1', NOW - 8000);
		store.part('two', 'n1', 'q1', NOW - 8000, { type: 'subtask', prompt: 'CANARY given to a command', description: '', agent: 'general' });
		store.reply('two', 'n2', NOW, stopped(NOW - 500));
		store.session('three', NOW, { title: 'CANARY of what is there no more' });
		store.user('three', 'o1', NOW - 8000);
		store.reply('three', 'o2', NOW, stopped(NOW - 500));
		expect((await agents()).map(({ title }) => title)).toEqual([undefined, undefined, undefined]);
	});

	test.each([
		['it', prompt, 'Tax of Überseehandel'],
		['a very long one', LOOK.repeat(20_000), WORDS],
		['a whole log, in few words', LOOK.repeat(200_000), 'Tax of Überseehandel'],
	])('one that a model made of %s is one', async (_, text, title) => {
		store.session('one', NOW, { title });
		store.user('one', 'm1', NOW - 8000);
		store.part('one', 'm1', 'p1', NOW - 8000, { type: 'text', text });
		store.reply('one', 'm2', NOW, stopped(NOW - 500));
		expect((await only())?.task).toBe(title);
	});
});

test('[A4] subagents that begin and end within the same milliseconds are no copies of each other', async () => {
	const times = { time: { created: NOW - 8000, completed: NOW - 7000 }, finish: 'tool-calls' };
	store.session('one', NOW - 9000);
	for (const [place, id] of ['two', 'three'].entries()) {
		store.session(id, NOW - 8500, { parent: 'one' });
		store.user(id, `u${id}`, NOW - 8400);
		store.reply(id, `m${id}`, NOW - 8000, { ...times, tokens: { input: 10 + place, output: 5, cache: { read: 100, write: 0 } } });
		store.tool(id, `m${id}`, `p${id}`, NOW - 8000, 'edit', { status: 'completed', input: { filePath: `/gone/${id}.ts` } });
	}
	const paths = [{ path: 'three.ts' }, { path: 'two.ts' }];
	expect(await only()).toMatchObject({ touches: paths, tokens: { input: 21, cached: 200, output: 10 } });
});

test('[A11] what a step with a command changed is told as edited; without a command its edits tell themselves', async () => {
	store.session('one', NOW - 9000);
	store.reply('one', 'm1', NOW - 8000, { ...stopped(NOW - 8000), finish: 'tool-calls' });
	store.part('one', 'm1', 'p1', NOW - 8000, { type: 'patch', hash: 'x', files: ['/gone/other.ts'] });
	expect((await only())?.touches).toEqual([]);
	store.tool('one', 'm1', 'p2', NOW - 8000, 'bash', { status: 'completed', input: {}, metadata: { exit: 3 } });
	expect(await only()).toMatchObject({ touches: [{ path: 'other.ts', mode: 'edit' }], errors: 1 });
});

describe('[A11] what differs after a step that ran git is told where git finds it changed', () => {
	/** A step that ends just after `at`. */
	const step = (root: string, files: string[], at = NOW - 8000) => {
		const time = { created: at - 60_000, completed: at + 500 };
		store.put('one', root);
		store.reply('one', 'm1', NOW - 8000, { time, finish: 'tool-calls' });
		store.tool('one', 'm1', 'p2', NOW - 8000, 'bash', { status: 'completed', input: { command: 'CANARY' }, metadata: { exit: 0 } });
		store.part('one', 'm1', 'p3', NOW - 8000, { type: 'patch', hash: 'x', files: files.map((file) => `${root}/${file}`) });
	};
	const others = () => {
		const root = scratch.repository('work/api');
		scratch.git('work/api', 'checkout', '--quiet', '-b', 'other');
		scratch.write('work/api/theirs.ts', 'theirs');
		scratch.git('work/api', 'add', '.');
		scratch.git('work/api', 'commit', '--quiet', '-m', 'Theirs');
		return root;
	};

	test.each([
		['merge', ['checkout', 'main'], ['merge', '--quiet', 'other']],
		['reset', ['checkout', 'main'], ['reset', '--quiet', '--hard', 'other']],
		['checkout', ['checkout', 'main'], ['checkout', '--quiet', 'other']],
		['rebase', ['checkout', '--quiet', '-b', 'third', 'main'], ['rebase', '--quiet', 'other']],
	])('not after %s', async (_, before, then) => {
		const root = others();
		scratch.git('work/api', ...before);
		scratch.git('work/api', ...then);
		step(root, ['theirs.ts']);
		expect((await only())?.touches).toEqual([]);
	});

	describe('but what was committed during the step', () => {
		const commit = (...args: string[]) => scratch.git('work/api', 'commit', '--quiet', ...args);
		/** Of a repository that was there long before the step. */
		const longBefore = () => {
			vi.stubEnv('GIT_COMMITTER_DATE', '2026-01-01T00:00:00Z');
			const root = others();
			vi.unstubAllEnvs();
			return root;
		};
		const touches = async (root: string, files: string[]) => {
			step(root, files, Date.now());
			return (await only())?.touches.map(({ path }) => path).sort();
		};

		test('is its own: with a new file, changed again, and amended', async () => {
			const root = longBefore();
			scratch.write('work/api/new.ts', 'own');
			scratch.write('work/api/theirs.ts', 'changed');
			scratch.git('work/api', 'add', '.');
			commit('-m', 'Own');
			scratch.write('work/api/late.ts', 'own');
			scratch.git('work/api', 'add', '.');
			commit('--amend', '-m', 'Own and late');
			expect(await touches(root, ['new.ts', 'theirs.ts', 'late.ts', 'README.md'])).toEqual(['late.ts', 'new.ts', 'theirs.ts']);
		});

		test('is not where it came by a merge or a pick', async () => {
			const root = longBefore();
			scratch.git('work/api', 'checkout', '--quiet', '-b', 'third', 'main');
			scratch.git('work/api', 'cherry-pick', '--allow-empty', 'other');
			scratch.write('work/api/own.ts', 'own');
			scratch.git('work/api', 'add', '.');
			commit('-m', 'Own');
			scratch.git('work/api', 'merge', '--quiet', '-m', 'Merge', 'other');
			expect(await touches(root, ['own.ts', 'theirs.ts'])).toEqual(['own.ts']);
		});

		test('is not where the commit is older than the step', async () => {
			const root = others();
			step(root, ['theirs.ts'], Date.now() + 600_000);
			expect((await only())?.touches).toEqual([]);
		});
	});

	test.each(['merge', 'cherry-pick'])(
		'not while a %s waits for a conflict to be resolved: only the conflict is its own',
		async (command) => {
			const root = scratch.repository('work/api');
			scratch.git('work/api', 'checkout', '--quiet', '-b', 'other');
			scratch.write('work/api/theirs.ts', 'theirs');
			scratch.write('work/api/README.md', 'theirs');
			scratch.git('work/api', 'add', '.');
			scratch.git('work/api', 'commit', '--quiet', '-m', 'Theirs');
			scratch.git('work/api', 'checkout', '--quiet', 'main');
			scratch.write('work/api/README.md', 'ours');
			scratch.git('work/api', 'commit', '--quiet', '-am', 'Ours');
			expect(() => scratch.git('work/api', command, 'other')).toThrow();
			step(root, ['theirs.ts', 'README.md']);
			expect((await only())?.touches.map(({ path }) => path)).toEqual(['README.md']);
		},
	);

	test('but what the command itself changed, wherever its session works', async () => {
		const root = others();
		scratch.write('work/api/theirs.ts', 'ours');
		scratch.write('work/api/new.ts', 'ours');
		step(root, ['theirs.ts', 'new.ts', 'README.md']);
		expect((await only())?.touches.map(({ path }) => path).sort()).toEqual(['new.ts', 'theirs.ts']);
	});
});

test('[A4] subagents are folded into their parent, a fork counts nothing twice', async () => {
	store.session('one', NOW - 9000);
	store.user('one', 'm0', NOW - 9000);
	store.part('one', 'm0', 'p0', NOW - 9000, { type: 'text', text: 'CANARY' });
	store.reply('one', 'm1', NOW - 8000, { ...stopped(NOW - 8000), path: { cwd: '/gone' } });
	store.session('child', NOW - 7000, { parent: 'one', title: 'CANARY' });
	store.reply('child', 'm2', NOW - 6000, stopped(NOW - 6000));
	store.tool('child', 'm2', 'p1', NOW - 6000, 'write', { status: 'completed', input: { filePath: '/gone/a.ts' } });
	store.session('fork', NOW - 5000);
	store.reply('fork', 'm3', NOW - 8000, stopped(NOW - 8000));
	const found = await agents();
	expect(found.map(({ agentId }) => agentId)).toContain(agentIdOf('opencode', 'one'));
	expect(found).toHaveLength(2);
	expect(found.find(({ agentId }) => agentId === agentIdOf('opencode', 'one'))).toMatchObject({
		task: 'Tax on prices',
		tokens: { input: 240, cached: 2000, output: 90 },
		touches: [{ path: 'a.ts' }],
	});
	expect(found.find(({ agentId }) => agentId === agentIdOf('opencode', 'fork'))?.tokens).toEqual({ input: 0, cached: 0, output: 0 });
});

test('[A4] a fork counts nothing of the other session, though that one is there no more or was not active lately', async () => {
	store.session('old', NOW - 90_000);
	store.session('fork', NOW - 5000);
	for (const [session, at] of [
		['old', NOW - 80_000],
		['fork', NOW - 80_000],
		['fork', NOW - 4000],
	] as const) {
		const id = `${session} ${at}`;
		store.reply(session, id, at, stopped(at));
		store.tool(session, id, `${id} p`, at, 'write', {
			status: 'completed',
			input: { filePath: at < NOW - 5000 ? '/gone/a.ts' : '/gone/b.ts' },
		});
	}
	expect(await agents({ since: NOW - 10_000 })).toMatchObject([{ touches: [{ path: 'b.ts' }], tokens: { input: 120 } }]);
});

test('sessions that were not active are not looked into, but the parents of those that were', async () => {
	store.session('old', NOW - 90_000);
	store.session('parent', NOW - 80_000);
	store.session('child', NOW - 1000, { parent: 'parent' });
	store.session('long', NOW - 70_000);
	store.reply('long', 'm1', NOW - 500);
	const found = (await agents({ since: NOW - 10_000 })).map(({ agentId }) => agentId);
	expect(found.sort()).toEqual([agentIdOf('opencode', 'parent'), agentIdOf('opencode', 'long')].sort());
});

test('[A3] a broken row costs itself alone, and a type that is not known is counted', async () => {
	store.session('one', NOW - 9000);
	store.message('one', 'm0', NOW - 8500, '{"role":');
	store.reply('one', 'm1', NOW - 8000, stopped(NOW - 8000));
	store.part('one', 'm1', 'p0', NOW - 8000, 'CANARY');
	store.part('one', 'm1', 'p1', NOW - 8000, { type: 'brand_new' });
	const { agents: found, drift } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW });
	expect(found).toMatchObject([{ status: 'idle', tokens: { output: 45 } }]);
	expect(drift.map(({ record, version }) => [version, record])).toEqual([
		['1.18.33', 'message/(untyped)'],
		['1.18.33', 'part/(untyped)'],
		['1.18.33', 'part/brand_new'],
	]);
});

test.each([
	['the folder of the others', 'opencode-local.db', 'opencode-local.db'],
	['the folder of the others, under a name of its own', 'work.db', 'work.db'],
	['a folder of its own', 'elsewhere/sessions.db', '../../../elsewhere/sessions.db'],
])('the database that its variable names is read, once, beside those of every channel: in %s', async (_, path, named) => {
	store.session('one', NOW);
	store.close();
	const other = new Store(scratch.at(path.includes('/') ? path : `${FOLDER}/${path}`));
	other.session('two', NOW - 1000);
	other.close();
	for (const env of [{ OPENCODE_DB: named }, { OPENCODE_DB: scratch.at(path.includes('/') ? path : `${FOLDER}/${path}`) }]) {
		const { agents: found } = await readLocalAgents({ home: scratch.home, env, since: 'all', now: NOW });
		expect(found.map(({ agentId }) => agentId)).toEqual(['one', 'two'].map((id) => agentIdOf('opencode', id)));
	}
});

test('a database that nobody has open is read without leaving anything beside it', async () => {
	store.session('one', NOW);
	store.close();
	expect(await agents()).toHaveLength(1);
	expect(scratch.names(FOLDER)).toEqual(['opencode.db']);
});

test('[A3] a database without its tables, or that is none, costs itself alone', async () => {
	store.close();
	renameSync(scratch.at(`${FOLDER}/opencode.db`), scratch.at(`${FOLDER}/opencode-dev.db`));
	new DatabaseSync(scratch.at(`${FOLDER}/opencode.db`)).close();
	scratch.write(`${FOLDER}/opencode-local.db`, 'no database'.repeat(100));
	const { agents: found, drift } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW });
	expect(found).toEqual([]);
	expect(drift).toMatchObject([{ kind: 'opencode', record: '(unreadable)', count: 2 }]);
});

test('the older files of sessions that a database has taken over are not counted again', async () => {
	store.session('one', NOW - 9000);
	store.reply('one', 'm1', NOW - 8000, stopped(NOW - 8000));
	const told = { id: 'one', directory: '/gone', title: 'Tax on prices', version: '1.0.223', time: { created: NOW, updated: NOW } };
	scratch.write(`${FOLDER}/storage/session/shop/one.json`, JSON.stringify(told));
	scratch.write(`${FOLDER}/storage/message/one/m1.json`, JSON.stringify({ role: 'assistant', ...stopped(NOW), tokens: { output: 7 } }));
	expect(await only()).toMatchObject({ tokens: { output: 45 } });
});

test('what is written to the journal is followed, and following comes to rest', async () => {
	const end = new AbortController();
	const told: string[] = [];
	store.session('one', Date.now());
	store.user('one', 'm1', Date.now());
	await followLocalAgents({
		home: scratch.home,
		env: {},
		windowMs: 60_000,
		signal: end.signal,
		onChange: ({ changed }) => told.push(...changed.map(({ touches, status }) => [status, ...touches.map(({ path }) => path)].join(' '))),
	});
	expect(told).toEqual(['working']);
	store.reply('one', 'm2', Date.now());
	store.tool('one', 'm2', 'p1', Date.now(), 'edit', { status: 'completed', input: { filePath: '/gone/a.ts' } });
	await vi.waitFor(() => expect(told.at(-1)).toBe('working a.ts'), { timeout: 45_000, interval: 5 });
	expect(await scratch.stirs(FOLDER)).toBeLessThan(10);
	end.abort();
});

test('[A6] a command that may not begin is told as waiting when it is, not with the next round', async () => {
	vi.useFakeTimers({ toFake: ['setInterval'] });
	const end = new AbortController();
	onTestFinished(() => {
		end.abort();
		vi.useRealTimers();
	});
	const told: string[] = [];
	const begun = Date.now();
	store.session('one', begun);
	store.reply('one', 'm1', begun);
	store.tool('one', 'm1', 'p1', begun, 'bash', { status: 'running', input: { command: 'CANARY' } });
	await followLocalAgents({
		home: scratch.home,
		env: {},
		windowMs: 60_000,
		signal: end.signal,
		onChange: ({ changed }) => told.push(...changed.map(({ status }) => status)),
	});
	expect(told).toEqual(['working']);
	await vi.waitFor(() => expect(told.at(-1)).toBe('waiting'), { timeout: 2 * HELD_MS, interval: 20 });
});
