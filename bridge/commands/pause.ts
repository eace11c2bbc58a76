/** `pylon pause`, `resume`: at once. The rooms see "paused", and nothing else. */

import { UserError } from '../base/user-error.ts';
import { reloadBridge, runningBridge } from '../daemon/daemon.ts';
import { allRooms, type RoomConfig } from '../rooms/config.ts';
import { answerOf, relayOf } from '../rooms/relay-answer.ts';
import { readSettings, saveSettings } from '../rooms/settings.ts';
import type { Shell } from '../terminal/shell.ts';

export async function setPaused(shell: Shell, paused: boolean, options: { json?: boolean }): Promise<void> {
	saveSettings(shell.home, { ...readSettings(shell.home), paused });
	const rooms = allRooms(shell.home);
	const silence = await reloadBridge(shell.home);
	const isTold = silence !== undefined || (await runningBridge(shell.home)) !== undefined;
	const unaware = isTold ? [] : await tell(rooms, paused, shell.signal);
	if (silence !== undefined) shell.note(silence);
	if (options.json === true) return shell.json({ paused });
	if (paused) {
		shell.done('Paused: nothing of this machine is shared until `pylon resume`');
		if (rooms.length > 0) shell.say(`${rooms.map(({ room }) => room).join(', ')}: members see that you paused, and nothing else.`);
	} else {
		shell.done('Sharing again, as before');
	}
	for (const problem of unaware) shell.note(problem);
}

/** Where no bridge runs the rooms are told from here. What cannot be told now, the bridge tells when it starts. */
async function tell(rooms: RoomConfig[], paused: boolean, signal: AbortSignal): Promise<string[]> {
	const told = rooms.map(async (room) => {
		try {
			await answerOf(room.server, relayOf(room).agent.report.mutate({ whole: [], changed: [], gone: [], paused }), signal);
			return [];
		} catch (error) {
			if (error instanceof UserError) return [`${room.room} does not know yet: ${error.message}`];
			throw error;
		}
	});
	return (await Promise.all(told)).flat();
}
