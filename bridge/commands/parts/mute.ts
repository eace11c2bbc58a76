/** `pylon notify mute` and `unmute`: a file in which a person's changes conflict, or somebody of their room, by name. SPEC N2. */
import { fileKey } from '../../../shared/alerts/open-alerts.ts';
import { MUTE_KEY_MAX, mutedIn, roomKeyOf } from '../../../shared/alerts/quiet.ts';
import { shortRepo } from '../../../shared/collision-words.ts';
import { involves } from '../../../shared/room/collisions.ts';
import { UserError } from '../../base/user-error.ts';
import type { RoomConfig } from '../../rooms/config.ts';
import { findOperator, peopleCalled } from '../../rooms/find-operator.ts';
import { readQuiet, takeInQuiet } from '../../rooms/quiet-file.ts';
import { readRoom } from '../../rooms/room-view.ts';
import { printable } from '../../terminal/columns.ts';
import type { Shell } from '../../terminal/shell.ts';

interface File {
	repo: string;
	path: string;
}

interface Person {
	operatorId: string;
	name: string;
}

interface Named {
	files: readonly File[];
	people: readonly Person[];
	room: string;
}

/** Keeps it as it was typed, and returns what it is called. Without the relay only what is muted is unmuted, by its path or id. */
export async function setMuted(shell: Shell, config: RoomConfig, typed: string, isMuted: boolean): Promise<string> {
	const key = isMuted ? namedKey(typed, await inRoom(shell, config)) : await mutedKey(shell, config, typed);
	const { hours } = readQuiet(shell.home);
	takeInQuiet(shell.home, { hours, muted: { [roomKeyOf(config)]: { [key]: { isMuted, at: shell.clock() } } } });
	return nameOfMuted(key);
}

/** `src/login.ts`, or an id. */
export const nameOfMuted = (key: string): string => printable(key.slice(key.indexOf('\0') + 1));

/** The key by which a file or a person is muted. Throws where nothing is called so, or more than one. */
export function namedKey(typed: string, { files, people, room }: Named): string {
	const called = files.filter((file) => isKept(file) && (file.path === typed || `${shortRepo(file.repo)} ${file.path}` === typed));
	const [one, other] = called;
	if (other !== undefined)
		throw new UserError(`More than one file in conflict is called ${typed}.`, `Say which: "${shortRepo(other.repo)} ${other.path}"`);
	if (one !== undefined) return fileKey(one);
	if (peopleCalled(people, typed).length > 0) return findOperator(people, typed, room).operatorId;
	throw new UserError(
		`${typed} is no file in which you conflict, and nobody else in ${room}.`,
		'`pylon collisions --mine` says which files conflict, `pylon members` who is there.',
	);
}

/** A longer one does not fit what browsers are told. */
const isKept = (file: File): boolean => fileKey(file).length <= MUTE_KEY_MAX;

async function inRoom(shell: Shell, config: RoomConfig): Promise<Named> {
	const view = await readRoom(config, shell);
	const { state, collisions } = view;
	const files = collisions.list(view.relayTime(shell.clock()), state.you).filter((collision) => involves(collision, state.you));
	const people = [...state.operators.values()].filter(({ operatorId }) => operatorId !== state.you);
	return { files, people, room: config.room };
}

async function mutedKey(shell: Shell, config: RoomConfig, typed: string): Promise<string> {
	const { mutedFiles, mutedPeople } = mutedIn(readQuiet(shell.home).muted[roomKeyOf(config)] ?? {});
	const known = [...mutedFiles, ...mutedPeople].filter((key) => nameOfMuted(key) === typed);
	if (known.length === 1 && known[0] !== undefined) return known[0];
	const files = mutedFiles.map((key) => ({ repo: key.slice(0, key.indexOf('\0')), path: key.slice(key.indexOf('\0') + 1) }));
	const { people } = mutedPeople.length === 0 ? { people: [] } : await inRoom(shell, config);
	return namedKey(typed, { files, people, room: config.room });
}
