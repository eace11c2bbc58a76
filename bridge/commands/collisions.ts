/** `pylon collisions`: whose unmerged changes meet. */
import { z } from 'zod';
import { CHANGE_MAX_MS } from '../../shared/limits.ts';
import { renderCollisions } from '../board/board.ts';
import { withDistinctNames } from '../board/distinct-names.ts';
import { type ListedCollision, listedCollision } from '../board/listed-collision.ts';
import { listRoom } from '../board/listing.ts';
import { OwnCollisions } from '../board/own-collisions.ts';
import { readLocalAgents } from '../local-agents/local-agents.ts';
import { findAnyRoom } from '../rooms/config.ts';
import { readRoom } from '../rooms/room-view.ts';
import type { Shell } from '../terminal/shell.ts';
import { defineCommand } from './parts/define-command.ts';
import { ROOM } from './parts/flags.ts';
import { sayNoRoom } from './parts/no-room.ts';

/** Without a room: between the worktrees of one's own, as far back as a change counts. */
async function showOwn(shell: Shell, json: ((collisions: ListedCollision[]) => void) | undefined): Promise<void> {
	const { home, env, clock } = shell;
	const now = clock();
	const { agents } = await readLocalAgents({ home, env, now, since: now - CHANGE_MAX_MS });
	const own = await new OwnCollisions().contested(agents, now);
	if (json !== undefined) return json(own.collisions);
	if (own.collisions.length === 0) return sayNoRoom(shell, 'nobody else’s agents can be in your files, and yours do not meet');
	shell.print(renderCollisions(own, { width: shell.width(), color: shell.color, now }));
}

export const command = defineCommand({
	name: 'collisions',
	section: 'Day to day',
	summary: 'whose unmerged changes meet',
	details: 'Without a room: between your own worktrees and branches, for you alone.',
	examples: ['pylon collisions', 'pylon collisions --mine --json'],
	flags: { mine: { text: 'those that involve you' }, room: ROOM },
	json: z.array(listedCollision),
	async run({ shell, flags, json }) {
		const config = findAnyRoom(shell.home, flags.room);
		if (config === undefined) return showOwn(shell, flags.json === true ? json : undefined);
		const view = await readRoom(config, shell);
		const now = shell.clock();
		const { state, collisions } = view;
		const known = { server: config.server, state, collisions, local: [], now, relayNow: view.relayTime(now) };
		const listing = listRoom(known, flags.mine === true ? 'mine' : 'all');
		if (flags.json === true) return json(listing.collisions);
		if (listing.collisions.length > 0)
			return shell.print(renderCollisions(withDistinctNames(listing), { width: shell.width(), color: shell.color, now }));
		shell.say(flags.mine === true ? 'No change of yours meets another’s.' : 'Nobody’s change meets another’s.');
	},
});
