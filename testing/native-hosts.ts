/** For tests on Linux: the native hosts that browsers have started for somebody. */
import { readdirSync, readFileSync } from 'node:fs';
import { ifReadable } from '../bridge/base/missing-file.ts';

/** Their processes, by the home that they were started for. */
export function hostsOf(home: string): number[] {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.filter((pid) => {
			const [title, environment] = ['cmdline', 'environ'].map((file) => ifReadable(() => readFileSync(`/proc/${pid}/${file}`, 'utf8')));
			return title?.startsWith('pylon native-host') === true && environment?.split('\0').includes(`HOME=${home}`) === true;
		})
		.map(Number);
}
