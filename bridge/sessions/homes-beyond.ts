/** Home folders of the same machine's user on the other side of a border, where agents may keep their sessions too. */
import { join } from 'node:path';
import { readableNamesIn } from '../base/missing-file.ts';

/** Where WSL mounts the drives of Windows, https://learn.microsoft.com/windows/wsl/wsl-config#automount-settings. */
const WINDOWS_USERS = '/mnt/c/Users';
const NOBODY = new Set(['Public', 'Default', 'Default User', 'All Users', 'WsiAccount', 'desktop.ini']);

/** In WSL: those of Windows, as far as they may be looked into. `users` is the folder that they lie in. */
export function homesBeyond(home: string, env: NodeJS.ProcessEnv, users = WINDOWS_USERS): string[] {
	if (!env['WSL_DISTRO_NAME']) return [];
	return readableNamesIn(users)
		.filter((name) => !NOBODY.has(name))
		.map((name) => join(users, name))
		.filter((folder) => folder !== home);
}

/** Processes over there are numbered on their own: whether one is alive cannot be found out from here. */
export const isBeyond = (folder: string, users = WINDOWS_USERS): boolean =>
	process.platform === 'linux' && folder.startsWith(join(users, '/'));
