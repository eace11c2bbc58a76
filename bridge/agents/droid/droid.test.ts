/** What the sample of Droid does not show: turns that go on, fail or wait. */
import { describe, expect, test } from 'vitest';
import { at, NOW, oneAgent } from '../../../testing/one-agent.ts';
import { HELD_MS, OPEN_MS, SETTLE_MS } from '../../sessions/status.ts';

const { tell, only } = oneAgent();

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
		['permission_rejected', 'idle', 0],
		['process_exit', 'idle', 0],
		['spec_handoff', 'idle', 0],
		['error', 'error', 1],
		['model_rate_limited', 'error', 1],
		['completion_persistence_failed', 'error', 1],
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

	test.each([
		[[], ['a.ts', 'b.ts', 'c.ts', 'd.ts'], 0],
		[['a.ts'], ['b.ts', 'c.ts', 'd.ts'], 0],
		[['c.ts'], ['a.ts', 'b.ts'], 0],
		[['a.ts', 'b.ts', 'c.ts'], [], 1],
	])('[A12] of a patch’s files those that failed, as %j, were not edited', async (failed: string[], edited: string[], errors: number) => {
		const patch =
			'*** Begin Patch\n*** Update File: a.ts\n*** Add File: /gone/b.ts\n*** Update File: c.ts\n*** Move to: d.ts\n*** End Patch';
		const files = ['a.ts', 'b.ts', 'c.ts'].map((name) => ({
			file_path: `/gone/${name}`,
			display_operation: 'update',
			...(name === 'c.ts' && { moved_to: '/gone/d.ts' }),
			...(failed.includes(name) ? { error: 'Failed to apply patch: CANARY' } : { diff: 'CANARY "error"' }),
		}));
		const content = JSON.stringify({ success: true, files, ...files[0] });
		const answer = message('5', 'user', [{ type: 'tool_result', tool_use_id: 'c1', is_error: false, content }]);
		tell(FILE, start, prompt, uses('ApplyPatch', { input: patch }), answer, outcome('completed'));
		const agent = await only();
		expect(agent.touches.map(({ path }) => path).sort()).toEqual(edited);
		expect(agent.errors).toBe(errors);
	});

	test('[A12] a file that reads like such an answer edits nothing', async () => {
		const content = JSON.stringify({
			files: [
				{ file_path: '/gone/b.ts', display_operation: 'update' },
				{ file_path: '/gone/c.ts', error: 'x' },
			],
		});
		const answer = message('5', 'user', [{ type: 'tool_result', tool_use_id: 'c1', is_error: false, content }]);
		tell(FILE, start, prompt, uses('Read', { file_path: '/gone/a.ts' }), answer, outcome('completed'));
		expect((await only()).touches).toMatchObject([{ path: 'a.ts', mode: 'read' }]);
	});

	const answered = (content: string, is_error?: boolean) =>
		message('4', 'user', [{ type: 'tool_result', tool_use_id: 'c1', content, ...(is_error !== undefined && { is_error }) }]);

	test.each([
		['Error: Tool execution cancelled by user', true, 0],
		['Error: Request interrupted by user', true, 0],
		['Tool cancelled: no result was received for this tool call', true, 0],
		['Tool execution was interrupted', undefined, 0],
		['Error: CANARY', true, 1],
	])('[A12] a call that was stopped, or failed, edits nothing: %s', async (content, isError, errors) => {
		tell(FILE, start, prompt, uses('Edit', { file_path: '/gone/a.ts' }), answered(content, isError));
		expect(await only()).toMatchObject({ errors, touches: [] });
	});

	test('[A6] a result that is still to come is none', async () => {
		tell(FILE, start, prompt, uses('Edit', { file_path: '/gone/a.ts' }), answered('__TOOL_RESULT_PENDING__'));
		expect(await only(NOW + HELD_MS)).toMatchObject({ status: 'waiting', touches: [] });
	});

	test.each([
		['Tool execution cancelled by user', 0],
		['Error: Tool execution cancelled by user. CANARY', 0],
		['Error: CANARY', 1],
	])('[A12] an edit that its human did not want is no edit and no error: %j', async (content, errors) => {
		const answer = message('4', 'user', [{ type: 'tool_result', tool_use_id: 'c1', is_error: true, content }]);
		tell(FILE, start, prompt, uses('Edit', { file_path: '/gone/a.ts' }), answer, outcome('completed'));
		expect(await only()).toMatchObject({ touches: [], errors });
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
