/** `pylon start`, `stop`: the bridge in this terminal, or in the background. */

import { REFUSALS } from '../../shared/refusal.ts';
import { counted } from '../../shared/words.ts';
import { tilde } from '../base/home.ts';
import { hostOf, noRoomError } from '../base/user-error.ts';
import type { BridgeEvent } from '../daemon/bridge.ts';
import { logFile, runDaemon, runningBridge, startInBackground, stopBridge } from '../daemon/daemon.ts';
import { openLog } from '../daemon/log.ts';
import { allRooms } from '../rooms/config.ts';
import type { Shell } from '../terminal/shell.ts';

export interface StartOptions {
	background?: boolean;
	/** Writes to the log instead of the terminal, and waits for a room where there is none: how the background runs. */
	log?: boolean;
}

export async function start(shell: Shell, options: StartOptions, script: string): Promise<void> {
	const rooms = allRooms(shell.home);
	if (rooms.length === 0 && options.log !== true) throw noRoomError();
	if (options.background === true) {
		const running = await runningBridge(shell.home);
		if (running !== undefined) return shell.done(`The bridge runs already (process ${running.pid})`);
		const status = await startInBackground(shell.env, script);
		shell.done(`The bridge runs in the background (process ${status.pid})`);
		shell.say(`${sharingWords(rooms.map(({ room }) => room))}; its log: ${tilde(logFile(shell.home), shell.home)}`);
		return shell.say('Stop it: pylon stop');
	}
	const tell = options.log === true ? openLog(shell.home, shell.clock) : (line: string) => shell.say(line);
	const mark = options.log === true ? '' : `${shell.style.green('✓')} `;
	await runDaemon({ env: shell.env, signal: shell.signal, onEvent: (event) => wordsOf(event, mark).map(tell) });
	tell('The bridge has ended.');
}

const sharingWords = (rooms: string[]): string => `It serves ${rooms.join(', ')}`;

/** One sentence for each event, without anything that an agent or a member wrote. */
function wordsOf(event: BridgeEvent, mark: string): string[] {
	switch (event.type) {
		case 'reading':
			return ['Reading this machine’s agent sessions …'];
		case 'read':
			return [`${mark}Found ${counted(event.agents, 'agent')} of the last 24 hours`];
		case 'rooms':
			return event.rooms.length === 0 ? ['No room: nothing is shared, nothing is connected.'] : [];
		case 'connected':
			return [`${mark}Connected to ${event.room} on ${hostOf(event.server)}`];
		case 'unreachable':
			return [`The relay at ${hostOf(event.server)} does not answer. Retrying.`];
		case 'sharing':
			return [
				event.agents === 0
					? `No agent in a repository shared with ${event.room}`
					: `Sharing ${counted(event.agents, 'agent')} with ${event.room}`,
			];
		case 'refused':
			return [`${event.room}: ${REFUSALS[event.refusal].message} ${REFUSALS[event.refusal].hint}`];
		case 'deleted':
			return [`The room ${event.room} was deleted. Forget it: pylon leave --room ${event.room}`];
		case 'paused':
			return ['Paused: the rooms see that, and nothing else. `pylon resume` goes on.'];
		case 'resumed':
			return ['Sharing again.'];
		case 'config':
			return [event.problem];
		case 'git':
			return [event.problem];
		case 'fault':
			return [`${event.room}: ${event.fault}`];
	}
}

export async function stop(shell: Shell): Promise<void> {
	const pid = await stopBridge(shell.home);
	if (pid === undefined) shell.say('No bridge runs.');
	else shell.done(`The bridge has ended (process ${pid})`);
}
