/** `pylon collisions`: whose unmerged changes meet. */
import { z } from 'zod';
import { renderCollisions } from '../board/board.ts';
import { listedCollision } from '../board/listed-collision.ts';
import { listRoom } from '../board/listing.ts';
import { findAnyRoom } from '../rooms/config.ts';
import { readRoom } from '../rooms/room-view.ts';
import { defineCommand } from './parts/define-command.ts';
import { ROOM } from './parts/flags.ts';
import { sayNoRoom } from './parts/no-room.ts';

export const command = defineCommand({
	name: 'collisions',
	section: 'Day to day',
	summary: 'whose unmerged changes meet',
	examples: ['pylon collisions', 'pylon collisions --mine --json'],
	flags: { mine: { text: 'those that involve you' }, room: ROOM },
	json: z.array(listedCollision),
	async run({ shell, flags, json }) {
		const config = findAnyRoom(shell.home, flags.room);
		if (config === undefined) return flags.json === true ? json([]) : sayNoRoom(shell, 'nobody else’s agents can be in your files');
		const view = await readRoom(config, shell);
		const now = shell.clock();
		const { state, collisions } = view;
		const known = { server: config.server, state, collisions, local: [], now, relayNow: view.relayTime(now) };
		const listing = listRoom(known, flags.mine === true ? 'mine' : 'all');
		if (flags.json === true) return json(listing.collisions);
		if (listing.collisions.length > 0) return shell.print(renderCollisions(listing, { width: shell.width(), color: shell.color, now }));
		shell.say(flags.mine === true ? 'No change of yours meets another’s.' : 'Nobody’s change meets another’s.');
	},
});
