/** Chats of Cursor's editor: turns that go on, wait and fail, and what is written after it was read. */
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Scratch } from '../../../testing/scratch.ts';
import { readLocalAgents } from '../../local-agents/local-agents.ts';
import { EditorChats } from './editor.ts';

const NOW = Date.UTC(2026, 9, 5, 9);
const PATH = '.config/Cursor/User/globalStorage/state.vscdb';

let scratch: Scratch;
let database: DatabaseSync;
beforeEach(() => {
	scratch = new Scratch();
	database = new DatabaseSync(scratch.at(PATH));
	database.exec('CREATE TABLE cursorDiskKV (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB)');
});
afterEach(() => {
	database.close();
	scratch.remove();
});

const put = (key: string, value: object) => database.prepare('INSERT INTO cursorDiskKV VALUES (?, ?)').run(key, JSON.stringify(value));
const chat = (bubbles: readonly string[], more: object = {}) =>
	put('composerData:one', {
		composerId: 'one',
		createdAt: NOW - 200_000,
		lastUpdatedAt: NOW - 100_000,
		workspaceIdentifier: { uri: { fsPath: '/gone' } },
		fullConversationHeadersOnly: bubbles.map((bubbleId) => ({ bubbleId })),
		...more,
	});
const bubble = (id: string, fields: object) =>
	put(`bubbleId:one:${id}`, { type: 2, createdAt: new Date(NOW - 150_000).toISOString(), ...fields });
const tool = (name: string, status: string, params: object = {}) => ({ toolFormerData: { name, status, params: JSON.stringify(params) } });
const agents = async () => (await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW })).agents;

test.each([
	['a prompt is worked on', { type: 1 }, 'generating', 'working'],
	['a reply of words alone ends after a while', {}, 'none', 'idle'],
	['a command may wait or run', tool('run_terminal_command_v2', 'loading'), 'generating', 'unknown'],
	['an edit that is not made waits', tool('edit_file_v2', 'loading', { relativeWorkspacePath: 'a.ts' }), 'generating', 'waiting'],
	['a chat that failed is an error', {}, 'error', 'error'],
	['a chat that its human stopped is over', tool('run_terminal_command_v2', 'loading'), 'aborted', 'idle'],
] as const)('[A6] %s', async (_, last, status, expected) => {
	chat(['u', 'b'], { status });
	bubble('u', { type: 1 });
	bubble('b', last);
	expect(await agents()).toMatchObject([{ status: expected }]);
});

test('[A12] what was cancelled or failed touches nothing', async () => {
	const edit = (status: string) => tool('search_replace', status, { relativeWorkspacePath: `${status}.ts` });
	chat(['a', 'b', 'c', 'd'], { status: 'completed' });
	for (const [id, status] of Object.entries({ a: 'cancelled', b: 'error', c: 'rejected', d: 'completed' })) bubble(id, edit(status));
	expect(await agents()).toMatchObject([{ errors: 1, touches: [{ path: 'completed.ts', mode: 'edit' }] }]);
});

test('[A4] messages that are older than their chat were copied with it', async () => {
	chat(['a', 'b'], { createdAt: NOW - 140_000, status: 'completed' });
	bubble('a', { ...tool('write', 'completed', { file_path: 'a.ts' }), tokenCount: { inputTokens: 9, outputTokens: 9 } });
	expect(await agents()).toMatchObject([{ status: 'idle', touches: [] }]);
	bubble('b', { ...tool('write', 'completed', { file_path: 'b.ts' }), createdAt: new Date(NOW - 120_000).toISOString() });
	expect(await agents()).toMatchObject([{ status: 'idle', touches: [{ path: 'b.ts' }], tokens: { input: 0 } }]);
});

test('what is written anew is read, and that alone', () => {
	const chats = new EditorChats();
	const edited = () =>
		[...chats.sightings(scratch.at(PATH), 0)].flatMap(({ calls = [] }) => calls.flatMap(({ touches }) => touches.map(({ path }) => path)));
	chat(['a']);
	bubble('a', tool('write', 'completed', { file_path: 'a.ts' }));
	expect(edited()).toEqual(['a.ts']);
	database.prepare('UPDATE cursorDiskKV SET value = ? WHERE key = ?').run('{}', 'bubbleId:one:a');
	expect(edited()).toEqual(['a.ts']);
	bubble('b', tool('write', 'completed', { file_path: 'b.ts' }));
	expect(edited()).toEqual(['a.ts']);
	chat(['a', 'b']);
	expect(edited()).toEqual(['a.ts', 'b.ts']);
	put('composerData:two', { composerId: 'two', createdAt: NOW, fullConversationHeadersOnly: [{ bubbleId: 'x' }] });
	put('bubbleId:two:x', { type: 2, ...tool('write', 'completed', { file_path: 'x.ts' }) });
	expect(edited()).toEqual(['a.ts', 'b.ts', 'x.ts']);
});

test('[A3] a database without chats, and values that are no JSON, cost themselves alone', async () => {
	database.exec("INSERT INTO cursorDiskKV VALUES ('composerData:x', 'no JSON'), ('bubbleId:one:a', 'no JSON'), ('bubbleId', '{}')");
	chat(['a']);
	expect(await agents()).toHaveLength(1);
	database.exec('DROP TABLE cursorDiskKV');
	expect(await agents()).toEqual([]);
});
