/** A process of the kernel's own, which no program is; undefined where this machine, or container, shows none. */
import { readdirSync, readFileSync } from 'node:fs';
import { ifReadable } from '../bridge/base/missing-file.ts';

const pids = process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];

/** The children of `kthreadd`, and that itself. */
export const kernelThread: number | undefined = pids
	.map(Number)
	.find((pid) => /^Name:\tkthreadd$/m.test(ifReadable(() => readFileSync(`/proc/${pid}/status`, 'utf8')) ?? ''));
