/** `pylon collisions`: who edits the same file, now. */
import { renderCollisions } from '../board/board.ts';
import { listRoom } from '../board/listing.ts';
import { answerLocally } from '../cli/local-answer.ts';
import { findAnyRoom } from '../rooms/config.ts';
import { readRoom } from '../rooms/room-view.ts';
import type { Shell } from '../terminal/shell.ts';

export async function collisions(shell: Shell, options: { room?: string; mine?: boolean; json?: boolean }): Promise<void> {
	const config = findAnyRoom(shell.home, options.room);
	if (config === undefined) return answerLocally(shell, options, 'nobody else’s agents can be in your files');
	const view = await readRoom(config, shell.clock, shell.signal);
	const now = shell.clock();
	const { state, collisions: index } = view;
	const known = { server: config.server, state, collisions: index, local: [], now, relayNow: view.relayTime(now) };
	const listing = listRoom(known, options.mine === true ? 'mine' : 'all');
	if (options.json === true) return shell.json(listing.collisions);
	if (listing.collisions.length === 0) {
		return shell.say(
			options.mine === true ? 'No collisions that involve you.' : 'No collisions. Nobody edits a file that somebody else is in.',
		);
	}
	shell.print(renderCollisions(listing, { width: shell.width(), color: shell.color }));
}
