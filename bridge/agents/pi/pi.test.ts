/** What the samples of Pi do not show: turns that go on, fail or wait. */
import { describe, expect, test } from 'vitest';
import { at, NOW, oneAgent } from '../../../testing/one-agent.ts';
import { OPEN_MS, QUIET_MS } from '../../sessions/status.ts';

const home = oneAgent();
const { tell, only } = home;

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

	test.each([
		['Operation aborted', 'idle', 0],
		['CANARY\n\nCommand aborted', 'idle', 0],
		['Command aborted by CANARY', 'working', 1],
		['CANARY', 'working', 1],
	])('[A6] [A12] a call that was stopped has ended the turn, and is no error: %j', async (words, status, errors) => {
		const result = { role: 'toolResult', toolCallId: 'c1', toolName: 'bash', isError: true, content: [{ type: 'text', text: words }] };
		tell(FILE, head, prompt, reply('toolUse', uses('bash')), entry('3', result));
		expect(await only()).toMatchObject({ status, errors });
	});

	test.each([
		['session_exit', 'idle'],
		['tool_execution_start', 'working'],
		['CANARY', 'working'],
	])('[A6] with what Oh My Pi adds of its own, %s, it is %s', async (customType, status) => {
		const own = { type: 'custom', customType, data: { reason: 'sigterm', CANARY: 'CANARY' }, id: '3', timestamp: at(0) };
		tell(FILE, head, prompt, reply('toolUse', uses('bash')), own);
		expect(await only()).toMatchObject({ status, drift: [] });
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

	test('[A4] what is older than the session was copied when it was forked', async () => {
		const edits = (n: number, path: string, after: number) => [
			entry(`${n}0`, { role: 'assistant', content: [{ ...uses('edit'), id: `c${n}`, arguments: { path } }], stopReason: 'toolUse' }, after),
			entry(`${n}1`, { role: 'toolResult', toolCallId: `c${n}`, toolName: 'edit', isError: false }, after + 1),
		];
		const copied = [entry('3', { role: 'user', content: 'CANARY' }, -90_000), ...edits(4, 'a.ts', -80_000)];
		tell(FILE, { ...head, parentSession: '/gone/other.jsonl' }, ...copied, prompt, ...edits(5, 'b.ts', -2000), reply('stop'));
		expect(await only()).toMatchObject({ status: 'idle', touches: [{ path: 'b.ts', mode: 'edit' }] });
	});

	test('[A12] of several files those that failed were not edited, one that was moved had two names, and no other tool edits', async () => {
		const call = (id: string, name: string, given: object = {}) => ({ type: 'toolCall', id, name, arguments: given });
		const result = (id: string, toolCallId: string, toolName: string, details: object) =>
			entry(id, { role: 'toolResult', toolCallId, toolName, isError: false, details });
		const calls = [call('c1', 'edit'), call('c2', 'edit'), call('c3', 'review', { path: 'seen.ts' })];
		const reads = [call('c4', 'read', { path: 'src/b.ts:10-20' }), call('c5', 'read', { path: 'https://docs.example/CANARY' })];
		tell(
			FILE,
			head,
			prompt,
			reply('toolUse', ...calls, ...reads),
			result('3', 'c1', 'edit', { perFileResults: [{ path: '/gone/a.ts' }, { path: '/gone/failed.ts', isError: true }] }),
			result('4', 'c2', 'edit', { path: '/gone/new.ts', sourcePath: '/gone/old.ts', op: 'update' }),
			result('5', 'c3', 'review', { path: '/gone/seen.ts' }),
			result('6', 'c4', 'read', { kind: 'file', resolvedPath: '/gone/src/b.ts' }),
			result('7', 'c5', 'read', { kind: 'url', url: 'https://docs.example/CANARY' }),
		);
		const { touches } = await only();
		expect(
			touches
				.filter(({ mode }) => mode === 'edit')
				.map(({ path }) => path)
				.sort(),
		).toEqual(['a.ts', 'new.ts', 'old.ts']);
		expect(touches.filter(({ mode }) => mode === 'read').map(({ path }) => path)).toEqual(['src/b.ts']);
	});

	test('[A1] Oh My Pi says which files it read, whatever part of them, or several, or a folder was asked for', async () => {
		const read = (id: string, path: string) => ({ type: 'toolCall', id, name: 'read', arguments: { path } });
		const result = (id: string, toolCallId: string, details?: object) =>
			entry(id, { role: 'toolResult', toolCallId, toolName: 'read', isError: false, ...(details && { details }) });
		const from = (type: string, value: string) => ({ meta: { source: { type, value } } });
		const asked = ['a.ts:1-20', 'b.ts:raw', 'src', 'c.ts d.ts', 'skill://CANARY', 'plain.ts:1-20,30+5:raw'].map((path, place) =>
			read(`c${place}`, path),
		);
		const answers = [
			result('3', 'c0', { totalLines: 3, ...from('path', '/gone/a.ts') }),
			result('4', 'c1', { resolvedPath: '/gone/lib/b.ts', ...from('path', '/gone/b.ts') }),
			result('5', 'c2', { isDirectory: true, resolvedPath: '/gone/src', ...from('path', '/gone/src') }),
			result('6', 'c3', { displayReadTargets: ['c.ts', 'd.ts'], displayReadTargetLinks: ['/gone/c.ts', null, '/gone/d.ts'] }),
			result('7', 'c4', from('internal', 'skill://CANARY')),
		];
		tell(FILE, head, prompt, reply('toolUse', ...asked), ...answers, result('8', 'c5'));
		const { touches } = await only();
		expect(touches.map(({ path, mode }) => `${mode} ${path}`).sort()).toEqual([
			'read a.ts',
			'read c.ts',
			'read d.ts',
			'read lib/b.ts',
			'read plain.ts',
		]);
	});

	test('[A3] a type that is not known is counted; its own variable comes before the home folder', async () => {
		tell('elsewhere/sessions/--gone--/now_one.jsonl', head, prompt, { type: 'brand_new', timestamp: at(0), words: 'CANARY' });
		expect((await only(NOW, { PI_CODING_AGENT_DIR: home.scratch.at('elsewhere') })).drift).toEqual(['brand_new']);
	});
});
