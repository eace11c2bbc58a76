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
		expect((await only(NOW, { PI_CODING_AGENT_DIR: home.scratch.at('elsewhere') })).drift).toEqual(['brand_new']);
	});
});
