/** What this machine remembers of others' living changes in a room: `~/.pylon/memory/<room>.json`, sealed with the room's key. SPEC C9. */
import { z } from 'zod';
import type { RoomState } from '../../shared/room/fold.ts';
import { openMemory, recall, rememberedOf, sealMemory } from '../../shared/room/memory.ts';
import { readPrivateJson, writePrivateJson } from '../base/private-file.ts';
import { UserError } from '../base/user-error.ts';
import { isInRoom, memoryFile, type RoomConfig } from './config.ts';
import { roomKey } from './room-key.ts';

const file = z.strictObject({ sealed: z.string() });

/** Puts what was remembered into a state that has heard nothing yet. A damaged file is none: the next one takes its place. */
export function recallRoom(home: string, config: Pick<RoomConfig, 'room' | 'roomKey'>, state: RoomState): void {
	const kept = readKept(memoryFile(home, config.room));
	const memory = kept && openMemory(roomKey(config), kept.sealed);
	if (memory !== undefined) recall(state, memory);
}

function readKept(path: string): z.infer<typeof file> | undefined {
	try {
		return readPrivateJson(path, file, 'it is written anew');
	} catch (error) {
		if (error instanceof UserError) return undefined;
		throw error;
	}
}

/** A room that was left meanwhile is not remembered. */
export function rememberRoom(home: string, config: Pick<RoomConfig, 'room' | 'roomKey'>, state: RoomState): void {
	if (!isInRoom(home, config.room)) return;
	writePrivateJson(memoryFile(home, config.room), { sealed: sealMemory(roomKey(config), rememberedOf(state)) });
}
