/** What a sample of Zed cannot show: turns that go on and wait, several folders, older rows. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeDatabase } from '../../../testing/sample-database.ts';
import { Scratch } from '../../../testing/scratch.ts';
import { readLocalAgents } from '../../local-agents/local-agents.ts';

const NOW = Date.UTC(2026, 9, 5, 9);

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

const agents = async (now = NOW) => (await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now })).agents;
const use = (id: string, name: string, input: object = {}) => ({ ToolUse: { id, name, input } });
const agent = (uses: object[], results: object = {}) => ({ Agent: { content: uses, tool_results: results } });
const prompt = { User: { id: 'u', content: [{ Text: 'CANARY' }] } };

function store(messages: readonly unknown[], row: object = { folder_paths: '/gone', folder_paths_order: '0' }, at = NOW - 100_000): void {
	const thread = { id: 'one', summary: 'CANARY', updated_at: new Date(at).toISOString(), data_type: 'json', data: { messages }, ...row };
	writeDatabase(scratch.at('.local/share/zed/threads/threads.db'), { threads: [thread] });
}

test.each([
	['a prompt is worked on', [prompt], 'working'],
	['a reply of words alone ends after a while', [prompt, agent([{ Text: 'CANARY' }])], 'idle'],
	['a command may wait or run', [prompt, agent([use('t', 'terminal')])], 'unknown'],
	['an edit that is not made waits', [prompt, agent([use('t', 'edit_file', { path: 'a.ts' })])], 'waiting'],
	['what is answered goes on', [prompt, agent([use('t', 'terminal')], { t: { is_error: false } })], 'working'],
] as const)('[A6] %s', async (_, messages, status) => {
	store(messages);
	expect(await agents()).toMatchObject([{ status }]);
});

test('[A9] a path begins with the name of its folder, of which a thread may have several', async () => {
	scratch.repository('work/web');
	scratch.repository('work/api');
	const folders = ['api', 'web'].map((name) => `${scratch.home}/work/${name}`);
	const edits = ['web/src/a.ts', 'api/src/b.ts', 'src/c.ts', `${folders[1]}/src/d.ts`];
	const results = Object.fromEntries(edits.map((path) => [path, { is_error: false }]));
	const messages = [
		prompt,
		agent(
			edits.map((path) => use(path, 'edit_file', { path })),
			results,
		),
	];
	store(messages, { folder_paths: folders.join('\n'), folder_paths_order: '1,0' });
	const [found] = await agents();
	expect(found?.cwd).toBe(folders[1]);
	expect(found?.touches.map(({ path }) => path).sort()).toEqual(['src/a.ts', 'src/c.ts', 'src/d.ts']);
});

test('[A4] a thread that somebody shared has calls of theirs, and says not which: none is told', async () => {
	const edit = agent([use('t', 'edit_file', { path: 'theirs.ts' })], { t: { is_error: false } });
	const failed = agent([use('f', 'terminal')], { f: { is_error: true } });
	store([], { data: { imported: true, messages: [prompt, edit, failed, agent([{ Text: 'CANARY' }])] }, folder_paths: '/gone' });
	expect(await agents()).toMatchObject([{ status: 'idle', touches: [], errors: 0 }]);
});

test('[A10] a row without folders is where its first snapshot was', async () => {
	const data = { initial_project_snapshot: { worktree_snapshots: [{ worktree_path: '/gone' }] }, messages: [prompt] };
	store([], { data });
	expect(await agents()).toMatchObject([{ cwd: '/gone' }]);
});

test('[A3] a thread that cannot be unpacked is counted, and the others stay', async () => {
	const row = { id: 'two', updated_at: new Date(NOW).toISOString(), data_type: 'zstd', data: 'no zstd' };
	const other = {
		id: 'one',
		updated_at: new Date(NOW).toISOString(),
		data_type: 'json',
		data: { messages: [prompt] },
		folder_paths: '/gone',
	};
	writeDatabase(scratch.at('.local/share/zed/threads/threads.db'), { threads: [row, other] });
	const { agents: found, drift } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW });
	expect(found).toHaveLength(1);
	expect(drift).toMatchObject([{ kind: 'zed', record: '(broken)', count: 1 }]);
});
