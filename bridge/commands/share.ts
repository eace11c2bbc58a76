/** `pylon share`: which repositories the room hears of. A running bridge obeys at once. */
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { tilde, untilde } from '../base/home.ts';
import { UserError } from '../base/user-error.ts';
import { bridgeProblem } from '../board/bridge-problem.ts';
import { reloadBridge } from '../daemon/daemon.ts';
import { findAnyRoom, findRoom, type RoomConfig, saveRoom } from '../rooms/config.ts';
import { foundWords, repositoriesIn } from '../rooms/found-repositories.ts';
import { normalizeSharedPaths } from '../rooms/shared-paths.ts';
import type { Shell } from '../terminal/shell.ts';
import { defineCommand } from './parts/define-command.ts';
import { ROOM } from './parts/flags.ts';
import { sayNoRoom } from './parts/no-room.ts';

const sharedPaths = z.array(z.string());

const list = defineCommand({
	name: 'list',
	isDefault: true,
	summary: 'what is shared',
	flags: { room: ROOM },
	json: sharedPaths,
	async run({ shell, flags, json }) {
		const config = findAnyRoom(shell.home, flags.room);
		if (config === undefined) return flags.json === true ? json([]) : sayNoRoom(shell, 'nothing is shared');
		if (flags.json === true) return json(config.sharedPaths);
		if (config.sharedPaths.length === 0) {
			shell.say(`Nothing is shared with ${config.room}.`);
			return shell.say('Share a repository: pylon share add ~/work/acme-api');
		}
		shell.say(`Shared with ${config.room}:`);
		for (const path of config.sharedPaths) {
			const isThere = existsSync(untilde(path, shell.home, shell.cwd));
			shell.say(`  ${path}${isThere ? '' : shell.style.amber(' (not there)')}`);
		}
	},
});

const add = defineCommand({
	name: 'add',
	summary: 'share a repository, or every repository in a folder',
	examples: ['pylon share add ~/work/acme-api', 'pylon share add .'],
	args: { path: { isRepeatable: true } },
	flags: { room: ROOM },
	json: sharedPaths,
	async run({ shell, args, flags, json }) {
		const config = findRoom(shell.home, flags.room);
		const added = (await normalizeSharedPaths(args.path, shell)).filter((path) => !config.sharedPaths.includes(path));
		const changed = await keep(shell, config, [...config.sharedPaths, ...added]);
		if (flags.json === true) return json(changed.sharedPaths);
		if (added.length === 0) return shell.say('That is shared already.');
		for (const path of added) {
			shell.success(`Sharing ${path} with ${config.room} from now on`);
			const words = foundWords(repositoriesIn(untilde(path, shell.home, shell.cwd)));
			if (words !== undefined) shell.paragraph(words);
		}
		const problem = await bridgeProblem(shell.home, config.room);
		if (problem !== undefined) shell.paragraph(problem, shell.style.amber);
	},
});

const remove = defineCommand({
	name: 'remove',
	summary: 'take one back; it leaves the room at once',
	args: { path: { isRepeatable: true } },
	flags: { room: ROOM },
	json: sharedPaths,
	async run({ shell, args, flags, json }) {
		const config = findRoom(shell.home, flags.room);
		const removed = args.path.map((path) => sharedAs(shell, config, path));
		const left = config.sharedPaths.filter((path) => !removed.includes(path));
		const changed = await keep(shell, config, left);
		if (flags.json === true) return json(changed.sharedPaths);
		for (const path of removed) shell.success(`${path} is no longer shared with ${config.room}`);
	},
});

export const command = defineCommand({
	name: 'share',
	section: 'Day to day',
	summary: 'which repositories the room hears of',
	details: 'A running bridge obeys at once.',
	examples: ['pylon share', 'pylon share add ~/work/acme-api', 'pylon share remove ~/work/acme-api'],
	commands: [list, add, remove],
});

/** As it is kept, however it was typed. */
function sharedAs({ home, cwd }: Shell, { sharedPaths: shared, room }: RoomConfig, path: string): string {
	const kept = [path, tilde(untilde(path, home, cwd), home)].find((each) => shared.includes(each));
	if (kept !== undefined) return kept;
	const all = shared.length === 0 ? 'Nothing is shared.' : `Shared: ${shared.join(', ')}`;
	throw new UserError(`${path} is not shared with ${room}.`, all);
}

async function keep({ home, warn }: Shell, config: RoomConfig, paths: string[]): Promise<RoomConfig> {
	const changed = { ...config, sharedPaths: paths };
	saveRoom(home, changed);
	const problem = await reloadBridge(home);
	if (problem !== undefined) warn(problem);
	return changed;
}
