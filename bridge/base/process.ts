/** Whether a process that a registry or a lock names is still that process. */
import { readFileSync, readlinkSync } from 'node:fs';
import { ifReadable } from './missing-file.ts';

/** Linux counts process times in these for user space, whatever the kernel's own tick is (man 5 proc, _SC_CLK_TCK). */
const TICKS_PER_SECOND = 100;
/** A registry is written shortly after its process started; a process younger than that by more is another one. */
const REUSE_MARGIN_MS = 10_000;

export interface ProcessMarks {
	/** Field 22 of `/proc/<pid>/stat`, as the process itself wrote it down. */
	ticks?: string | undefined;
	/** It must have started before this, ms. */
	notAfter?: number | undefined;
}

/** Which numbering of processes this one is part of (man 7 pid_namespaces); undefined where there is but one. */
export function pidNamespace(): string | undefined {
	return process.platform === 'linux' ? ifReadable(() => readlinkSync('/proc/self/ns/pid')) : undefined;
}

export function isProcessAlive(pid: number, marks: ProcessMarks = {}): boolean {
	if (!Number.isSafeInteger(pid) || pid <= 0) return false;
	if (!answersSignals(pid)) return false;
	if (process.platform !== 'linux') return true;
	const ticks = startTicks(pid);
	if (ticks === undefined) return false;
	if (marks.ticks !== undefined) return ticks === marks.ticks;
	return marks.notAfter === undefined || bootTime() + (Number(ticks) / TICKS_PER_SECOND) * 1000 <= marks.notAfter + REUSE_MARGIN_MS;
}

function answersSignals(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

function startTicks(pid: number): string | undefined {
	const stat = readProc(`/proc/${pid}/stat`);
	// The second field is the command in parentheses and may hold spaces and parentheses itself.
	const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
	return fields?.[0] === 'Z' ? undefined : fields?.[19];
}

function bootTime(): number {
	const seconds = /^btime (\d+)$/m.exec(readProc('/proc/stat') ?? '')?.[1];
	return Number(seconds ?? 0) * 1000;
}

function readProc(path: string): string | undefined {
	return ifReadable(() => readFileSync(path, 'utf8'));
}
