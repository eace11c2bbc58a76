/**
 * The rooms that this machine is in. `~/.pylon/room.json` is the current one, `~/.pylon/rooms/<room>.json` are the others;
 * the bridge serves all of them. Without any of them Pylon opens no network connection. SPEC P11.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { credential } from '../../shared/api/basics.ts';
import { fromBase64Url } from '../../shared/bytes.ts';
import { hexColor, operatorId, operatorName, roomSlug } from '../../shared/names.ts';
import { deviceId, type Operator, role } from '../../shared/room/events.ts';
import { ROOM_KEY_BYTES } from '../../shared/seal.ts';
import { serverUrl } from '../../shared/token.ts';
import { pylonFolder } from '../base/home.ts';
import { isMissing, makePrivateFolder, readPrivateJson, tryWriting, writePrivateJson } from '../base/private-file.ts';
import { EXIT, noRoomError, UserError } from '../base/user-error.ts';

export const roomConfig = z.strictObject({
	room: roomSlug,
	server: serverUrl,
	operatorId,
	operatorName,
	color: hexColor,
	role,
	/** Folders whose repositories are shared; `~` stays `~`. */
	sharedPaths: z.array(z.string().min(1)),
	/** What lets this device in. */
	credential,
	/** base64url of 32 bytes. The relay never sees it. */
	roomKey: z.string().refine((text) => fromBase64Url(text)?.length === ROOM_KEY_BYTES, 'is not a room key'),
	device: deviceId,
});
export type RoomConfig = z.infer<typeof roomConfig>;

const currentFile = (home: string): string => join(pylonFolder(home), 'room.json');
const otherFolder = (home: string): string => join(pylonFolder(home), 'rooms');
const otherFile = (home: string, room: string): string => join(otherFolder(home), `${room}.json`);

/** The folders whose changes the bridge follows. */
export function makeFolders(home: string): string[] {
	const folders = [pylonFolder(home), otherFolder(home)];
	for (const folder of folders) makePrivateFolder(folder);
	return folders;
}

export const readRoomFile = (file: string): RoomConfig | undefined => readPrivateJson(file, roomConfig, 'join again');

export const currentRoom = (home: string): RoomConfig | undefined => readRoomFile(currentFile(home));

export function needRoom(home: string): RoomConfig {
	const room = currentRoom(home);
	if (room === undefined) throw noRoomError();
	return room;
}

/** The current room first, then the others by name. */
export function allRooms(home: string): RoomConfig[] {
	const current = currentRoom(home);
	const others = otherNames(home)
		.filter((name) => name !== current?.room)
		.flatMap((name) => readRoomFile(otherFile(home, name)) ?? []);
	return current === undefined ? others : [current, ...others];
}

/** Where rooms are kept, the current one first; whether the files can be read is another matter. */
export const roomFiles = (home: string): string[] => [currentFile(home), ...otherNames(home).map((name) => otherFile(home, name))];

function otherNames(home: string): string[] {
	try {
		return readdirSync(otherFolder(home))
			.filter((file) => file.endsWith('.json'))
			.map((file) => file.slice(0, -'.json'.length))
			.sort();
	} catch (error) {
		if (isMissing(error)) return [];
		throw error;
	}
}

/** Whether a file of this machine still names the room. */
export const isInRoom = (home: string, name: string): boolean => existsSync(otherFile(home, name)) || currentRoom(home)?.room === name;

/** What is remembered of others' changes there: `room-memory.ts`. */
export const memoryFile = (home: string, room: string): string => join(pylonFolder(home), 'memory', `${room}.json`);

/** A room that is new here becomes the current one; of a known one what changed is kept where it is. */
export function saveRoom(home: string, config: RoomConfig): void {
	const current = currentRoom(home);
	const isElsewhere = current?.room !== config.room && otherNames(home).includes(config.room);
	if (isElsewhere) {
		writePrivateJson(otherFile(home, config.room), config);
		return;
	}
	if (current !== undefined && current.room !== config.room) writePrivateJson(otherFile(home, current.room), current);
	writePrivateJson(currentFile(home), config);
}

/** What the room says of this operator: an admin may have changed it. */
export function keepProfile(home: string, config: RoomConfig, operator: Pick<Operator, 'name' | 'color' | 'role'> | undefined): void {
	if (operator === undefined) return;
	const { name, color, role } = operator;
	if (config.operatorName === name && config.color === color && config.role === role) return;
	const kept = roomConfig.safeParse({ ...config, operatorName: name, color, role });
	if (kept.success) saveRoom(home, kept.data);
}

/** Ended half-way, the room is in both places, and `room.json` wins. */
export function makeCurrent(home: string, name: string): RoomConfig {
	const current = currentRoom(home);
	if (current?.room === name) return current;
	const chosen = allRooms(home).find((room) => room.room === name);
	if (chosen === undefined) throw unknownRoom(home, name);
	if (current !== undefined) writePrivateJson(otherFile(home, current.room), current);
	writePrivateJson(currentFile(home), chosen);
	rmSync(otherFile(home, name), { force: true });
	return chosen;
}

/** Forgets a room. Of several that are left, the first becomes the current one and is returned. */
export function forgetRoom(home: string, name: string): RoomConfig | undefined {
	rmSync(memoryFile(home, name), { force: true });
	rmSync(otherFile(home, name), { force: true });
	const current = currentRoom(home);
	if (current?.room !== name) return current;
	rmSync(currentFile(home), { force: true });
	const next = allRooms(home)[0];
	return next === undefined ? undefined : makeCurrent(home, next.room);
}

/** As `findRoom`, for commands that have an answer without a room too. */
export const findAnyRoom = (home: string, name: string | undefined): RoomConfig | undefined =>
	name === undefined ? currentRoom(home) : findRoom(home, name);

export function findRoom(home: string, name: string | undefined): RoomConfig {
	if (name === undefined) return needRoom(home);
	const found = allRooms(home).find((room) => room.room === name);
	if (found === undefined) throw unknownRoom(home, name);
	return found;
}

/** Before a relay is asked: once it has answered an invite is used up or a room's name taken, and what cannot be kept is lost. */
export function ensureCanKeepRoom(home: string): void {
	tryWriting(pylonFolder(home));
	if (currentRoom(home) !== undefined) tryWriting(otherFolder(home));
}

/** One folder holds one room of each name. */
export function refuseSecondRoom(home: string, room: string): void {
	const known = allRooms(home).find((each) => each.room === room);
	if (known === undefined) return;
	throw new UserError(
		`This machine is in a room named ${room} already, on ${known.server}.`,
		`Leave it first with \`pylon leave --room ${room}\`.`,
	);
}

function unknownRoom(home: string, name: string): UserError {
	const names = allRooms(home).map((room) => room.room);
	if (names.length === 0) return noRoomError();
	return new UserError(`This machine is in no room named ${name}.`, `It is in: ${names.join(', ')}.`, EXIT.usage);
}
