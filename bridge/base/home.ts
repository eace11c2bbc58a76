/** Where everything of this user lives, and what they are called. HOME decides, so that a scratch HOME is a scratch machine. */
import { homedir, userInfo } from 'node:os';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';

export function homeIn(env: NodeJS.ProcessEnv): string {
	const named = env.HOME ?? env.USERPROFILE;
	return named === undefined || named === '' ? homedir() : resolve(named);
}

/** With the home folder where a path begins with the sign of it; any other stays as it is. */
export const inHome = (path: string, home: string): string => path.replace(/^~(?=$|[\\/])/, () => home);

/** Variables as a shell would have them: one that stands in quotes or in a file of settings keeps the sign of the home folder. */
export const withHome = (env: NodeJS.ProcessEnv, home: string): NodeJS.ProcessEnv =>
	Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value && inHome(value, home)]));

export const pylonFolder = (home: string): string => join(home, '.pylon');

/** `/home/jake/work/api` → `~/work/api`: how paths are kept and shown. */
export function tilde(path: string, home: string): string {
	const inside = relative(home, path);
	if (inside === '') return '~';
	const parts = inside.split(sep);
	return parts[0] === '..' || isAbsolute(inside) ? path : `~/${parts.join('/')}`;
}

/** `~/work/api` → `/home/jake/work/api`, also as PowerShell hands it on, `~\work\api`; anything else is taken relative to `cwd`. */
export function untilde(path: string, home: string, cwd: string): string {
	if (path === '~') return home;
	return /^~[\\/]/.test(path) ? join(home, path.slice(2)) : resolve(cwd, path);
}

/** What this user is called here; undefined for one without a name, as containers may run as one: a number that no list of users has. */
export function userName(): string | undefined {
	try {
		return userInfo().username || undefined;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ERR_SYSTEM_ERROR') return undefined;
		throw error;
	}
}
