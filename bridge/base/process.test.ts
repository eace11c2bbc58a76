import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
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

	test.each([0, -1, 1.5, Number.NaN, 2 ** 40])('%d is no process', (pid) => expect(isProcessAlive(pid)).toBe(false));
});
