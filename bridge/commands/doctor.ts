/** `pylon doctor`: checks everything that can be wrong, each finding with its fix. */
import type { Shell } from '../shell.ts';

export interface DoctorOptions {
	since?: string;
	json?: boolean;
}

export function doctor(shell: Shell, _options: DoctorOptions): void {
	shell.say('Nothing is checked yet.');
}
