/** What a sample of Goose cannot show: turns that go on, wait and fail, subagents, and what is kept out. */
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

const only = async (now = NOW) => (await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now })).agents;
const request = (id: string, name: string, given: object) => ({
	type: 'toolRequest',
	id,
	toolCall: { status: 'success', value: { name, arguments: given } },
});
const response = (id: string, value: object = { content: [] }) => ({ type: 'toolResponse', id, toolResult: { status: 'success', value } });

interface Message {
	role: string;
	content: readonly object[];
}

function store(messages: readonly Message[], more: object[] = [], about: object = {}): void {
	const session = {
		id: 'one',
		working_dir: '/gone',
		session_type: 'user',
		updated_at: '2026-10-05 08:59:00',
		created_at: '2026-10-05 08:50:00',
		...about,
	};
	const rows = messages.map(({ role, content }, place) => ({
		id: place,
		session_id: 'one',
		role,
		content_json: content,
		created_timestamp: NOW / 1000 - 100 + place,
	}));
	writeDatabase(scratch.at('.local/share/goose/sessions/sessions.db'), { sessions: [session, ...more], messages: rows });
}
const prompt = { role: 'user', content: [{ type: 'text', text: 'CANARY' }] };
const asked = (id: string, name: string, given: object = {}) => ({ role: 'assistant', content: [request(id, name, given)] });

test.each([
	['a prompt is worked on', [prompt], 'working'],
	['a reply of words alone ends after a while', [prompt, { role: 'assistant', content: [{ type: 'text', text: 'CANARY' }] }], 'idle'],
	['a command may wait or run', [prompt, asked('c', 'developer__shell')], 'unknown'],
	['an edit that is not made waits', [prompt, asked('c', 'developer__edit', { path: '/gone/a.ts' })], 'waiting'],
	['a question waits', [prompt, { role: 'assistant', content: [{ type: 'toolConfirmationRequest', id: 'c', toolName: 'x' }] }], 'waiting'],
] as const)('[A6] %s', async (_, messages, status) => {
	store(messages);
	expect(await only()).toMatchObject([{ status }]);
});

const confirms = (actionType: string, id: string) => ({ type: 'actionRequired', data: { actionType, id } });
test.each([
	['is asked', [], 'waiting'],
	['is allowed', [{ role: 'user', content: [confirms('toolConfirmationResponse', 'c')] }], 'working'],
	['is allowed while another one is asked', [{ role: 'user', content: [confirms('toolConfirmationResponse', 'other')] }], 'waiting'],
	['is answered', [{ role: 'user', content: [response('c')] }], 'working'],
	['is left for another prompt', [prompt], 'working'],
] as const)('[A6] a call that %s', async (_, after, status) => {
	store([prompt, asked('c', 'shell'), { role: 'assistant', content: [confirms('toolConfirmation', 'c')] }, ...after]);
	expect(await only()).toMatchObject([{ status }]);
});

test('[A6] where nobody is asked for anything a command works', async () => {
	store([prompt, asked('c', 'shell')], [], { goose_mode: 'auto' });
	expect(await only()).toMatchObject([{ status: 'working' }]);
	store([prompt, asked('c', 'shell')], [], { goose_mode: 'smart_approve' });
	expect(await only()).toMatchObject([{ status: 'unknown' }]);
});

test('[A12] what was written to the cache stands within the input, as what was read from it does', async () => {
	const used = { accumulated_input_tokens: 1000, accumulated_output_tokens: 7 };
	store([prompt], [], { ...used, accumulated_cache_read_tokens: 600, accumulated_cache_write_tokens: 300 });
	expect(await only()).toMatchObject([{ tokens: { input: 400, cached: 600, output: 7 } }]);
});

test('[A12] a call that was passed over, or came too late, was none', async () => {
	const words = ['Let the user know the tool call was skipped in goose chat mode. CANARY', 'Tool approval expired because CANARY'];
	const passed = words.flatMap((text, place) => [
		asked(`${place}`, 'developer__write', { path: 'a.ts' }),
		{ role: 'user', content: [response(`${place}`, { content: [{ type: 'text', text }] })] },
	]);
	store(passed);
	expect(await only()).toMatchObject([{ errors: 0, touches: [] }]);
});

test('[A12] what failed or was refused touches nothing; what failed is an error', async () => {
	const refused = { content: [{ type: 'text', text: 'The user has declined to run this tool. CANARY' }] };
	store([
		asked('one', 'text_editor', { command: 'write', path: '/gone/failed.ts' }),
		{ role: 'user', content: [response('one', { isError: true, content: [{ type: 'text', text: 'CANARY' }] })] },
		asked('two', 'developer__write', { path: 'refused.ts' }),
		{ role: 'user', content: [response('two', refused)] },
		asked('three', 'developer__text_editor', { command: 'view', path: 'read.ts' }),
		{ role: 'user', content: [response('three')] },
	]);
	expect(await only()).toMatchObject([{ errors: 1, touches: [{ path: 'read.ts', mode: 'read' }] }]);
});

test('[A4] subagents are their parent’s work, and hidden sessions none', async () => {
	const below = { id: 'two', working_dir: '/gone', session_type: 'sub_agent', parent_session_id: 'one', updated_at: '2026-10-05 08:59:00' };
	store([prompt], [below, { ...below, id: 'three', session_type: 'hidden', parent_session_id: null }]);
	expect(await only()).toHaveLength(1);
});

test('[A3] a database of another version, or a broken one, costs itself alone', async () => {
	writeDatabase(scratch.at('.local/share/goose/sessions/sessions.db'), { others: [{ id: 1 }] });
	expect(await only()).toEqual([]);
	scratch.write('.local/share/goose/sessions/sessions.db', 'no database');
	expect(await only()).toEqual([]);
});

test('[A4] what is older than its session was copied with it', async () => {
	const edits = (id: string, path: string) => [asked(id, 'developer__edit', { path }), { role: 'user', content: [response(id)] }];
	const done = { role: 'assistant', content: [{ type: 'text', text: 'CANARY' }] };
	const copied = [...edits('one', '/gone/a.ts'), done];
	const created_at = new Date(NOW - 97_000).toISOString().replace('T', ' ').slice(0, 19);
	store(copied, [], { created_at });
	expect(await only()).toMatchObject([{ status: 'idle', touches: [] }]);
	store([...copied, ...edits('two', '/gone/b.ts'), done], [], { created_at });
	expect(await only()).toMatchObject([{ status: 'idle', touches: [{ path: 'b.ts', mode: 'edit' }] }]);
});
