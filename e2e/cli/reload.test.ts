/** What commands write, a running bridge obeys before they are done; where it does not answer, they say so. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { ask, holdControl } from '../../bridge/daemon/control.ts';
import { runDaemon, stopBridge } from '../../bridge/daemon/daemon.ts';
import { allRooms, type RoomConfig, saveRoom } from '../../bridge/rooms/config.ts';
import { DEFAULT_SETTINGS, saveSettings } from '../../bridge/rooms/settings.ts';
import { toBase64Url } from '../../shared/bytes.ts';
import { newRoomKey } from '../../shared/seal.ts';
import { Member } from '../../testing/member.ts';
import { Scratch } from '../../testing/scratch.ts';

const config: RoomConfig = {
	room: 'acme',
	server: 'http://127.0.0.1:9',
	operatorId: 'jake',
	operatorName: 'Jake',
	color: '#3B82F6',
	role: 'admin',
	sharedPaths: ['~/work/api'],
	credential: 'k'.repeat(43),
	roomKey: toBase64Url(newRoomKey()),
	device: 'e'.repeat(16),
};
const peeked = z.array(z.object({ sharedPaths: z.array(z.string()), next: z.array(z.unknown()) }));

describe('a bridge', () => {
	let scratch: Scratch;
	let end: AbortController;
	beforeEach(() => {
		scratch = new Scratch();
		end = new AbortController();
		saveRoom(scratch.home, config);
	});
	afterEach(() => {
		end.abort();
		scratch.remove();
	});

	test('that runs obeys what was written when it has answered', async () => {
		scratch.claude('one', scratch.repository('work/api', 'git@github.com:acme/api.git')).prompt();
		const read = Promise.withResolvers<void>();
		const daemon = runDaemon({
			env: { HOME: scratch.home, PATH: process.env.PATH },
			signal: end.signal,
			onEvent: (event) => event.type === 'read' && read.resolve(),
		});
		await read.promise;
		const now = async () => peeked.parse(await ask(scratch.home, 'peek'));
		await ask(scratch.home, 'reload');
		expect(await now()).toMatchObject([{ next: [expect.anything()] }]);

		saveSettings(scratch.home, { ...DEFAULT_SETTINGS, paused: true });
		expect(await ask(scratch.home, 'reload')).toBeDefined();
		expect(await now()).toEqual([{ sharedPaths: ['~/work/api'], next: [] }]);

		saveSettings(scratch.home, DEFAULT_SETTINGS);
		saveRoom(scratch.home, { ...config, sharedPaths: [] });
		expect(await ask(scratch.home, 'reload')).toBeDefined();
		expect(await now()).toEqual([{ sharedPaths: [], next: [] }]);
		end.abort();
		await daemon;
	});

	test('that does not answer stays the only one', async () => {
		const never = new Promise(() => undefined);
		expect(await holdControl(scratch.home, end.signal, () => never)).toBe(true);
		expect(await holdControl(scratch.home, end.signal, () => 'second')).toBe(false);
		const started = runDaemon({ env: { HOME: scratch.home }, signal: AbortSignal.timeout(60_000), onEvent: () => undefined });
		await expect(started).rejects.toThrow('The bridge runs already.');
	});

	test.runIf(process.platform === 'linux')('that does not answer is ended by stop, and one that never ran is not', async () => {
		expect(await stopBridge(scratch.home)).toBeUndefined();
		const hold = `
			const { runDaemon } = await import(${JSON.stringify(join(import.meta.dirname, '../../bridge/daemon/daemon.ts'))});
			await runDaemon({ env: process.env, signal: new AbortController().signal, onEvent: ({ type }) => {
				if (type === 'read') process.kill(process.pid, 'SIGSTOP');
			} });`;
		const env = { HOME: scratch.home, PATH: process.env.PATH };
		const child = spawn(process.execPath, ['--input-type=module', '-e', hold], { stdio: 'inherit', env });
		onTestFinished(() => void child.kill('SIGKILL'));
		const exit = once(child, 'exit');
		await vi.waitFor(() => expect(readFileSync(`/proc/${child.pid}/stat`, 'utf8')).toContain(') T '), { timeout: 60_000 });
		expect(await stopBridge(scratch.home)).toBe(child.pid);
		expect(await exit).toEqual([null, 'SIGKILL']);
		expect(await stopBridge(scratch.home)).toBeUndefined();
	});

	test('that was killed leaves nothing that keeps the next one from starting', async () => {
		const hold = `
			const { holdControl } = await import(${JSON.stringify(join(import.meta.dirname, '../../bridge/daemon/control.ts'))});
			await holdControl(${JSON.stringify(scratch.home)}, new AbortController().signal, () => 'first');
			process.kill(process.pid, 'SIGKILL');`;
		const child = spawn(process.execPath, ['--input-type=module', '-e', hold], { stdio: 'inherit' });
		expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
		// Whoever starts at the same moment finds the same left behind.
		const started = ['second', 'third', 'fourth'].map((name) => holdControl(scratch.home, end.signal, () => name));
		expect((await Promise.all(started)).filter(Boolean)).toEqual([true]);
		expect(await ask(scratch.home, 'status')).toMatch(/second|third|fourth/);
	});

	test.skipIf(process.platform === 'win32')('that ends in the middle of an answer has given none', async () => {
		const server = createServer((socket) => socket.end('[{"room":"acme"'));
		onTestFinished(() => void server.close());
		await new Promise<void>((resolve) => server.listen(join(scratch.home, '.pylon/bridge.sock'), resolve));
		expect(await ask(scratch.home, 'peek')).toBeUndefined();
	});

	test('that does not answer is told of by pause, share remove and leave', async () => {
		await holdControl(scratch.home, end.signal, () => new Promise(() => undefined));
		const jake = Member.ofThisMachine(scratch.home);
		const run = (...args: string[]) => jake.pylon(args, { HOME: scratch.home });
		const note = { code: 0, stderr: expect.stringContaining('The bridge runs and does not answer') };
		const outcomes = await Promise.all([run('pause'), run('share', 'remove', '~/work/api'), run('policy', '--mine', 'reads=off')]);
		expect(outcomes).toMatchObject([note, note, note]);
		expect(await run('leave', '--force', '--yes')).toMatchObject(note);
		expect(allRooms(scratch.home)).toEqual([]);
	});
});
