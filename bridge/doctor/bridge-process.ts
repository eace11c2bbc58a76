/** Whether the bridge runs, is this Pylon, and serves the rooms that it should. */
import { REFUSALS } from '../../shared/refusal.ts';
import { counted, span } from '../../shared/words.ts';
import { hostOf } from '../base/user-error.ts';
import type { BridgeStatus } from '../daemon/daemon.ts';
import type { RoomConfig } from '../rooms/config.ts';
import { type Finding, fine, note, problem } from './finding.ts';

const RESTART = 'pylon stop && pylon start --background';

export interface BridgeSeen {
	bridge: BridgeStatus | undefined;
	/** Of this command. */
	version: string;
	rooms: readonly RoomConfig[];
	isPaused: boolean;
	now: number;
}

export function checkBridge({ bridge, version, rooms, isPaused, now }: BridgeSeen): Finding[] {
	if (bridge === undefined) {
		if (rooms.length === 0) return [fine('bridge', 'No bridge runs: without a room there is nothing to tell')];
		return [problem('bridge', 'The bridge does not run: the room does not hear of your agents.', 'pylon start --background')];
	}
	const age = now - bridge.startedAt < 60_000 ? '' : `, for ${span(now - bridge.startedAt)}`;
	const isOther = bridge.version !== version;
	return [
		isOther
			? note('bridge', `The running bridge is Pylon ${bridge.version}, this is ${version}.`, RESTART)
			: fine('bridge', `The bridge runs (process ${bridge.pid}${age}) and follows ${counted(bridge.agents, 'agent')}`),
		...(isPaused ? [note('bridge', 'You paused: the rooms hear nothing of your agents.', 'pylon resume')] : []),
		...(bridge.faults[0] === undefined
			? []
			: [
					note(
						'bridge',
						`It met ${counted(bridge.faults.length, 'fault')}; the newest: ${bridge.faults[0]}`,
						'Update Pylon; if it goes on, report it.',
					),
				]),
	];
}

/** Whether it serves this room. */
export function checkServed(room: RoomConfig, bridge: BridgeStatus | undefined): Finding[] {
	if (bridge === undefined) return [];
	const served = bridge.rooms.find((each) => each.room === room.room);
	if (served === undefined) return [problem('bridge', 'The bridge does not serve this room.', RESTART)];
	switch (served.state) {
		case 'connected':
			return [fine('bridge', `The bridge is connected and shares ${counted(served.sharing, 'agent')}`)];
		case 'connecting':
			return [
				problem(
					'bridge',
					`The bridge cannot connect to ${hostOf(room.server)} yet; it goes on trying.`,
					'Its log says more: ~/.pylon/bridge.log',
				),
			];
		case 'closed':
			return served.refusal === null
				? [problem('bridge', 'The relay has turned the bridge away.', RESTART)]
				: [problem('bridge', `The relay has turned the bridge away: ${REFUSALS[served.refusal].message}`, REFUSALS[served.refusal].hint)];
	}
}
