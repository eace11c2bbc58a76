/** `pylon rooms`, `use`, `leave`: the rooms of this machine. */
import { refusalOf } from '../../shared/relay.ts';
import { hostOf, TO_GET_A_ROOM, UserError } from '../base/user-error.ts';
import { reloadBridge } from '../daemon/daemon.ts';
import { allRooms, currentRoom, findRoom, forgetRoom, makeCurrent, type RoomConfig } from '../rooms/config.ts';
import { publicConfig } from '../rooms/enter-room.ts';
import { answerOf, relayOf, unlessAborted } from '../rooms/relay-answer.ts';
import { padEnd } from '../terminal/columns.ts';
import { askConfirm } from '../terminal/prompts.ts';
import type { Shell } from '../terminal/shell.ts';

export function listRooms(shell: Shell, options: { json?: boolean }): void {
	const rooms = allRooms(shell.home);
	const current = currentRoom(shell.home)?.room;
	if (options.json === true) return shell.json(rooms.map((room) => ({ ...publicConfig(room), current: room.room === current })));
	if (rooms.length === 0) return shell.say(`No room yet. ${TO_GET_A_ROOM}`);
	const width = Math.max(...rooms.map(({ room }) => room.length));
	for (const { room, server, operatorName, role, color } of rooms) {
		const mark = room === current ? shell.style.green('●') : ' ';
		shell.say(`${mark} ${padEnd(room, width)}  ${hostOf(server)}  as ${shell.style.hex(color, operatorName)}  ${shell.style.dim(role)}`);
	}
}

export function useRoom(shell: Shell, name: string, options: { json?: boolean }): void {
	const room = makeCurrent(shell.home, name);
	if (options.json === true) return shell.json(publicConfig(room));
	shell.done(`${room.room} is the current room`);
}

interface LeaveOptions {
	room?: string;
	/** Deletes the room for everyone. */
	delete?: boolean;
	/** Forgets it on this machine, whatever the relay says. */
	force?: boolean;
	yes?: boolean;
	json?: boolean;
}

export async function leave(shell: Shell, options: LeaveOptions): Promise<void> {
	const config = findRoom(shell.home, options.room);
	const sure = options.delete === true ? `Delete ${config.room} for everyone?` : `Leave ${config.room}?`;
	await askConfirm({ shell, yes: options.yes }, sure);
	await sayGoodbye(config, options, shell.signal);
	const next = forgetRoom(shell.home, config.room);
	const silence = await reloadBridge(shell.home);
	if (silence !== undefined) shell.note(silence);
	if (options.json === true) return shell.json({ left: config.room, current: next?.room ?? null });
	shell.done(options.delete === true ? `Deleted ${config.room}` : `Left ${config.room}`);
	shell.done('Nothing of this machine is shared with it any more');
	if (next !== undefined) shell.say(`The current room is ${next.room} now.`);
}

/** A room or membership that is gone already is no hindrance. */
async function sayGoodbye(config: RoomConfig, options: LeaveOptions, signal: AbortSignal): Promise<void> {
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
				3,
			);
		}
		if (reason === 'unreachable') {
			throw new UserError(
				`The relay at ${hostOf(config.server)} does not answer, so it cannot be told.`,
				'Try again later, or forget the room on this machine alone: pylon leave --force',
				4,
			);
		}
		await answerOf(config.server, Promise.reject(error), signal);
	}
}
