/** The end of `init` and `join`: the room is kept on this machine, and the user sees who they are in it. */
import { z } from 'zod';
import { type Joined, joined as joinedShape } from '../../shared/api/basics.ts';
import { toBase64Url } from '../../shared/bytes.ts';
import type { Shell } from '../terminal/shell.ts';
import { type RoomConfig, roomConfig, saveRoom } from './config.ts';
import { parseAnswer } from './relay-answer.ts';

interface Entered {
	server: string;
	/** As the user or the token named it. */
	room: string;
	roomKey: Uint8Array;
	joined: Joined;
	sharedPaths: string[];
}

/** What the relay answers is not trusted with which room it is: another room's credential would be overwritten. */
export function keepRoom(shell: Shell, { server, room, roomKey, joined, sharedPaths }: Entered): RoomConfig {
	const { operator: me, credential, deviceId } = parseAnswer(server, entered(room), joined);
	const config = parseAnswer(server, roomConfig, {
		room,
		server,
		operatorId: me.operatorId,
		operatorName: me.name,
		color: me.color,
		role: me.role,
		sharedPaths,
		credential,
		roomKey: toBase64Url(roomKey),
		device: deviceId,
	});
	saveRoom(shell.home, config);
	return config;
}

const entered = (room: string) => joinedShape.extend({ room: z.literal(room) });

export function sayProfile(shell: Shell, config: RoomConfig): void {
	shell.say('Your operator profile:');
	shell.say(`  Name: ${config.operatorName}`);
	shell.say(`  Color: ${shell.style.hex(config.color, config.color)} (auto-assigned)`);
}

/** A room of this machine, without its secrets. */
export const publicRoom = roomConfig.omit({ credential: true, roomKey: true, device: true });

export const publicConfig = ({
	room,
	server,
	operatorId,
	operatorName,
	color,
	role,
	sharedPaths,
}: RoomConfig): z.infer<typeof publicRoom> => ({
	room,
	server,
	operatorId,
	operatorName,
	color,
	role,
	sharedPaths,
});
