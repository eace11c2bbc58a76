/** What can be reached of a machine that runs Pylon Rooms: one socket, from that machine alone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Replay } from '../scripts/demo/replay.ts';
import { clone, makeOrigin } from '../scripts/demo/repository.ts';
import { home as project } from '../scripts/run.ts';
import { eventually } from '../testing/eventually.ts';
import { listenersOf, treeOf } from './listening.ts';

const PATIENCE_MS = 120_000;

let folder: string;
let running: ChildProcess | undefined;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'listening-'));
});
afterEach(async () => {
	if (running?.exitCode === null) {
		const ended = once(running, 'exit');
		running.kill('SIGTERM');
		await ended;
	}
	await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as { port: number };
	server.close();
	return port;
}

/** Starts it as a person does, and resolves to what it says so far and goes on saying. */
function npm(args: string[]): { said(): string; pid: number } {
	let said = '';
	const { PATH } = process.env;
	const env = { PATH, HOME: join(folder, 'home'), LANG: 'C.UTF-8' };
	running = spawn('npm', ['--silent', ...args], { cwd: project, env, stdio: ['ignore', 'pipe', 'pipe'] });
	for (const stream of [running.stdout, running.stderr]) stream?.on('data', (data) => (said += String(data)));
	return { said: () => said, pid: running.pid ?? 0 };
}

function plantSession(): void {
	const home = join(folder, 'home');
	clone(makeOrigin(folder), join(home, 'work/api'), 'feature/login-limit');
	new Replay({ sample: 'jake-claude-code', home, cwd: join(home, 'work/api') }).skip();
}

const COMMANDS: [name: string, args: (port: number) => string[], isUp: RegExp, prepare?: () => void][] = [
	['npm run relay', (port) => ['run', 'relay', '--', '--port', String(port)], /:\d{4,5}/],
	['npm start -- --demo', (port) => ['start', '--', '--demo', '--port', String(port)], /Andrew/],
	['npm start', (port) => ['start', '--', '--port', String(port)], /pylon-link-|link/i, plantSession],
];

describe('listening sockets', () => {
	test.each(COMMANDS)('of %s and all that it starts: one, on loopback', async (_, args, isUp, prepare) => {
		prepare?.();
		const port = await freePort();
		const { said, pid } = npm(args(port));
		await eventually(said, (text) => isUp.test(text), PATIENCE_MS);
		await eventually(
			() => listenersOf(pid).length,
			(count) => count > 0,
			PATIENCE_MS,
		);
		expect(treeOf(pid).length, 'there is a tree to look at').toBeGreaterThan(2);
		expect(listenersOf(pid)).toEqual([{ port, isLoopback: true, process: 'workerd' }]);
	});
});
