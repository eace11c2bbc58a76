/** `pylon resume`: shares again, after `pylon pause`. */
import { z } from 'zod';
import { defineCommand } from './parts/define-command.ts';
import { setPaused } from './parts/set-paused.ts';

export const command = defineCommand({
	name: 'resume',
	section: 'Day to day',
	summary: 'share again',
	examples: ['pylon resume'],
	json: z.strictObject({ paused: z.literal(false) }),
	async run({ shell, flags, json }) {
		await setPaused(shell, false);
		if (flags.json === true) return json({ paused: false });
		shell.success('Sharing again, as before');
	},
});
