/** Where Node keeps what it compiled, so that the next command starts sooner: in this user's own cache, which nobody else can write. */
import { join } from 'node:path';
import { homeIn } from './home.ts';

export function compileCacheIn(env: NodeJS.ProcessEnv): string {
	if (process.platform === 'win32') return join(env.LOCALAPPDATA ?? homeIn(env), 'Pylon', 'cache');
	if (process.platform === 'darwin') return join(homeIn(env), 'Library', 'Caches', 'pylon');
	return join(env.XDG_CACHE_HOME || join(homeIn(env), '.cache'), 'pylon');
}
