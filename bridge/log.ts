/** The background bridge's log: sentences with their time, two files of a megabyte at the most, never a payload. */
import { appendFileSync } from 'node:fs';
import { logFile, rotateLog } from './daemon.ts';

export function openLog(home: string, clock: () => number): (line: string) => void {
	return (line) => {
		rotateLog(home);
		appendFileSync(logFile(home), `${new Date(clock()).toISOString()} ${line}\n`, { mode: 0o600 });
	};
}
