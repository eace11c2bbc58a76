/**
 * Home folders on the other side of a border, where agents may keep sessions of the same person: those of Windows as WSL sees them, volumes of
 * containers (a dev container's home, or an agent's own folder in it), and whatever a variable of ours names.
 */
import { readdirSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { inHome } from '../base/home.ts';
import { findFile, ifReadable, readableNamesIn } from '../base/missing-file.ts';

/** Where WSL mounts the drives of Windows, https://learn.microsoft.com/windows/wsl/wsl-config#automount-settings. */
const WINDOWS_USERS = '/mnt/c/Users';
const NOBODY = new Set(['Public', 'Default', 'Default User', 'All Users', 'WsiAccount', 'desktop.ini']);
/** Volumes of Podman and of Docker, each `<name>/_data`: of those that run as their user, and of those that run as root, which is mostly root alone to read. */
const VOLUMES = ['.local/share/containers/storage/volumes', '.local/share/docker/volumes'];
const VOLUMES_OF_ROOT = ['var/lib/docker/volumes', 'var/lib/containers/storage/volumes'];

/** Homes as far as they may be looked into. `users` is the folder that those of Windows lie in. */
export function homesBeyond(home: string, env: NodeJS.ProcessEnv, users = WINDOWS_USERS): string[] {
	const named = (env['PYLON_HOMES'] ?? '')
		.split(delimiter)
		.map((folder) => inHome(folder, home))
		.filter(isAbsolute);
	return [...named, ...homesOfWindows(env, users)].filter((folder) => folder !== home);
}

function homesOfWindows(env: NodeJS.ProcessEnv, users: string): string[] {
	if (!env['WSL_DISTRO_NAME']) return [];
	return readableNamesIn(users)
		.filter((name) => !NOBODY.has(name))
		.map((name) => join(users, name));
}

/** What containers keep of their own: each may be a home, an agent's folder, or neither. */
export function volumesBeyond(home: string, system = '/'): string[] {
	const folders = [...VOLUMES.map((folder) => join(home, folder)), ...VOLUMES_OF_ROOT.map((folder) => join(system, folder))];
	return folders.flatMap((folder) => readableNamesIn(folder).map((name) => join(folder, name, '_data')));
}

/** Folders of volumes that are there, and that this user may not look into. */
export const closedVolumes = (system = '/'): string[] =>
	VOLUMES_OF_ROOT.map((folder) => join(system, folder)).filter(
		(folder) => findFile(folder) !== 'missing' && ifReadable(() => readdirSync(folder)) === undefined,
	);
