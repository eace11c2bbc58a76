/** The background bridge's log: sentences with their time, two files of a megabyte at the most, never a payload. */
import { appendFileSync } from 'node:fs';
import { counted } from '../../shared/words.ts';
import { errorCode } from '../base/private-file.ts';
import { safeLine } from '../terminal/door.ts';
import { logFile, rotateLog } from './daemon.ts';

/** A line that cannot be written (a full disk) is lost, and the bridge goes on; the next one that can be says how many. */
export function openLog(home: string, clock: () => number): (line: string) => void {
	let lost = 0;
	let why = '';
	return (line) => {
		const time = new Date(clock()).toISOString();
		const text = safeLine(line);
		const note = lost === 0 ? '' : `${time} ${counted(lost, 'line')} before this one could not be written (${why}).\n`;
		try {
			rotateLog(home);
			appendFileSync(logFile(home), `${note}${time} ${text}\n`, { mode: 0o600 });
			lost = 0;
		} catch (error) {
			const code = errorCode(error);
			if (code === undefined) throw error;
			why = code;
			lost++;
		}
	};
}
