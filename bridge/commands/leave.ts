/** `pylon leave`: leaves a room, or deletes it for everyone. */
import { z } from 'zod';
import { roomSlug } from '../../shared/names.ts';
import { refusalOf } from '../../shared/relay.ts';
import { EXIT, hostOf, UserError } from '../base/user-error.ts';
import { reloadBridge } from '../daemon/daemon.ts';
import { findRoom, forgetRoom, type RoomConfig } from '../rooms/config.ts';
import { answerOf, relayOf, unlessAborted } from '../rooms/relay-answer.ts';
import { askConfirm } from '../terminal/prompts.ts';
import { defineCommand } from './parts/define-command.ts';
import { ROOM, YES } from './parts/flags.ts';

export const command = defineCommand({
	name: 'leave',
	section: 'Rooms',
	summary: 'leave a room; nothing of yours stays in it',
	examples: ['pylon leave', 'pylon leave --room acme-sprint --yes', 'pylon leave --delete'],
	flags: {
		delete: { text: 'delete the room for everyone (admins)' },
		force: { text: 'forget it on this machine even where the relay does not answer' },
		room: ROOM,
		yes: YES,
	},
	json: z.strictObject({ left: roomSlug, current: roomSlug.nullable() }),
	jsonDetails: 'current is the current room after that, or null',
	async run({ shell, flags, json }) {
		const config = findRoom(shell.home, flags.room);
		const question = flags.delete === true ? `Delete ${config.room} for everyone?` : `Leave ${config.room}?`;
		await askConfirm({ shell, yes: flags.yes }, question);
		await tellRelay(config, flags, shell.signal);
		const next = forgetRoom(shell.home, config.room);
		const problem = await reloadBridge(shell.home);
		if (problem !== undefined) shell.warn(problem);
		if (flags.json === true) return json({ left: config.room, current: next?.room ?? null });
		shell.success(flags.delete === true ? `Deleted ${config.room}` : `Left ${config.room}`);
		shell.success('Nothing of this machine is shared with it any more');
		if (next !== undefined) shell.say(`The current room is ${next.room} now.`);
	},
});

/** A room or membership that is gone already is no hindrance. */
async function tellRelay(config: RoomConfig, options: { delete?: boolean; force?: boolean }, signal: AbortSignal): Promise<void> {
	const relay = relayOf(config);
	const call: Promise<unknown> = options.delete === true ? relay.room.delete.mutate() : relay.operator.leave.mutate();
	try {
		await unlessAborted(call, signal);
	} catch (error) {
		if (signal.aborted) throw error;
		const reason = refusalOf(error);
		if (reason === 'removed' || reason === 'signed-out' || reason === 'room-unknown' || options.force === true) return;
		if (reason === 'last-admin') {
			throw new UserError(
				`You are the last admin of ${config.room}.`,
				'Make somebody else an admin (`pylon members role NAME admin`), or delete the room for everyone (`pylon leave --delete`).',
				EXIT.refused,
			);
		}
		if (reason === 'unreachable') {
			throw new UserError(
				`The relay at ${hostOf(config.server)} does not answer, so it cannot be told.`,
				'Try again later, or forget the room on this machine alone: pylon leave --force',
				EXIT.unreachable,
			);
		}
		await answerOf(config.server, Promise.reject(error), signal);
	}
}
