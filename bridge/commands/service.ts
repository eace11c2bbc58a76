/** `pylon service`: starts the bridge at login. */
import type { Shell } from '../shell.ts';

export interface ServiceOptions {
	json?: boolean;
}

export function installService(shell: Shell, _script: string, _options: ServiceOptions & { start: boolean }): void {
	shell.say('Not installed yet.');
}

export function removeService(shell: Shell, _options: ServiceOptions): void {
	shell.say('Not installed.');
}

export function serviceStatus(shell: Shell, _options: ServiceOptions): void {
	shell.say('Not installed.');
}
