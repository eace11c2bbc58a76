/** Programs of the system, by where they lie: whatever is run by its name alone may be another one of that name. */
import { basename, delimiter, dirname, extname, isAbsolute, join } from 'node:path';
import { statOf } from './missing-file.ts';

/**
 * The first program of that name among those on the PATH that no repository can have brought: neither one in a folder that is named
 * relative to where the command was started (on Windows that folder itself comes first, unless a program is named whole) nor one among a
 * project's packages.
 */
export function systemProgram(name: string, env: NodeJS.ProcessEnv, platform = process.platform): string | undefined {
	const file = platform === 'win32' && extname(name) === '' ? `${name}.exe` : name;
	const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter((folder) => isAbsolute(folder) && !isOfPackages(folder));
	return folders.map((folder) => join(folder, file)).find((path) => isProgram(path, platform));
}

const isOfPackages = (folder: string): boolean => basename(folder) === '.bin' && basename(dirname(folder)) === 'node_modules';

function isProgram(file: string, platform: NodeJS.Platform): boolean {
	const found = statOf(file);
	return found?.isFile() === true && (platform === 'win32' || (found.mode & 0o111) !== 0);
}
