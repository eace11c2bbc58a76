/** `pylon pause`: nothing of this machine is shared until `pylon resume`. */
import { z } from 'zod';
import { defineCommand } from './parts/define-command.ts';
import { setPaused } from './parts/set-paused.ts';

export const command = defineCommand({
	name: 'pause',
	section: 'Day to day',
	summary: 'share nothing, at once; the room sees that you paused',
	examples: ['pylon pause'],
	json: z.strictObject({ paused: z.literal(true) }),
	async run({ shell, flags, json }) {
		const rooms = await setPaused(shell, true);
		if (flags.json === true) return json({ paused: true });
		shell.success('Paused: nothing of this machine is shared until `pylon resume`');
		if (rooms.length > 0) shell.say(`${rooms.map(({ room }) => room).join(', ')}: members see that you paused, and nothing else.`);
	},
});
