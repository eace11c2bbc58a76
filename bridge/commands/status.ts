/** `pylon status`: the board. Without a room this machine's agents, read locally; in one, the room's. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { parseDuration } from '../base/duration.ts';
import { pylonFolder } from '../base/home.ts';
import { isMissing } from '../base/missing-file.ts';
import { UserError } from '../base/user-error.ts';
import { printMachine, type StatusRequest } from '../board/machine-status.ts';
import type { WantedView } from '../board/room-status.ts';
import type { Shell } from '../terminal/shell.ts';
import { defineCommand } from './parts/define-command.ts';
import { ROOM } from './parts/flags.ts';

/** Loaded where JSON is asked for, and only then: the board itself starts without zod. */
const answerSchema = async () => (await import('../board/listing.ts')).statusAnswer;

export const command = defineCommand({
	name: 'status',
	section: 'Day to day',
	summary: 'the board: agents, what needs you first',
	details:
		'Where the relay does not answer it shows this machine’s agents, and exits with code 4. `--since all` lists every session of this machine.',
	examples: ['pylon status', 'pylon status --all --watch', 'pylon status --operator Andrew', 'pylon status --json --since all'],
	flags: {
		mine: { text: 'your agents (the default)' },
		all: { text: 'everyone’s agents' },
		operator: { text: 'one person’s agents', value: 'name' },
		watch: { text: 'stay and follow' },
		since: { text: 'how far back to look at sessions of this machine, like 2h, or "all"', value: 'time' },
		line: { text: 'one line for a prompt or a status line, asked of the bridge alone' },
		local: { text: 'this machine alone, without a connection' },
		room: ROOM,
	},
	json: answerSchema,
	async run({ shell, flags }) {
		if (flags.line === true) return printLine(shell);
		if ([flags.all, flags.mine, flags.operator].filter(Boolean).length > 1) {
			throw new UserError('--all, --mine and --operator are different views.', 'Pass one of them.');
		}
		const request: StatusRequest = {
			jsonSchema: flags.json === true ? await answerSchema() : undefined,
			backMs: backOf(flags),
			sinceWords: sinceWords(flags),
			includesThisMachine: flags.all !== true && flags.operator === undefined,
			subtitle: flags.local === true && !isRoomless(shell) ? 'alone: no room is asked' : undefined,
		};
		return isLocal(shell, flags) ? showMachine(shell, request, flags) : showRoom(shell, request, flags);
	},
});

/** Nothing where there is nothing to say, and where no bridge runs. */
async function printLine(shell: Shell): Promise<void> {
	const { lineNow } = await import('../hooks/line.ts');
	const line = await lineNow(shell.home, LINE_WITHIN_MS);
	if (line !== undefined) shell.print([line]);
}

const LINE_WITHIN_MS = 1_000;

interface StatusFlags extends WantedView {
	watch?: boolean;
	since?: string;
	local?: boolean;
}

const RECENT_MS = 24 * 60 * 60 * 1_000;

/** Whether no room is asked for and none can be: then nothing of what rooms need is loaded. */
function isLocal(shell: Shell, { local, room, operator }: StatusFlags): boolean {
	if (local === true) return true;
	if (room !== undefined || operator !== undefined) return false;
	return isRoomless(shell);
}

function isRoomless({ home }: Shell): boolean {
	try {
		statSync(join(pylonFolder(home), 'room.json'));
		return false;
	} catch (error) {
		// A file that cannot be looked at is reported later, when it is read.
		return isMissing(error);
	}
}

async function showMachine(shell: Shell, request: StatusRequest, { watch }: StatusFlags): Promise<void> {
	if (watch !== true) return printMachine(shell, request);
	const { watchMachine } = await import('../board/watch-status.ts');
	return watchMachine(shell, request);
}

async function showRoom(shell: Shell, request: StatusRequest, flags: StatusFlags): Promise<void> {
	const { listingOf, printRoom, roomOf } = await import('../board/room-status.ts');
	const room = roomOf(shell, flags);
	if (room === undefined) return showMachine(shell, request, flags);
	const { takeWayOut } = await import('../base/way-out/way-out.ts');
	await takeWayOut(shell.env);
	if (flags.watch !== true) return printRoom(shell, room, request, flags);
	const { watchRoomBoard } = await import('../board/watch-status.ts');
	return watchRoomBoard(shell, room, {
		...request,
		listing: (known, config, local, asOf) => listingOf(shell, config, known, local, flags, asOf),
	});
}

function backOf({ since }: StatusFlags): number | 'all' {
	if (since === 'all') return 'all';
	return since === undefined ? RECENT_MS : parseDuration(since, '--since');
}

function sinceWords({ since }: StatusFlags): string {
	if (since === 'all') return 'yet';
	return since === undefined ? 'in the last 24 hours' : `in the last ${since}`;
}
