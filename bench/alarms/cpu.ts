/** What this process took. */
import { readFileSync } from 'node:fs';

/** How Linux counts for its programs, whatever the kernel does (proc(5), `USER_HZ`). */
const TICK_MS = 10;

/** Of this process and of those that it started and that have ended, ms; of the latter Linux alone tells. */
export function cpuMs(): number {
	const { user, system } = process.cpuUsage();
	if (process.platform !== 'linux') return (user + system) / 1_000;
	const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
	return (user + system) / 1_000 + (Number(fields[13]) + Number(fields[14])) * TICK_MS;
}
