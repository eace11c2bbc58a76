/** The host as browsers start it: a process of its own, in a scratch home with real session files. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { home as project } from '../../scripts/run.ts';
import { endChild } from '../../scripts/start/child.ts';
import { MACHINE_ROOM } from '../../shared/machine-room.ts';
import { FIREFOX_EXTENSION, NATIVE_PROTOCOL } from '../../shared/native-messages.ts';
import { COMPILED } from '../../testing/compiled.ts';
import { eventually } from '../../testing/eventually.ts';
import { NativeClient } from '../../testing/native-client.ts';
import { type ClaudeSession, Scratch } from '../../testing/scratch.ts';
import { isHeld } from '../daemon/control.ts';
import { saveRoom } from '../rooms/config.ts';

const SOON_MS = 40_000;
let scratch: Scratch;
let session: ClaudeSession;
let clients: NativeClient[] = [];

beforeEach(() => {
	scratch = new Scratch();
	const cwd = scratch.repository('work/api', 'https://github.com/acme/api.git');
	session = scratch.claude('11111111-1111-4111-8111-111111111111', cwd);
	session.prompt();
	session.edit(join(cwd, 'src/login.ts'));
});

afterEach(async () => {
	await Promise.all(clients.map((client) => client.close()));
	clients = [];
	scratch.remove();
});

const env = () => ({ ...COMPILED, PATH: process.env.PATH, HOME: scratch.home });

function start(args?: readonly string[]): NativeClient {
	const client = new NativeClient(env(), args);
	clients.push(client);
	return client;
}

function startBridge() {
	return spawn(process.execPath, [join(project, 'bridge/pylon.ts'), 'start', '--log'], { env: env(), stdio: 'ignore' });
}

describe('[P12] pylon native-host', { timeout: 120_000 }, () => {
	test('tells of this machine’s agents as a room of one person, and of what they do next', async () => {
		const client = start();
		client.hello();
		expect(await client.heard('hello')).toMatchObject({ protocol: NATIVE_PROTOCOL });
		expect(await client.heard('rooms')).toEqual({ type: 'rooms', rooms: [] });
		await client.touched((paths) => paths.includes('src/login.ts'));
		expect(client.model.state.room).toBe(MACHINE_ROOM);
		expect(
			[...client.model.state.agents.values()].map(({ kind, repo, operatorId }) => ({
				kind,
				repo,
				isMine: operatorId === client.model.state.you,
			})),
		).toEqual([{ kind: 'claude-code', repo: 'github.com/acme/api', isMine: true }]);
		session.edit(join(session.cwd, 'src/session.ts'));
		await client.touched((paths) => paths.includes('src/session.ts'));
	});

	test('an agent outside of any repository is told of by its folder’s name', async () => {
		const other = scratch.claude('22222222-2222-4222-8222-222222222222', scratch.at('notes/x').replace(/\/x$/, ''));
		other.prompt();
		const client = start([join(scratch.home, 'manifest.json'), FIREFOX_EXTENSION]);
		client.hello();
		const repos = () => [...client.model.state.agents.values()].map(({ repo }) => repo);
		await eventually(repos, (found) => found.includes('local/notes'), SOON_MS);
	});

	test('two worktrees that change the same lines of a file are in conflict', async () => {
		const { cwd } = session;
		scratch.write('work/api/src/login.ts', 'one\ntwo\n');
		scratch.git('work/api', 'add', '.');
		scratch.git('work/api', 'commit', '--quiet', '-m', 'Log in');
		scratch.git('work/api', 'worktree', 'add', '--quiet', '-b', 'other', '../other');
		const other = scratch.claude('33333333-3333-4333-8333-333333333333', join(scratch.home, 'work/other'));
		scratch.git('work/api', 'checkout', '--quiet', '-b', 'mine');
		scratch.write('work/api/src/login.ts', 'mine\ntwo\n');
		scratch.write('work/other/src/login.ts', 'other\ntwo\n');
		session.edit(join(cwd, 'src/login.ts'));
		other.prompt();
		other.edit(join(other.cwd, 'src/login.ts'));
		const client = start();
		client.hello();
		const levels = () => client.model.collisions(Date.now()).map(({ path, level, isOwn }) => ({ path, level, isOwn }));
		await eventually(levels, (found) => found.some(({ level }) => level === 'conflict'), SOON_MS);
		expect(levels()).toEqual([{ path: 'src/login.ts', level: 'conflict', isOwn: true }]);
	});

	test('goes over to a bridge that runs, and back to the files when it has ended; nothing is lost', async () => {
		const bridge = startBridge();
		await eventually(() => isHeld(scratch.home), Boolean, SOON_MS);
		const client = start();
		client.hello();
		await client.touched((paths) => paths.includes('src/login.ts'));
		session.edit(join(session.cwd, 'src/from-bridge.ts'));
		await client.touched((paths) => paths.includes('src/from-bridge.ts'));
		await endChild(bridge);
		session.edit(join(session.cwd, 'src/from-files.ts'));
		await client.touched((paths) => paths.includes('src/from-files.ts') && paths.includes('src/login.ts'));
	});

	test('a room that is joined meanwhile is told of, without its secrets', async () => {
		const client = start();
		client.hello();
		await client.heard('rooms');
		saveRoom(scratch.home, {
			room: 'acme',
			server: 'http://127.0.0.1:47111',
			operatorId: 'jake',
			operatorName: 'Jake',
			color: '#3B82F6',
			role: 'admin',
			sharedPaths: [],
			credential: 'c'.repeat(43),
			roomKey: 'A'.repeat(43),
			device: '0123456789abcdef',
		});
		const { rooms } = await client.heard('rooms', (message) => message.rooms.length > 0);
		expect(rooms).toEqual([{ room: 'acme', server: 'http://127.0.0.1:47111', operatorId: 'jake', operatorName: 'Jake' }]);
		client.send({ type: 'link', room: 'acme', server: 'http://127.0.0.1:47111' });
		expect(await client.heard('link')).toMatchObject({ fault: 'unreachable' });
		client.send({ type: 'link', room: 'acme', server: 'https://pylon.example' });
		expect(await client.heard('link', ({ server }) => server === 'https://pylon.example')).toMatchObject({ fault: 'not-in-room' });
	});

	test('ends with the browser', async () => {
		const client = start();
		client.hello();
		await client.heard('hello');
		expect(await client.close()).toBe(0);
	});

	test.each([
		['nobody', []],
		['another extension', ['chrome-extension://abcdefghijklmnopabcdefghijklmnop/']],
		['a page', ['https://github.com/']],
	])('started for %s it says nothing and ends', async (_, args) => {
		const client = start(args);
		client.hello();
		expect(await client.close()).toBe(2);
		expect(client.messages).toEqual([]);
	});

	test('of what is no request it ends', async () => {
		const client = start();
		client.send({ type: 'hello', protocol: NATIVE_PROTOCOL, more: true });
		await eventually(
			() => client.process.exitCode,
			(code) => code !== null,
			SOON_MS,
		);
		expect(client.messages).toEqual([]);
	});

	test('to an extension of another protocol it says which it speaks, and nothing more', async () => {
		const client = start();
		client.send({ type: 'hello', protocol: NATIVE_PROTOCOL + 1 });
		await client.heard('hello');
		await client.close();
		expect(client.messages.map(({ type }) => type)).toEqual(['hello']);
	});
});
