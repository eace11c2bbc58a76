/** What a sample of VS Code's Copilot cannot show: logs that change, turns that go on, wait and fail, older documents. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Scratch } from '../../../testing/scratch.ts';
import { readLocalAgents } from '../../local-agents/local-agents.ts';
import { ChatLog } from './mutations.ts';

const NOW = Date.UTC(2026, 9, 5, 9);
const FOLDER = '.config/Code/User/workspaceStorage/0a1b';

let scratch: Scratch;
beforeEach(() => {
	scratch = new Scratch();
	scratch.write(`${FOLDER}/workspace.json`, JSON.stringify({ folder: 'file:///gone' }));
});
afterEach(() => scratch.remove());

const agents = async () => (await readLocalAgents({ home: scratch.home, env: {}, since: 'all', now: NOW })).agents;
const chat = (request: object) => ({
	version: 3,
	sessionId: 'one',
	creationDate: NOW - 200_000,
	requests: [{ requestId: 'r', timestamp: NOW - 200_000, message: { text: 'CANARY' }, response: [], ...request }],
});
const state = (value: number) => ({ modelState: { value, completedAt: NOW - 100_000 } });
const tool = (toolId: string, more: object = {}) => ({ kind: 'toolInvocationSerialized', toolId, toolCallId: 'c', ...more });
const store = (request: object) => scratch.write(`${FOLDER}/chatSessions/one.jsonl`, `${JSON.stringify({ kind: 0, v: chat(request) })}\n`);

test.each([
	['that is pending works', state(0), 'working'],
	['with a command that is open may wait or run', { ...state(0), response: [tool('run_in_terminal')] }, 'unknown'],
	['that is complete is over', state(1), 'idle'],
	['that its human stopped is over', state(2), 'idle'],
	['that failed is an error', state(3), 'error'],
	['that needs its human waits', state(4), 'waiting'],
	['of before there were states ends with its result', { result: { timings: {} }, modelState: undefined }, 'idle'],
] as const)('[A6] a turn %s', async (_, request, status) => {
	store(request);
	expect(await agents()).toMatchObject([{ status }]);
});

test('[A12] what its human refused or passed over touches nothing', async () => {
	const uris = { pastTenseMessage: { uris: { 'file:///gone/a.ts': {} } }, isComplete: true };
	const refused = [{ type: 0 }, { type: 5 }, false].map((isConfirmed, place) =>
		tool('copilot_createFile', { ...uris, isConfirmed, toolCallId: `${place}` }),
	);
	store({ ...state(1), response: [...refused, tool('copilot_readFile', { ...uris, isConfirmed: { type: 1 }, toolCallId: 'read' })] });
	expect(await agents()).toMatchObject([{ errors: 0, touches: [{ path: 'a.ts', mode: 'read' }] }]);
});

test('[A1] an older chat is one document', async () => {
	scratch.write(`${FOLDER}/chatSessions/one.json`, JSON.stringify(chat(state(1)), undefined, 1));
	expect(await agents()).toMatchObject([{ kind: 'vscode-copilot', status: 'idle', cwd: '/gone' }]);
});

test('[A3] a log is what its changes make of it, whatever they name', () => {
	const log = new ChatLog();
	const read = (...changes: unknown[]) => log.read(Buffer.from(changes.map((each) => `${JSON.stringify(each)}\n`).join('')));
	const begun = { kind: 0, v: { requests: [{ timestamp: 1 }, { timestamp: 2 }] } };
	const times = (...changes: unknown[]) => read(begun, ...changes)?.requests?.map(({ timestamp }) => timestamp);
	expect(times({ kind: 2, k: ['requests'], v: [{ timestamp: 3 }] })).toEqual([1, 2, 3]);
	expect(times({ kind: 2, k: ['requests'], v: [{ timestamp: 3 }], i: 1 })).toEqual([1, 3]);
	expect(times({ kind: 1, k: ['requests', 1, 'timestamp'], v: 4 }, 'torn')).toEqual([1, 4]);
	expect(times({ kind: 3, k: ['requests', 1, 'timestamp'] })).toEqual([1, undefined]);
	for (const k of [['requests', 1e9], ['requests', -1], ['__proto__', 'x'], ['requests', '__proto__', 'x'], ['no', 'such'], []]) {
		for (const kind of [1, 2, 3, 7]) expect(times({ kind, k, v: [{ timestamp: 9 }] })).toEqual([1, 2]);
	}
	expect(read({ kind: 1, k: ['requests'], v: [] })).toBeUndefined();
	expect({}).not.toHaveProperty('x');
});

test('[A4] a fork repeats what was done before, as if it had been done when it was made: none of it is its own', async () => {
	const edit = (file: string, toolCallId: string) => [
		tool('copilot_createFile', { pastTenseMessage: { uris: { [`file:///gone/${file}`]: {} } }, isComplete: true, toolCallId }),
		{ kind: 'textEditGroup', uri: { fsPath: `/gone/${file}`, scheme: 'file' }, edits: [] },
	];
	const forkedAt = NOW - 50_000;
	const copies = ['a.ts', 'b.ts'].map((file, place) => ({
		...{ requestId: `copy ${place}`, timestamp: forkedAt + place, message: { text: 'CANARY' } },
		...{ response: edit(file, file), modelState: { value: 1, completedAt: forkedAt + place } },
	}));
	const own = {
		requestId: 'own',
		timestamp: NOW - 40_000,
		response: edit('c.ts', 'c'),
		modelState: { value: 1, completedAt: NOW - 30_000 },
	};
	const fork = (creationDate: number, requests: object[]) =>
		scratch.write(
			`${FOLDER}/chatSessions/fork.jsonl`,
			`${JSON.stringify({ kind: 0, v: { version: 3, sessionId: 'fork', creationDate, requests } })}\n`,
		);
	fork(forkedAt, copies);
	expect(await agents()).toMatchObject([{ status: 'idle', touches: [] }]);
	fork(forkedAt, [...copies, own]);
	expect(await agents()).toMatchObject([{ status: 'idle', touches: [{ path: 'c.ts', mode: 'edit' }] }]);
	const older = copies.map((copy, place) => ({
		...{ ...copy, timestamp: NOW - 900_000 + place },
		modelState: { value: 1, completedAt: NOW - 800_000 },
	}));
	fork(forkedAt, [...older, own]);
	expect(await agents()).toMatchObject([{ touches: [{ path: 'c.ts', mode: 'edit' }] }]);
});
