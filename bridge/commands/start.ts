/** `pylon start`: the bridge in this terminal, or in the background. */
import { REFUSALS } from '../../shared/refusal.ts';
import { counted } from '../../shared/words.ts';
import { tilde } from '../base/home.ts';
import { hostOf } from '../base/user-error.ts';
import type { BridgeEvent } from '../daemon/bridge.ts';
import { logFile, runDaemon, runningBridge, startInBackground } from '../daemon/daemon.ts';
import { openLog } from '../daemon/log.ts';
import { allRooms, type RoomConfig } from '../rooms/config.ts';
import type { Shell } from '../terminal/shell.ts';
import { defineCommand } from './parts/define-command.ts';

export const command = defineCommand({
	name: 'start',
	section: 'Day to day',
	summary: 'run the bridge, which keeps your rooms up to date',
	details:
		'There is one for each `HOME`: `--background` leaves one that runs as it is. Without a room it tells your own agents of each other (`pylon hooks`, ' +
		'`pylon mcp`), and opens no connection.',
	examples: ['pylon start', 'pylon start --background'],
	flags: {
		background: { text: 'return, and leave it running' },
		// Writes to the log instead of the terminal: how the background runs.
		log: { text: 'write to the log', isHidden: true },
	},
	async run({ shell, script, flags }) {
		const rooms = allRooms(shell.home);
		if (flags.background === true) return runInBackground(shell, script, rooms);
		const write = flags.log === true ? openLog(shell.home, shell.clock) : (line: string) => shell.say(line);
		const mark = flags.log === true ? '' : `${shell.style.green('✓')} `;
		await runDaemon({ env: shell.env, signal: shell.signal, onEvent: (event) => wordsOf(event, mark).map(write) });
		write('The bridge has ended.');
	},
});

async function runInBackground(shell: Shell, script: string, rooms: readonly RoomConfig[]): Promise<void> {
	const running = await runningBridge(shell.home);
	if (running !== undefined) return shell.success(`The bridge runs already (process ${running.pid})`);
	const status = await startInBackground(shell.env, script);
	shell.success(`The bridge runs in the background (process ${status.pid})`);
	const served = rooms.length === 0 ? 'your own agents alone, in no room' : rooms.map(({ room }) => room).join(', ');
	shell.say(`It serves ${served}; its log: ${tilde(logFile(shell.home), shell.home)}`);
	shell.say('Stop it: pylon stop');
}

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
		case 'hook':
		case 'attention':
			return [event.problem];
		case 'fault':
			return [`${event.room}: ${event.fault}`];
	}
}
