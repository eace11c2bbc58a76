/** What the sample of Qwen Code does not show: turns that go on, fail or wait. */
import { describe, expect, test } from 'vitest';
import { at, NOW, oneAgent } from '../../../testing/one-agent.ts';
import { HELD_MS, OPEN_MS } from '../../sessions/status.ts';

const { tell, only } = oneAgent();

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

	test.each([
		['completed', 'idle'],
		['cancelled', 'idle'],
		['error', 'error'],
	])('[A6] a turn whose result is %s is %s, whatever it was doing', async (state, status) => {
		const result = record('system', {
			subtype: 'turn_result',
			systemPayload: { promptId: 'p', state, endedAt: NOW, promptText: 'CANARY' },
		});
		tell(FILE, prompt(), reply(uses('edit', { file_path: '/gone/a.ts' })), result);
		expect(await only(NOW + OPEN_MS)).toMatchObject({ status, touches: [] });
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

	test('[A4] a branch repeats what another session did, whether or not that one is there still', async () => {
		const edits = (id: string, file: string) => [
			record('assistant', {
				message: { role: 'model', parts: [{ functionCall: { id, name: 'edit', args: { file_path: `/gone/${file}` } } }] },
				usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 1, totalTokenCount: 11 },
			}),
			record('tool_result', { toolCallResult: { callId: id, status: 'success' } }),
		];
		const copies = [prompt(), ...edits('c1', 'a.ts')].map((each) => ({
			...each,
			forkedFrom: { sessionId: 'gone', messageUuid: each.uuid },
		}));
		tell(FILE, ...copies, prompt(), ...edits('c2', 'b.ts'), reply({ text: 'CANARY' }));
		expect(await only()).toMatchObject({ status: 'idle', touches: [{ path: 'b.ts' }], tokens: { input: 10, output: 1 } });
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

	test.each([
		[{ output: 'CANARY' }, { touches: [{ path: 'a.ts', mode: 'edit' }], errors: 0 }],
		[{ error: 'CANARY' }, { touches: [], errors: 1 }],
		[{ error: '[Operation Cancelled] CANARY' }, { touches: [], errors: 0 }],
	])('[A12] what became of a subagent’s call is told by its result alone: %j', async (response, told) => {
		tell(FILE, prompt(), reply({ text: 'CANARY' }));
		const answer = record('tool_result', {
			message: { role: 'user', parts: [{ functionResponse: { id: 'c1', name: 'edit', response } }] },
			toolCallResult: { callId: 'c1', durationMs: 3 },
		});
		tell('.qwen/projects/-gone/subagents/one/agent-1.jsonl', prompt(), reply(uses('edit', { file_path: '/gone/a.ts' })), answer);
		expect(await only()).toMatchObject(told);
	});
});
