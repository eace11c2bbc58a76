/** What `pylon pause` and `resume` do: at once, and the rooms see "paused", and nothing else. */

import { UserError } from '../../base/user-error.ts';
import { reloadBridge, runningBridge } from '../../daemon/daemon.ts';
import { allRooms, type RoomConfig } from '../../rooms/config.ts';
import { answerOf, relayOf } from '../../rooms/relay-answer.ts';
import { readSettings, saveSettings } from '../../rooms/settings.ts';
import type { Shell } from '../../terminal/shell.ts';

/** Keeps it for this machine, and has the rooms know. Returns the rooms. */
export async function setPaused(shell: Shell, paused: boolean): Promise<RoomConfig[]> {
	saveSettings(shell.home, { ...readSettings(shell.home), paused });
	const rooms = allRooms(shell.home);
	const bridgeProblem = await reloadBridge(shell.home);
	const bridgeTells = bridgeProblem !== undefined || (await runningBridge(shell.home)) !== undefined;
	const problems = bridgeTells ? [] : await tellRooms(rooms, paused, shell.signal);
	for (const problem of [bridgeProblem ?? [], problems].flat()) shell.warn(problem);
	return rooms;
}

/** Where no bridge runs the rooms are told from here. What cannot be told now, the bridge tells when it starts. */
async function tellRooms(rooms: RoomConfig[], paused: boolean, signal: AbortSignal): Promise<string[]> {
	const calls = rooms.map(async (room) => {
		try {
			await answerOf(room.server, relayOf(room).agent.report.mutate({ whole: [], changed: [], gone: [], paused }), signal);
			return [];
		} catch (error) {
			if (error instanceof UserError) return [`${room.room} does not know yet: ${error.message}`];
			throw error;
		}
	});
	return (await Promise.all(calls)).flat();
}
