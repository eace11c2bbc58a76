/** `pylon share`: which repositories the room hears of. A running bridge obeys at once. */
import { existsSync } from 'node:fs';
import { tilde, untilde } from '../base/home.ts';
import { UserError } from '../base/user-error.ts';
import { answerLocally } from '../cli/local-answer.ts';
import { reloadBridge } from '../daemon/daemon.ts';
import { findAnyRoom, findRoom, type RoomConfig, saveRoom } from '../rooms/config.ts';
import { keptPaths } from '../rooms/shared-paths.ts';
import type { Shell } from '../terminal/shell.ts';

interface InRoom {
	room?: string;
	json?: boolean;
}

export function listShared(shell: Shell, options: InRoom): void {
	const config = findAnyRoom(shell.home, options.room);
	if (config === undefined) return answerLocally(shell, options, 'nothing is shared');
	const { room, sharedPaths } = config;
	if (options.json === true) return shell.json(sharedPaths);
	if (sharedPaths.length === 0) {
		shell.say(`Nothing is shared with ${room}.`);
		return shell.say('Share a repository: pylon share add ~/work/acme-api');
	}
	shell.say(`Shared with ${room}:`);
	for (const path of sharedPaths) {
		const isThere = existsSync(untilde(path, shell.home, shell.cwd));
		shell.say(`  ${path}${isThere ? '' : shell.style.amber(' (not there)')}`);
	}
}

export async function addShared(shell: Shell, paths: string[], options: InRoom): Promise<void> {
	const config = findRoom(shell.home, options.room);
	const added = (await keptPaths(paths, shell)).filter((path) => !config.sharedPaths.includes(path));
	const changed = await keep(shell, config, [...config.sharedPaths, ...added]);
	if (options.json === true) return shell.json(changed.sharedPaths);
	if (added.length === 0) return shell.say('That is shared already.');
	for (const path of added) shell.done(`Sharing ${path} with ${config.room} from now on`);
}

export async function removeShared(shell: Shell, paths: string[], options: InRoom): Promise<void> {
	const config = findRoom(shell.home, options.room);
	const removed = paths.map((path) => sharedAs(shell, config, path));
	const changed = await keep(
		shell,
		config,
		config.sharedPaths.filter((path) => !removed.includes(path)),
	);
	if (options.json === true) return shell.json(changed.sharedPaths);
	for (const path of removed) shell.done(`${path} is no longer shared with ${config.room}`);
}

/** As it is kept, however it was typed. */
function sharedAs({ home, cwd }: Shell, { sharedPaths, room }: RoomConfig, path: string): string {
	const kept = [path, tilde(untilde(path, home, cwd), home)].find((each) => sharedPaths.includes(each));
	if (kept !== undefined) return kept;
	const all = sharedPaths.length === 0 ? 'Nothing is shared.' : `Shared: ${sharedPaths.join(', ')}`;
	throw new UserError(`${path} is not shared with ${room}.`, all);
}

async function keep({ home, note }: Shell, config: RoomConfig, sharedPaths: string[]): Promise<RoomConfig> {
	const changed = { ...config, sharedPaths };
	saveRoom(home, changed);
	const silence = await reloadBridge(home);
	if (silence !== undefined) note(silence);
	return changed;
}
