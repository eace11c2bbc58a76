/** `pylon stop`: ends the bridge of this machine. */
import { stopBridge } from '../daemon/daemon.ts';
import { defineCommand } from './parts/define-command.ts';

export const command = defineCommand({
	name: 'stop',
	section: 'Day to day',
	summary: 'end the bridge',
	examples: ['pylon stop'],
	async run({ shell }) {
		const pid = await stopBridge(shell.home);
		if (pid === undefined) shell.say('No bridge runs.');
		else shell.success(`The bridge has ended (process ${pid})`);
	},
});
