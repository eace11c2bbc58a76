import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { kernelThread } from '../../testing/kernel-thread.ts';
import { Scratch } from '../../testing/scratch.ts';
import { isProcessAlive } from './process.ts';

const ticksOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19];

describe('[A5] a process is the one that was noted', () => {
	test('while it runs, and not after its end', async () => {
		const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 30_000)'], { stdio: 'ignore' });
		onTestFinished(() => void child.kill('SIGKILL'));
		const pid = child.pid as number;
		expect(isProcessAlive(pid)).toBe(true);
		child.kill('SIGKILL');
		await once(child, 'exit');
		expect(isProcessAlive(pid)).toBe(false);
	});

	test.runIf(process.platform === 'linux')('only if it started when it was noted to', () => {
		const ticks = ticksOf(process.pid);
		expect(isProcessAlive(process.pid, { ticks })).toBe(true);
		expect(isProcessAlive(process.pid, { ticks: '1' })).toBe(false);
		expect(isProcessAlive(process.pid, { notAfter: Date.now() })).toBe(true);
		expect(isProcessAlive(process.pid, { notAfter: Date.now() - 86_400_000 * 365 })).toBe(false);
	});

	// What a container that shares the home wrote down is numbered there: here, some other process has that number.
	test.runIf(kernelThread !== undefined)('none of the kernel’s own', () => {
		const pid = kernelThread ?? 0;
		expect(isProcessAlive(pid, { notAfter: Date.now() })).toBe(false);
		expect(isProcessAlive(pid, { ticks: ticksOf(pid) })).toBe(true);
	});

	test.runIf(process.platform === 'linux' && process.getuid?.() === 0)('nor another user’s, but that of whoever wrote the note', () => {
		const scratch = new Scratch();
		onTestFinished(() => scratch.remove());
		const child = spawn('sleep', ['600'], { stdio: 'ignore', uid: 65_534 });
		onTestFinished(() => void child.kill('SIGKILL'));
		const pid = child.pid as number;
		const note = scratch.write('note.json', '{}');
		expect([process.pid, pid].map((each) => isProcessAlive(each, { note }))).toEqual([true, false]);
		expect(isProcessAlive(pid, { note, ticks: ticksOf(pid) })).toBe(true);
		chownSync(note, 65_534, 65_534);
		expect([process.pid, pid].map((each) => isProcessAlive(each, { note }))).toEqual([true, true]);
		expect(isProcessAlive(pid, { note: `${note}.gone` })).toBe(false);
	});

	test.each([0, -1, 1.5, Number.NaN, 2 ** 40])('%d is no process', (pid) => expect(isProcessAlive(pid)).toBe(false));
});
