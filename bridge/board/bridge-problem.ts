/** Why a room does not hear of this machine's agents, in words, where it does not. */
import { REFUSALS } from '../../shared/refusal.ts';
import { runningBridge } from '../daemon/daemon.ts';
import { readSettings } from '../rooms/settings.ts';

export async function bridgeProblem(home: string, room: string): Promise<string | undefined> {
	const bridge = await runningBridge(home);
	if (bridge === undefined) return 'The bridge does not run: the room does not hear of your agents. `pylon start --background` starts it.';
	if (readSettings(home).paused) return 'You paused: the room sees that, and nothing else. `pylon resume` goes on.';
	const served = bridge.rooms.find((each) => each.room === room);
	if (served?.refusal)
		return `The relay refuses what the bridge sends: ${REFUSALS[served.refusal].message} ${REFUSALS[served.refusal].hint}`;
	return served?.state === 'connected' ? undefined : 'The bridge is not connected to the room. `pylon doctor` looks closer.';
}
