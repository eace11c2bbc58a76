/** `npm run relay`: a relay for a team, its backups, and what they are restored from. */
import { homedir } from 'node:os';
import { UserError } from '../bridge/base/user-error.ts';
import { counted } from '../shared/words.ts';
import { backUp } from './relay/backup.ts';
import { holdDataFolder, makeDataFolder } from './relay/data-folder.ts';
import { type Asked, parseRelayOptions, RELAY_HELP } from './relay/options.ts';
import { restore } from './relay/restore.ts';
import type { KeptRoom } from './relay/room-file.ts';
import { serve } from './relay/serve.ts';
import { home as project, stopSignal } from './run.ts';

const PARENT_CHECK_MS = 500;

const tell = (line: string): void => void process.stdout.write(`${line}\n`);

async function run(asked: Asked): Promise<void> {
	switch (asked.type) {
		case 'help':
			process.stdout.write(RELAY_HELP);
			return;
		case 'serve':
			return serve(asked.options, { project, signal: ownSignal(), tell });
		case 'backup': {
			const { rooms, bytes } = await backUp(asked.data, asked.file, Date.now());
			return tell(`Backed up ${wordsFor(rooms)} to ${asked.file} (${Math.ceil(bytes / 1024)} KiB).`);
		}
		case 'restore': {
			makeDataFolder(asked.data);
			using _held = holdDataFolder(asked.data);
			const rooms = await restore(asked.file, asked.data);
			return tell(`Restored ${wordsFor(rooms)} from ${asked.file} into ${asked.data}.`);
		}
	}
}

function wordsFor(rooms: KeptRoom[]): string {
	const members = rooms.reduce((sum, room) => sum + room.members, 0);
	return `${counted(rooms.length, 'room')} with ${counted(members, 'member')}`;
}

/** Also where who started us was ended in a way that they could not pass on. */
function ownSignal(): AbortSignal {
	const orphaned = new AbortController();
	const parent = process.ppid;
	setInterval(() => process.ppid === parent || orphaned.abort(), PARENT_CHECK_MS).unref();
	return AbortSignal.any([stopSignal(), orphaned.signal]);
}

// What lies in the folder is for its user alone, also what the runtime makes.
process.umask(0o077);
try {
	const { env } = process;
	const around = { env, home: homedir(), project, cwd: env.INIT_CWD ?? process.cwd() };
	await run(parseRelayOptions(process.argv.slice(2), around));
} catch (error) {
	if (!(error instanceof UserError)) throw error;
	process.stderr.write(`${error.message}\n${error.hint === undefined ? '' : `${error.hint}\n`}`);
	process.exitCode = error.exit;
}
