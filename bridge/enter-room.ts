/** The end of `init` and `join`: the room is kept on this machine, and the user sees who they are in it. */
import { toBase64Url } from '../shared/bytes.ts';
import type { Operator } from '../shared/room.ts';
import { type RoomConfig, saveRoom } from './config.ts';
import type { Shell } from './shell.ts';

interface Entered {
	server: string;
	roomKey: Uint8Array;
	joined: { credential: string; deviceId: string; operator: Operator; room: string };
	sharedPaths: string[];
}

export function keepRoom(shell: Shell, { server, roomKey, joined, sharedPaths }: Entered): RoomConfig {
	const { operator, room, credential, deviceId } = joined;
	const config: RoomConfig = {
		room,
		server,
		operatorId: operator.operatorId,
		operatorName: operator.name,
		color: operator.color,
		role: operator.role,
		sharedPaths,
		credential,
		roomKey: toBase64Url(roomKey),
		device: deviceId,
	};
	saveRoom(shell.home, config);
	return config;
}

export function sayProfile(shell: Shell, config: RoomConfig): void {
	shell.say('Your operator profile:');
	shell.say(`  Name: ${config.operatorName}`);
	shell.say(`  Color: ${shell.ink.hex(config.color, config.color)} (auto-assigned)`);
}

/** What `--json` says of a room: no secret. */
export const publicConfig = ({ room, server, operatorId, operatorName, color, role, sharedPaths }: RoomConfig) => ({
	room,
	server,
	operatorId,
	operatorName,
	color,
	role,
	sharedPaths,
});
