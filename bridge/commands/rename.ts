/** `pylon rename NAME`: what a room calls you. Your id, and what others wrote by it, stays. */
import { operatorApi } from '../../shared/api/operator.ts';
import { chosenName } from '../../shared/names.ts';
import { refusalOf } from '../../shared/relay.ts';
import { EXIT, UserError } from '../base/user-error.ts';
import { findRoom, keepProfile } from '../rooms/config.ts';
import { publicConfig } from '../rooms/enter-room.ts';
import { relayOf, shapedAnswer } from '../rooms/relay-answer.ts';
import type { Shell } from '../terminal/shell.ts';

interface InRoom {
	room?: string;
	json?: boolean;
}

export async function rename(shell: Shell, typed: string, options: InRoom): Promise<void> {
	const config = findRoom(shell.home, options.room);
	const name = chosenName.safeParse(typed);
	if (!name.success) throw new UserError(`A name ${name.error.issues[0]?.message ?? 'is something else'}.`, 'Choose another one.');
	const call = relayOf(config)
		.operator.update.mutate({ name: name.data })
		.catch((error: unknown) => {
			throw refusalOf(error) === 'name-taken' ? takenError(name.data, config.room) : error;
		});
	const changed = await shapedAnswer(config.server, operatorApi.update.out, call, shell.signal);
	keepProfile(shell.home, config, changed);
	if (options.json === true) return shell.json(publicConfig({ ...config, operatorName: changed.name }));
	shell.done(`${config.room} calls you ${changed.name} now`);
	shell.say(shell.style.dim(`Your id stays ${changed.operatorId}.`));
}

const takenError = (name: string, room: string): UserError =>
	new UserError(`Somebody else in ${room} is called ${name}, or something that looks the same.`, 'Choose another name.', EXIT.refused);
