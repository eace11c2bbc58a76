/** `pylon rooms`: the rooms of this machine. */
import { z } from 'zod';
import { hostOf, TO_GET_A_ROOM } from '../base/user-error.ts';
import { allRooms, currentRoom } from '../rooms/config.ts';
import { publicConfig, publicRoom } from '../rooms/enter-room.ts';
import { padEnd } from '../terminal/columns.ts';
import { defineCommand } from './parts/define-command.ts';

export const command = defineCommand({
	name: 'rooms',
	section: 'Rooms',
	summary: 'the rooms of this machine',
	examples: ['pylon rooms', 'pylon rooms --json'],
	json: z.array(publicRoom.extend({ current: z.boolean() })),
	async run({ shell, flags, json }) {
		const rooms = allRooms(shell.home);
		const current = currentRoom(shell.home)?.room;
		if (flags.json === true) return json(rooms.map((room) => ({ ...publicConfig(room), current: room.room === current })));
		if (rooms.length === 0) return shell.say(`No room yet. ${TO_GET_A_ROOM}`);
		const width = Math.max(...rooms.map(({ room }) => room.length));
		for (const { room, server, operatorName, role, color } of rooms) {
			const mark = room === current ? shell.style.green('●') : ' ';
			shell.say(`${mark} ${padEnd(room, width)}  ${hostOf(server)}  as ${shell.style.hex(color, operatorName)}  ${shell.style.dim(role)}`);
		}
	},
});
