/** Whether a process that a registry or a lock names is still that process. */
import { readFileSync, readlinkSync } from 'node:fs';
import { ifReadable, statOf } from './missing-file.ts';

/** Linux counts process times in these for user space, whatever the kernel's own tick is (man 5 proc, _SC_CLK_TCK). */
const TICKS_PER_SECOND = 100;
/** A registry is written shortly after its process started; a process younger than that by more is another one. */
const REUSE_MARGIN_MS = 10_000;
/** PF_KTHREAD, https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/include/linux/sched.h */
const KERNEL_THREAD = 0x00200000;

export interface ProcessMarks {
	/** Field 22 of `/proc/<pid>/stat`, as the process itself wrote it down. */
	ticks?: string | undefined;
	/** It must have started before this, ms. */
	notAfter?: number | undefined;
	/** The file that it wrote them to: it runs as whoever owns that. */
	note?: string | undefined;
}

/** Of `/proc/<pid>/stat`. */
interface Started {
	ticks: string;
	isKernels: boolean;
}

/** Which numbering of processes this one is part of (man 7 pid_namespaces); undefined where there is but one. */
export function pidNamespace(): string | undefined {
	return process.platform === 'linux' ? ifReadable(() => readlinkSync('/proc/self/ns/pid')) : undefined;
}

export function isProcessAlive(pid: number, marks: ProcessMarks = {}): boolean {
	if (!Number.isSafeInteger(pid) || pid <= 0) return false;
	if (!answersSignals(pid)) return false;
	if (process.platform !== 'linux') return true;
	const started = startOf(pid);
	if (started === undefined) return false;
	if (marks.ticks !== undefined) return started.ticks === marks.ticks;
	return !started.isKernels && isInTime(started, marks) && mayHaveWritten(pid, marks);
}

const isInTime = ({ ticks }: Started, { notAfter }: ProcessMarks): boolean =>
	notAfter === undefined || bootTime() + (Number(ticks) / TICKS_PER_SECOND) * 1000 <= notAfter + REUSE_MARGIN_MS;

/**
 * A container that shares the home numbers its processes on its own: what has that number here is mostly the kernel's, or another user's. Not by its
 * name: an agent may run in any program. One of this user's may be it in any case, since not every disk knows who owns a file.
 */
function mayHaveWritten(pid: number, { note }: ProcessMarks): boolean {
	if (note === undefined) return true;
	const users =
		/^Uid:\t(.*)$/m
			.exec(readProc(`/proc/${pid}/status`) ?? '')?.[1]
			?.split('\t')
			.map(Number) ?? [];
	return users.some((user) => user === statOf(note)?.uid || user === process.getuid?.());
}

function answersSignals(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

function startOf(pid: number): Started | undefined {
	const stat = readProc(`/proc/${pid}/stat`);
	// The second field is the command in parentheses and may hold spaces and parentheses itself.
	const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
	const [state, flags, ticks] = [fields?.[0], fields?.[6], fields?.[19]];
	return state === 'Z' || ticks === undefined ? undefined : { ticks, isKernels: (Number(flags) & KERNEL_THREAD) !== 0 };
}

function bootTime(): number {
	const seconds = /^btime (\d+)$/m.exec(readProc('/proc/stat') ?? '')?.[1];
	return Number(seconds ?? 0) * 1000;
}

function readProc(path: string): string | undefined {
	return ifReadable(() => readFileSync(path, 'utf8'));
}
