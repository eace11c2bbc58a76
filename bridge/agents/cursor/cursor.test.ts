import { mkdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Scratch } from '../../../testing/scratch.ts';
import { readLocalAgents } from '../../local-agents/local-agents.ts';
import { QUIET_MS, SETTLE_MS } from '../../sessions/status.ts';
import { cursor } from './cursor.ts';

const SESSION = '5e6f7a8b-0000-4c1d-8e2f-3a4b5c6d7e8f';
const PROJECT = '.cursor/projects/gone-shop';
const FILE = `${PROJECT}/agent-transcripts/${SESSION}/${SESSION}.jsonl`;
/** A whole second, as some disks keep times. */
const NOW = Math.floor(Date.now() / 1000) * 1000 + 3_600_000;
let scratch: Scratch;

beforeEach(() => {
	scratch = new Scratch();
	scratch.write(`${PROJECT}/.workspace-trusted`, JSON.stringify({ trustedAt: 'CANARY', workspacePath: '/gone/shop' }));
});
afterEach(() => scratch.remove());

const prompt = { role: 'user', message: { content: [{ type: 'text', text: 'CANARY' }] } };
const ended = { type: 'turn_ended', status: 'success' };
const says = (...tools: object[]) => ({ role: 'assistant', message: { content: [{ type: 'text', text: 'CANARY' }, ...tools] } });
const uses = (name: string, input: unknown) => ({ type: 'tool_use', name, input });

function tell(records: unknown[], at = NOW, file = FILE): void {
	const path = scratch.write(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
	utimesSync(path, at / 1000, at / 1000);
}

async function only(now = NOW) {
	const { agents } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now });
	expect(agents).toHaveLength(1);
	return agents[0] as NonNullable<(typeof agents)[0]>;
}

describe('status', () => {
	test('[A6] a prompt and a call work until they have been silent for long', async () => {
		for (const last of [prompt, says(uses('Shell', { command: 'CANARY' }))]) {
			tell([prompt, last]);
			expect((await only(NOW + QUIET_MS - 1)).status).toBe('working');
			expect((await only(NOW + QUIET_MS)).status).toBe('unknown');
		}
	});

	test('[A6] a reply does not tell whether it was the last: unknown, after a while', async () => {
		tell([prompt, says()]);
		expect((await only(NOW + SETTLE_MS - 1)).status).toBe('working');
		expect((await only(NOW + SETTLE_MS)).status).toBe('unknown');
	});

	test.each([
		['success', 'idle', 0],
		['aborted', 'idle', 0],
		['error', 'error', 1],
	])('[A6] a turn that ended with %s is %s', async (status, now, errors) => {
		tell([prompt, says(), { ...ended, status, error: 'CANARY' }]);
		expect(await only()).toMatchObject({ status: now, errors });
	});

	test('[A6] a question waits', async () => {
		tell([prompt, says(uses('AskQuestion', { title: 'CANARY' }))]);
		expect((await only()).status).toBe('waiting');
	});
});

test('[A1] what its tools edit and read, by whichever name', async () => {
	tell([
		prompt,
		says(
			uses('Read', { path: '/gone/shop/a.ts' }),
			uses('Grep', { path: '/gone/shop', pattern: 'CANARY' }),
			uses('LS', { path: 'CANARY' }),
		),
		says(uses('StrReplace', { path: '/gone/shop/b.ts', old_string: 'CANARY' }), uses('Write', { path: 'c.ts', contents: 'CANARY' })),
		says(uses('ApplyPatch', '*** Begin Patch\n*** Update File: d.ts\n-CANARY\n*** Move to: e.ts\n*** End Patch')),
		says(uses('EditNotebook', { target_notebook: 'f.ipynb' }), uses('edit_file', { target_file: 'g.ts', code_edit: 'CANARY' })),
		ended,
	]);
	const agent = await only();
	expect(agent.touches.map(({ mode, path }) => `${mode} ${path}`)).toEqual([
		'read a.ts',
		'edit b.ts',
		'edit c.ts',
		'edit d.ts',
		'edit e.ts',
		'edit f.ipynb',
		'edit g.ts',
	]);
	expect(JSON.stringify(agent)).not.toContain('CANARY');
});

