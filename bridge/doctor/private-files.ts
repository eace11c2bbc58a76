/** What lies in `~/.pylon`: whole, ours, and closed to everybody else. */

import { accessSync, constants, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../../shared/report/facts.ts';
import { pylonFolder, tilde } from '../base/home.ts';
import { ifReadable } from '../base/missing-file.ts';
import { UserError } from '../base/user-error.ts';
import { type RoomConfig, readRoomFile, roomFiles } from '../rooms/config.ts';
import { DEFAULT_SETTINGS, readSettings } from '../rooms/settings.ts';
import { type Finding, fine, note, problem } from './finding.ts';

export function checkFiles(home: string): Finding[] {
	const folder = pylonFolder(home);
	const files = [folder, ...entriesBelow(folder)].filter((file) => ifReadable(() => lstatSync(file)) !== undefined);
	if (files.length === 0 && !isWritable(home)) {
		return [problem('files', `${home} cannot be written: no room can be kept in it.`, 'HOME says where that is; check who owns it.')];
	}
	if (files.length === 0) return [fine('files', 'Nothing is kept in ~/.pylon yet')];
	const short = (paths: string[]) => paths.map((path) => tilde(path, home)).join(', ');
	const foreign = files.filter((file) => !isOurs(file));
	const open = files.filter(isOpenToOthers);
	const left = files.filter((file) => file.endsWith('.tmp'));
	const found = [
		...(foreign.length > 0
			? [problem('files', `Another user owns ${short(foreign)}.`, 'sudo chown -R "$(id -un)" ~/.pylon: Pylon is never run as root')]
			: []),
		...(open.length > 0 ? [problem('files', `Others on this machine can open ${short(open)}.`, 'chmod -R go-rwx ~/.pylon')] : []),
		...(isWritable(folder) ? [] : [problem('files', '~/.pylon cannot be written.', 'chmod u+rwx ~/.pylon')]),
		...(left.length > 0 ? [note('files', `An interrupted write left ${short(left)}.`, `rm ${short(left)}`)] : []),
	];
	return found.length > 0 ? found : [fine('files', '~/.pylon is closed to everybody but you')];
}

/** `npm start` keeps a relay there: its runtime makes files as it likes, in a folder that is closed itself. */
const RELAY = 'relay';

function entriesBelow(folder: string): string[] {
	const entries = ifReadable(() => readdirSync(folder, { withFileTypes: true })) ?? [];
	return entries.flatMap((entry) => {
		const path = join(folder, entry.name);
		return entry.isDirectory() ? [path, ...(entry.name === RELAY ? [] : entriesBelow(path))] : [path];
	});
}

/** Windows keeps a user's profile closed by itself; a socket lets in only those who may write it. */
const isOpenToOthers = (file: string): boolean => {
	const stat = lstatSync(file);
	if (process.platform === 'win32' || stat.isSymbolicLink()) return false;
	return (stat.mode & (stat.isSocket() ? 0o022 : 0o077)) !== 0;
};

const isOurs = (file: string): boolean => process.getuid === undefined || lstatSync(file).uid === process.getuid();

const isWritable = (folder: string): boolean =>
	ifReadable(() => {
		accessSync(folder, constants.W_OK | constants.X_OK);
		return true;
	}) ?? false;

/** The rooms whose files can be read, and what is wrong with the others. */
export function checkConfig(home: string): { rooms: RoomConfig[]; isPaused: boolean; shares: Policy; findings: Finding[] } {
	const findings: Finding[] = [];
	const attempt = <Read>(read: () => Read): Read | undefined => {
		try {
			return read();
		} catch (error) {
			if (!(error instanceof UserError)) throw error;
			findings.push(problem('config', error.message, error.hint ?? 'Mend it by hand.'));
			return undefined;
		}
	};
	const rooms = roomFiles(home).flatMap((file) => attempt(() => readRoomFile(file)) ?? []);
	const settings = attempt(() => readSettings(home));
	const { paused, shares } = settings ?? DEFAULT_SETTINGS;
	return { rooms: onlyFirst(rooms), isPaused: paused, shares, findings };
}

/** A change of the current room that ended half-way leaves it in two files; the first counts. */
const onlyFirst = (rooms: RoomConfig[]): RoomConfig[] =>
	rooms.filter((each, index) => rooms.findIndex(({ room }) => room === each.room) === index);
