/** `pylon status`: the board. Without a room this machine's agents, read locally; in one, the room's. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { parseDuration } from '../base/duration.ts';
import { pylonFolder } from '../base/home.ts';
import { isMissing } from '../base/missing-file.ts';
import { UserError } from '../base/user-error.ts';
import { type Asked, printMachine } from '../board/machine-status.ts';
import type { Shell } from '../terminal/shell.ts';

export interface StatusOptions {
	all?: boolean;
	mine?: boolean;
	operator?: string;
	watch?: boolean;
	json?: boolean;
	since?: string;
	room?: string;
	local?: boolean;
}

const RECENT_MS = 24 * 60 * 60 * 1_000;

export async function status(shell: Shell, options: StatusOptions): Promise<void> {
	if ([options.all, options.mine, options.operator].filter(Boolean).length > 1) {
		throw new UserError('--all, --mine and --operator are different views.', 'Pass one of them.');
	}
	const asked: Asked = {
		isJson: options.json === true,
		backMs: backOf(options),
		sinceWords: sinceWords(options),
		readsLocal: options.all !== true && options.operator === undefined,
		about: options.local === true && !isRoomless(shell) ? 'alone: no room is asked' : undefined,
	};
	return isLocal(shell, options) ? showMachine(shell, asked, options) : showRoom(shell, asked, options);
}

/** Whether no room is asked for and none can be: then nothing of what rooms need is loaded. */
function isLocal(shell: Shell, { local, room, operator }: StatusOptions): boolean {
	if (local === true) return true;
	if (room !== undefined || operator !== undefined) return false;
	return isRoomless(shell);
}

function isRoomless({ home }: Shell): boolean {
	try {
		statSync(join(pylonFolder(home), 'room.json'));
		return false;
	} catch (error) {
		// One that cannot be looked at is told by whoever reads it.
		return isMissing(error);
	}
}

async function showMachine(shell: Shell, asked: Asked, { watch }: StatusOptions): Promise<void> {
	if (watch !== true) return printMachine(shell, asked);
	const { watchMachine } = await import('../board/watch-status.ts');
	return watchMachine(shell, asked);
}

async function showRoom(shell: Shell, asked: Asked, options: StatusOptions): Promise<void> {
	const { listingOf, printRoom, roomOf } = await import('../board/room-status.ts');
	const room = roomOf(shell, options);
	if (room === undefined) return showMachine(shell, asked, options);
	if (options.watch !== true) return printRoom(shell, room, asked, options);
	const { watchRoomBoard } = await import('../board/watch-status.ts');
	return watchRoomBoard(shell, room, {
		...asked,
		listing: (known, config, local) => listingOf(shell, config, known, local, options),
	});
}

function backOf({ since }: StatusOptions): number | 'all' {
	if (since === 'all') return 'all';
	return since === undefined ? RECENT_MS : parseDuration(since, '--since');
}

function sinceWords({ since }: StatusOptions): string {
	if (since === 'all') return 'yet';
	return since === undefined ? 'in the last 24 hours' : `in the last ${since}`;
}
