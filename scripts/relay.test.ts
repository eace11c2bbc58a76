import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../bridge/base/user-error.ts';
import { callRelay, refusalOf } from '../shared/relay.ts';
import { startRelay } from './relay.ts';

const CREATE_KEY = 'a-create-key-to-look-for';
const run = promisify(execFile);
let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'relay-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Processes of the relay's group, as every user of the machine sees them. */
async function groupOf(pid: number): Promise<string[]> {
	const { stdout } = await run('ps', ['-eo', 'pgid=,stat=,args=']);
	return stdout.split('\n').filter((line) => line.trim().startsWith(`${pid} `) && !/^\s*\d+\s+Z/.test(line));
}

/** Processes that the folder's name is an argument of. */
async function processesNaming(name: string): Promise<string[]> {
	const { stdout } = await run('ps', ['-eo', 'pid=,args=']);
	return stdout.split('\n').filter((line) => line.includes(name) && !line.includes('--eval'));
}

describe('a relay on this machine', () => {
	test('[R11] its create key is in no argument list, and in no file that others may read', async () => {
		const relay = await startRelay({ persist: folder, createKey: CREATE_KEY });
		try {
			const { stdout } = await run('ps', ['-eo', 'args']);
			expect(stdout).toContain('workerd');
			expect(stdout).not.toContain(CREATE_KEY);
			for (const name of await readdir(folder)) {
				const path = join(folder, name);
				const { mode } = await stat(path);
				if ((await stat(path)).isFile() && (await readFile(path, 'utf8')).includes(CREATE_KEY))
					expect([name, mode & 0o077]).toEqual([name, 0]);
			}
			const room = callRelay({ server: relay.url, room: 'acme' }).room;
			expect(refusalOf(await room.create.mutate({ name: 'Jake', device: 'x' }).catch((error: unknown) => error))).toBe('create-key-wrong');
			expect((await room.create.mutate({ name: 'Jake', device: 'x', createKey: CREATE_KEY })).room).toBe('acme');
		} finally {
			await relay.stop();
		}
		await expect.poll(() => groupOf(relay.pid), { message: 'the runtime stops with it' }).toEqual([]);
	});

	test('a port in use is a sentence that says what to do', async () => {
		const server = createServer().listen(0);
		await new Promise((resolve) => server.once('listening', resolve));
		const { port } = server.address() as { port: number };
		const error = await startRelay({ persist: folder, port }).catch((cause: unknown) => cause);
		server.close();
		expect(error).toBeInstanceOf(UserError);
		expect((error as UserError).message).toBe(`Port ${port} is in use.`);
		expect((error as UserError).hint).toContain('--port');
	});

	test('a signal stops it, also while it starts', async () => {
		const stopped = new AbortController();
		const relay = await startRelay({ persist: folder, signal: stopped.signal });
		stopped.abort();
		await expect.poll(() => groupOf(relay.pid)).toEqual([]);
	});

	test.each([0, 50, 150, 300])('told to stop %i ms after it was told to start, it leaves nothing behind', async (ms) => {
		const early = new AbortController();
		const starting = startRelay({ persist: folder, signal: early.signal });
		setTimeout(() => early.abort(), ms);
		await Promise.allSettled([starting]);
		await expect.poll(() => processesNaming(folder)).toEqual([]);
	});

	test('it ends with whoever started it, also where that is killed', async () => {
		const module = new URL('relay.ts', import.meta.url).href;
		const script = `const { url } = await (await import(${JSON.stringify(module)})).startRelay({ persist: ${JSON.stringify(folder)} }); console.log(url); setInterval(() => 0, 1000);`;
		const owner = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
		await once(owner.stdout, 'data');
		expect((await processesNaming(folder)).some((line) => line.includes('workerd'))).toBe(true);
		owner.kill('SIGKILL');
		await expect.poll(() => processesNaming(folder)).toEqual([]);
	});
});
