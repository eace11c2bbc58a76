/** `pylon use ROOM`: makes a room of this machine the current one. */
import { makeCurrent } from '../rooms/config.ts';
import { publicConfig, publicRoom } from '../rooms/enter-room.ts';
import { defineCommand } from './parts/define-command.ts';

export const command = defineCommand({
	name: 'use',
	section: 'Rooms',
	summary: 'make a room the current one',
	examples: ['pylon use acme-sprint'],
	args: { room: {} },
	json: publicRoom,
	async run({ shell, args, flags, json }) {
		const room = makeCurrent(shell.home, args.room);
		if (flags.json === true) return json(publicConfig(room));
		shell.success(`${room.room} is the current room`);
	},
});