test('[A2] a plan is given whole, then step by step', async () => {
	const todos = ['Find', 'Add', 'Drop'].map((content, id) => ({ id: `${id}`, content, status: 'pending' }));
	const merged = [
		{ id: '0', status: 'completed' },
		{ id: '1', status: 'TODO_STATUS_IN_PROGRESS' },
		{ id: '2', status: 'cancelled' },
	];
	tell([prompt, says(uses('TodoWrite', { merge: false, todos })), says(uses('TodoWrite', { merge: true, todos: merged })), ended]);
	expect(await only()).toMatchObject({
		task: 'Add',
		plan: [
			{ subject: 'Find', state: 'completed' },
			{ subject: 'Add', state: 'in_progress' },
		],
	});
});

test('[A4] a subagent is its parent’s work', async () => {
	tell([prompt, says(), ended]);
	tell([prompt, says(uses('Write', { path: '/gone/shop/a.ts' }))], NOW, `${PROJECT}/agent-transcripts/${SESSION}/subagents/sub.jsonl`);
	expect(await only()).toMatchObject({ status: 'idle', touches: [{ path: 'a.ts' }] });
});

describe('times', () => {
	const edit = (path: string) => says(uses('Write', { path }));

	const timesOfEdits = (reader: ReturnType<typeof cursor>) =>
		[...(reader.snapshot?.(scratch.at(FILE), 0) ?? [])].flatMap(({ at, calls }) => (calls ? [at] : []));

	test('a message is as old as the change that brought it, though the file is written anew', () => {
		const reader = cursor();
		tell([prompt, edit('a.ts'), ended], NOW - 60_000);
		timesOfEdits(reader);
		tell([prompt, edit('a.ts'), prompt, edit('b.ts'), ended]);
		expect(timesOfEdits(reader)).toEqual([NOW - 60_000, NOW]);
		expect(timesOfEdits(cursor()), 'another reader has not seen it before').not.toEqual([NOW - 60_000, NOW]);
	});

	test('of a file that is read for the first time, only the last turn is as new as the file', async () => {
		tell([prompt, edit('a.ts'), prompt, edit('b.ts'), ended]);
		const born = statSync(join(scratch.home, FILE)).birthtimeMs;
		const [b, a] = (await only()).touches;
		expect(b).toMatchObject({ path: 'b.ts', at: NOW });
		expect(a?.at).toBeLessThanOrEqual(born);
	});
});

describe('where it works', () => {
	test('[A10] the chat’s own record tells where the project does not', async () => {
		scratch.write(`${PROJECT}/.workspace-trusted`, '{}');
		scratch.write(
			`.cursor/chats/0cc175b9c0f1b6a831c399e269772661/${SESSION}/meta.json`,
			JSON.stringify({ title: 'CANARY', cwd: '/gone/too' }),
		);
		tell([prompt]);
		expect((await only()).cwd).toBe('/gone/too');
	});

	test.runIf(process.platform !== 'win32')('[A10] else the project’s name does, where it is that of one folder only', async () => {
		const work = join(scratch.home, 'work');
		mkdirSync(join(work, 'my', 'shop'), { recursive: true });
		const name = `${work}/my/shop`.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(1);
		tell([prompt], NOW, `.cursor/projects/${name}/agent-transcripts/${SESSION}/${SESSION}.jsonl`);
		expect((await only()).cwd).toBe(join(work, 'my', 'shop'));
		mkdirSync(join(work, 'my-shop'));
		expect((await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW })).agents).toEqual([]);
	});
});

test('[A3] a half-written last line is no drift, a broken one before it is', async () => {
	const path = scratch.write(FILE, `${JSON.stringify(prompt)}\n{"role":\n${JSON.stringify(says())}\n{"type":"turn_en`);
	utimesSync(path, NOW / 1000, NOW / 1000);
	const { agents, drift } = await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW });
	expect(agents).toMatchObject([{ status: 'working' }]);
	expect(drift.map(({ record }) => record)).toEqual(['(broken)']);
});
