/** `pylon doctor`: checks everything that can be wrong, each finding with its fix. */
import type { Shell } from '../shell.ts';
import { EXIT, type ExitCode } from '../user-error.ts';

export interface DoctorOptions {
	since: string;
	json?: boolean;
}

export async function doctor(shell: Shell, _options: DoctorOptions): Promise<ExitCode> {
	shell.say('Nothing is checked yet.');
	return EXIT.ok;
}
