/**
 * What this browser remembers of a room past its own restart and the relay's: others' living changes, in the background's vault, sealed
 * with the room's key. Written now and then. SPEC C9.
 */
import type { RoomState } from '../../../shared/room/fold.ts';
import { openMemory, recall, rememberedOf, sealMemory } from '../../../shared/room/memory.ts';
import type { RoomModel } from '../../room/room-model.ts';
import type { PairedRoom } from '../pairing/paired-room.ts';
import { storeIfPossible, storing } from './storage-error.ts';
import { vaultItem } from './vault.ts';

const WRITE_EVERY_MS = 30_000;

const memoryOf = (roomId: string) => vaultItem<string>(`memory:${roomId}`, { version: 1 });

export const removeMemory = (roomId: string): Promise<void> => storing(memoryOf(roomId).removeValue());

type Room = Pick<PairedRoom, 'id' | 'roomKey'>;

/** Into a room that nothing was heard of yet. What cannot be read was a help, and nothing is lost but that. */
export async function recallRoom({ id, roomKey }: Room, model: RoomModel): Promise<void> {
	const sealed = await memoryOf(id).getValue();
	const memory = typeof sealed === 'string' ? openMemory(roomKey, sealed) : undefined;
	if (memory !== undefined) model.recall((state) => recall(state, memory));
}

/** Of one room, as long as it is the one that is shown. */
export class MemoryKeeper {
	readonly #room: Room;
	#kept = '';
	#writtenAt = Number.NEGATIVE_INFINITY;

	constructor(room: Room) {
		this.#room = room;
	}

	/** Where it changed, and was not written a moment ago. `now`: this machine's clock. */
	async keep(state: RoomState, now: number): Promise<void> {
		const sinceMs = now - this.#writtenAt;
		if (sinceMs >= WRITE_EVERY_MS || sinceMs < 0) await this.keepNow(state, now);
	}

	/** Before the browser stops the background. */
	async keepNow(state: RoomState, now: number): Promise<void> {
		const { id, roomKey } = this.#room;
		const memory = rememberedOf(state);
		const living = JSON.stringify({
			agents: memory.agents,
			away: memory.reporters.map(({ deviceId, offlineSince }) => [deviceId, offlineSince]),
		});
		if (living === this.#kept) return;
		this.#kept = living;
		this.#writtenAt = now;
		await storeIfPossible(storing(memoryOf(id).setValue(sealMemory(roomKey, memory))));
	}
}
