/** `pylon link`: a token that adds a browser or another machine to this operator. */
import { z } from 'zod';
import { deviceApi } from '../../shared/api/device.ts';
import { roomSlug } from '../../shared/names.ts';
import { time } from '../../shared/report/report.ts';
import { deviceId as deviceIdShape } from '../../shared/room/events.ts';
import { writeToken } from '../../shared/token.ts';
import { ago } from '../../shared/words.ts';
import { durationWords } from '../base/duration.ts';
import { UserError } from '../base/user-error.ts';
import { findRoom } from '../rooms/config.ts';
import { answerAs, answerOf, relayOf } from '../rooms/relay-answer.ts';
import { roomKey } from '../rooms/room-key.ts';
import { copy } from '../terminal/clipboard.ts';
import { padEnd, printable } from '../terminal/columns.ts';
import { defineCommand } from './parts/define-command.ts';
import { ROOM } from './parts/flags.ts';

const list = defineCommand({
	name: 'list',
	summary: 'your devices',
	flags: { room: ROOM },
	json: deviceApi.list.out,
	async run({ shell, flags, json }) {
		const config = findRoom(shell.home, flags.room);
		const devices = await answerAs(config.server, deviceApi.list.out, relayOf(config).device.list.query(), shell.signal);
		if (flags.json === true) return json(devices);
		const now = shell.clock();
		for (const device of devices) {
			const state = device.online ? shell.style.green('online ') : shell.style.dim('offline');
			const here = device.current ? ' (this one)' : '';
			const since = shell.style.dim(`since ${ago(now - device.createdAt)}`);
			shell.say(`${device.deviceId}  ${state}  ${padEnd(printable(device.label), 24)}  ${since}${here}`);
		}
	},
});

const revoke = defineCommand({
	name: 'revoke',
	summary: 'cut a device off',
	args: { id: {} },
	flags: { room: ROOM },
	json: z.strictObject({ deviceId: deviceIdShape }),
	async run({ shell, args: { id: deviceId }, flags, json }) {
		const config = findRoom(shell.home, flags.room);
		if (!deviceIdShape.safeParse(deviceId).success) throw new UserError(`${deviceId} is no device’s id.`, '`pylon link list` shows them.');
		if (deviceId === config.device) throw new UserError('That is this machine.', 'Leave the room with `pylon leave` instead.');
		await answerOf(config.server, relayOf(config).device.revoke.mutate({ deviceId }), shell.signal);
		if (flags.json === true) return json({ deviceId });
		shell.success(`Device ${deviceId} is cut off`);
	},
});

export const command = defineCommand({
	name: 'link',
	section: 'Day to day',
	summary: 'make a token that pairs a browser or another machine of yours',
	details: 'It is valid for ten minutes, once.',
	examples: ['pylon link', 'pylon link list', 'pylon link revoke 0123456789abcdef'],
	flags: { room: ROOM },
	json: z.strictObject({ token: z.string(), room: roomSlug, expiresAt: time }),
	commands: [list, revoke],
	async run({ shell, flags, json }) {
		const config = findRoom(shell.home, flags.room);
		const { secret, expiresAt } = await answerAs(config.server, deviceApi.link.out, relayOf(config).device.link.mutate(), shell.signal);
		const token = writeToken({ kind: 'link', server: config.server, room: config.room, secret, roomKey: roomKey(config) });
		if (flags.json === true) return json({ token, room: config.room, expiresAt });
		shell.paragraph(
			`This token adds a device to ${config.operatorName} in ${config.room}: paste it into the extension, or run \`pylon join\` on your other ` +
				`machine and paste it there. It is valid for ${durationWords(expiresAt - shell.clock())}, once, and for nobody else.`,
		);
		shell.say();
		shell.print([token]);
		shell.say();
		if (shell.isWatched && (await copy(token, shell.env))) shell.success('Copied to the clipboard');
	},
});
