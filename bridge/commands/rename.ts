/** `pylon rename NAME`: what a room calls you. Your id, and what others wrote by it, stays. */
import { operatorApi } from '../../shared/api/operator.ts';
import { chosenName } from '../../shared/names.ts';
import { refusalOf } from '../../shared/relay.ts';
import { EXIT, UserError } from '../base/user-error.ts';
import { findRoom, keepProfile } from '../rooms/config.ts';
import { publicConfig, publicRoom } from '../rooms/enter-room.ts';
import { answerAs, relayOf } from '../rooms/relay-answer.ts';
import { defineCommand } from './parts/define-command.ts';
import { ROOM } from './parts/flags.ts';

export const command = defineCommand({
	name: 'rename',
	section: 'Rooms',
	summary: 'change what the room calls you',
	details: 'Your id stays.',
	examples: ['pylon rename Andrew', 'pylon rename "Andrew Lim" --room acme-sprint'],
	args: { name: {} },
	flags: { room: ROOM },
	json: publicRoom,
	async run({ shell, args, flags, json }) {
		const config = findRoom(shell.home, flags.room);
		const name = chosenName.safeParse(args.name);
		if (!name.success) throw new UserError(`A name ${name.error.issues[0]?.message ?? 'is something else'}.`, 'Choose another one.');
		const call = relayOf(config)
			.operator.update.mutate({ name: name.data })
			.catch((error: unknown) => {
				throw refusalOf(error) === 'name-taken' ? takenError(name.data, config.room) : error;
			});
		const changed = await answerAs(config.server, operatorApi.update.out, call, shell.signal);
		keepProfile(shell.home, config, changed);
		if (flags.json === true) return json(publicConfig({ ...config, operatorName: changed.name }));
		shell.success(`${config.room} calls you ${changed.name} now`);
		shell.say(shell.style.dim(`Your id stays ${changed.operatorId}.`));
	},
});

const takenError = (name: string, room: string): UserError =>
	new UserError(`Somebody else in ${room} is called ${name}, or something that looks the same.`, 'Choose another name.', EXIT.refused);
