/** What the samples of Pi, Qwen Code and Droid, which write a record a line, do not show: turns that go on, fail or wait. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scratch } from '../../testing/scratch.ts';
import { readLocalAgents } from '../local-agents/local-agents.ts';
import { HELD_MS, OPEN_MS, QUIET_MS, SETTLE_MS } from '../sessions/status.ts';

const NOW = Date.UTC(2026, 9, 6, 10);
const at = (after: number) => new Date(NOW + after).toISOString();
let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
});
afterEach(() => scratch.remove());

const tell = (path: string, ...records: object[]) => scratch.write(path, records.map((each) => `${JSON.stringify(each)}\n`).join(''));

async function only(now = NOW, env: NodeJS.ProcessEnv = {}) {
	const { agents, drift } = await readLocalAgents({ home: scratch.home, env, since: 'all', now });
	expect(agents).toHaveLength(1);
	return { ...(agents[0] as NonNullable<(typeof agents)[0]>), drift: drift.map(({ record }) => record) };
}

describe('Pi', () => {
	const FILE = '.pi/agent/sessions/--gone--/2026-10-06T10-00-00-000Z_one.jsonl';
	const head = { type: 'session', version: 3, id: 'one', timestamp: at(-9000), cwd: '/gone' };
	const entry = (id: string, message: object, after = 0) => ({ type: 'message', id, parentId: null, timestamp: at(after), message });
	const prompt = entry('1', { role: 'user', content: 'CANARY' }, -8000);
	const reply = (stopReason: string, ...content: object[]) => entry('2', { role: 'assistant', content, stopReason });
	const uses = (name: string) => ({ type: 'toolCall', id: 'c1', name, arguments: { path: 'a.ts' } });

	test.each([
		['stop', 'idle', 0],
		['length', 'idle', 0],
		['aborted', 'idle', 0],
		['error', 'error', 1],
	])('[A6] a reply that ended with %s is %s', async (reason, status, errors) => {
		tell(FILE, head, prompt, reply(reason, { type: 'text', text: 'CANARY' }));
		expect(await only()).toMatchObject({ status, errors });
	});

	test('[A6] a prompt and a call work until they have been silent for long: it asks for nothing', async () => {
		for (const last of [prompt, reply('toolUse', uses('bash')), reply('toolUse', uses('edit'))]) {
			tell(FILE, head, prompt, last);
			expect((await only(NOW + OPEN_MS)).status).toBe('working');
			expect((await only(NOW + QUIET_MS)).status).toBe('unknown');
		}
	});

	test('[A2] a title that its human gave is none, and neither is a name', async () => {
		tell(FILE, { ...head, title: 'CANARY', titleSource: 'user' }, { type: 'session_info', timestamp: at(0), name: 'CANARY' }, prompt);
		expect((await only()).task).toBeUndefined();
	});

	test('[A3] a type that is not known is counted; its own variable comes before the home folder', async () => {
		tell('elsewhere/sessions/--gone--/now_one.jsonl', head, prompt, { type: 'brand_new', timestamp: at(0), words: 'CANARY' });
		expect((await only(NOW, { PI_CODING_AGENT_DIR: scratch.at('elsewhere') })).drift).toEqual(['brand_new']);
	});
});

describe('Qwen Code', () => {
	const FILE = '.qwen/projects/-gone/chats/one.jsonl';
	let records = 0;
	const record = (type: string, fields: object, after = 0) => {
		records++;
		return {
			uuid: `u${records}`,
			sessionId: 'one',
			timestamp: at(after),
			type,
			cwd: '/gone',
			version: '0.15.10',
			gitBranch: 'main',
			...fields,
		};
	};
	const prompt = () => record('user', { message: { role: 'user', parts: [{ text: 'CANARY' }] } }, -8000);
	const reply = (...parts: object[]) => record('assistant', { message: { role: 'model', parts } });
	const uses = (name: string, args: object = {}) => ({ functionCall: { id: 'c1', name, args } });

	test('[A6] a thought works, words end the turn, a failed request is an error until it is tried again', async () => {
		tell(FILE, prompt(), reply({ text: 'CANARY', thought: true }));
		expect((await only()).status).toBe('working');
		tell(FILE, prompt(), reply({ text: 'CANARY', thought: true }, { text: 'CANARY' }));
		expect((await only()).status).toBe('idle');
		const failed = record('system', { subtype: 'ui_telemetry', systemPayload: { uiEvent: { 'event.name': 'qwen-code.api_error' } } });
		tell(FILE, prompt(), failed);
		expect(await only()).toMatchObject({ status: 'error', errors: 1 });
		tell(FILE, prompt(), failed, reply({ text: 'CANARY' }));
		expect(await only()).toMatchObject({ status: 'idle', errors: 1 });
	});

	test('[A6] an edit that is not made waits, a question too, of a command nobody can tell', async () => {
		tell(FILE, prompt(), reply(uses('edit', { file_path: '/gone/a.ts' })));
		expect(await only(NOW + HELD_MS)).toMatchObject({ status: 'waiting', touches: [] });
		tell(FILE, prompt(), reply(uses('ask_user_question')));
		expect((await only()).status).toBe('waiting');
		tell(FILE, prompt(), reply(uses('run_shell_command')));
		expect((await only(NOW + OPEN_MS)).status).toBe('unknown');
	});

	test('[A4] thoughts that the reply counts already are not counted again', async () => {
		const usageMetadata = { promptTokenCount: 100, candidatesTokenCount: 40, thoughtsTokenCount: 30, cachedContentTokenCount: 60 };
		tell(FILE, prompt(), { ...reply({ text: 'x' }), usageMetadata: { ...usageMetadata, totalTokenCount: 140 } });
		expect((await only()).tokens).toEqual({ input: 40, cached: 60, output: 40 });
		tell(FILE, prompt(), { ...reply({ text: 'x' }), usageMetadata: { ...usageMetadata, totalTokenCount: 170 } });
		expect((await only()).tokens).toEqual({ input: 40, cached: 60, output: 70 });
	});

	test('[A4] a subagent is its parent’s work', async () => {
		tell(FILE, prompt(), reply({ text: 'CANARY' }));
		const answer = record('tool_result', { toolCallResult: { callId: 'c1', status: 'success' } });
		tell(
			'.qwen/projects/-gone/subagents/one/agent-1.jsonl',
			prompt(),
			reply(uses('write_file', { file_path: '/gone/a.ts' })),
			answer,
			reply({ text: 'x' }),
		);
		expect(await only()).toMatchObject({ status: 'idle', touches: [{ path: 'a.ts', mode: 'edit' }] });
	});
});

describe('Droid', () => {
	const FILE = '.factory/sessions/-gone/one.jsonl';
	const start = { type: 'session_start', id: 'one', title: 'CANARY', cwd: '/gone', isSessionTitleManuallySet: true };
	const message = (id: string, role: string, content: object[], after = 0) => ({
		type: 'message',
		id,
		timestamp: at(after),
		message: { role, content },
	});
	const prompt = message('1', 'user', [{ type: 'text', text: 'CANARY' }], -8000);
	const words = message('2', 'assistant', [{ type: 'text', text: 'CANARY' }]);
	const uses = (name: string, input: object = {}) => message('3', 'assistant', [{ type: 'tool_use', id: 'c1', name, input }]);
	const outcome = (reason: string) => ({ type: 'agent_turn_outcome', turnId: '1', reason });

	test.each([
		['completed', 'idle', 0],
		['cancelled', 'idle', 0],
		['error', 'error', 1],
	])('[A6] a turn that ended as %s is %s', async (reason, status, errors) => {
		tell(FILE, start, prompt, words, outcome(reason));
		expect(await only()).toMatchObject({ status, errors });
	});

	test('[A6] words may be followed by more, an edit that is not made waits, of a command nobody can tell', async () => {
		tell(FILE, start, prompt, words);
		expect((await only(NOW + SETTLE_MS - 1)).status).toBe('working');
		expect((await only(NOW + SETTLE_MS)).status).toBe('idle');
		tell(FILE, start, prompt, uses('Edit', { file_path: '/gone/a.ts' }));
		expect((await only(NOW + HELD_MS)).status).toBe('waiting');
		tell(FILE, start, prompt, uses('Execute', { command: 'CANARY' }));
		expect((await only(NOW + OPEN_MS)).status).toBe('unknown');
	});

	test('[A2] a title is a prompt’s words or its human’s, and never a task', async () => {
		tell(FILE, start, prompt);
		expect((await only()).task).toBeUndefined();
	});

	test('[A4] a session that another one called is that one’s work', async () => {
		tell(FILE, start, prompt, words, outcome('completed'));
		const called = { ...start, id: 'two', callingSessionId: 'one' };
		const answer = message('5', 'user', [{ type: 'tool_result', tool_use_id: 'c1', is_error: false, content: 'CANARY' }]);
		tell('.factory/sessions/-gone/two.jsonl', called, uses('Create', { file_path: '/gone/a.ts' }), answer, outcome('completed'));
		expect(await only()).toMatchObject({ status: 'idle', touches: [{ path: 'a.ts', mode: 'edit' }] });
	});
});

test('[A4] ids are an agent’s own: another one that has the same repeats nothing', async () => {
	const words = { type: 'text', text: 'CANARY' };
	tell(
		'.factory/sessions/-gone/one.jsonl',
		{ type: 'session_start', cwd: '/gone' },
		{ type: 'message', id: 'u1', timestamp: at(0), message: { role: 'assistant', content: [words] } },
	);
	tell('.qwen/projects/-gone/chats/two.jsonl', { uuid: 'u1', type: 'user', cwd: '/gone', timestamp: at(0), message: { parts: [words] } });
	const { agents } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW });
	expect(agents.map(({ kind, status }) => [kind, status]).sort()).toEqual([
		['droid', 'working'],
		['qwen-code', 'working'],
	]);
});
