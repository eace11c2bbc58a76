import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../bridge/user-error.ts';
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
		expect(await groupOf(relay.pid), 'the runtime and the bundler stop with it').toEqual([]);
	}, 60_000);

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
		await expect.poll(() => groupOf(relay.pid), { timeout: 10_000 }).toEqual([]);
		const early = new AbortController();
		const starting = startRelay({ persist: folder, signal: early.signal });
		setTimeout(() => early.abort(), 300);
		await expect(starting).rejects.toThrow();
	}, 60_000);
});
