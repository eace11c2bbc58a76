/** How each system starts the bridge at login. Pure. */
import { launchd } from './launchd.ts';
import type { LoginOptions, LoginStart } from './login-start.ts';
import { systemd } from './systemd.ts';
import { windowsTask } from './windows-task.ts';

/** `undefined`: a system of which Pylon knows no way. */
export function loginStart(platform: NodeJS.Platform, options: LoginOptions): LoginStart | undefined {
	switch (platform) {
		case 'linux':
			return systemd(options);
		case 'darwin':
			return launchd(options);
		case 'win32':
			return windowsTask(options);
		default:
			return undefined;
	}
}
