/**
 * What this browser remembers of a room past its own restart and the relay's: others' living changes, in the background's vault, sealed
 * with the room's key. Written now and then. SPEC C9.
 */
import { agentKey, type RoomState } from '../../../shared/room/fold.ts';
import { openMemory, recall, rememberedOf, sealMemory } from '../../../shared/room/memory.ts';
import type { Recall } from '../../room/room-model.ts';
import type { PairedRoom } from '../pairing/paired-room.ts';
import { storeIfPossible, storing } from './storage-error.ts';
import { vaultItem } from './vault.ts';

const LOOK_EVERY_MS = 30_000;
/** What lives there is the same as before: only that it still does is new. */
const AGAIN_AFTER_MS = 5 * 60_000;
/** Chrome gives all that is stored 10 MB, rooms and records among it. */
const SEALED_MAX = 2_500_000;

type Room = Pick<PairedRoom, 'id' | 'roomKey'>;

const memoryOf = (roomId: string) => vaultItem<string>(`memory:${roomId}`, { version: 1 });

export const removeMemory = (roomId: string): Promise<void> => storing(memoryOf(roomId).removeValue());

/** For a room that nothing was heard of yet. What cannot be read was a help, and nothing is lost but that. */
export async function readMemory({ id, roomKey }: Room): Promise<Recall | undefined> {
	const sealed = await memoryOf(id).getValue();
	const memory = typeof sealed === 'string' ? openMemory(roomKey, sealed) : undefined;
	return memory && ((state) => recall(state, memory));
}

/** Keeps one room's, as long as that is the one that is shown. Times are this machine's clock. */
export class MemoryKeeper {
	readonly #room: Room;
	#lookedAt = Number.NEGATIVE_INFINITY;
	#kept = '';
	/** The relay's clock. */
	#keptAt = 0;

	constructor(room: Room) {
		this.#room = room;
	}

	/** Where it changed, and not more often than makes sense. */
	async keep(state: RoomState, now: number): Promise<void> {
		const sinceMs = now - this.#lookedAt;
		if (sinceMs >= 0 && sinceMs < LOOK_EVERY_MS) return;
		this.#lookedAt = now;
		const living = livingIn(state);
		if (living !== this.#kept || state.at - this.#keptAt >= AGAIN_AFTER_MS) await this.#write(state, living);
	}

	/** The background may be stopped any moment. */
	async keepNow(state: RoomState): Promise<void> {
		if (state.at > this.#keptAt) await this.#write(state, livingIn(state));
	}

	async #write(state: RoomState, living: string): Promise<void> {
		this.#kept = living;
		this.#keptAt = state.at;
		const { id, roomKey } = this.#room;
		const memory = rememberedOf(state);
		const all = sealMemory(roomKey, memory);
		const sealed = all.length <= SEALED_MAX ? all : sealMemory(roomKey, { ...memory, agents: nearMine(state) });
		if (sealed.length <= SEALED_MAX) await storeIfPossible(storing(memoryOf(id).setValue(sealed)));
	}
}

function livingIn({ agents, reporters }: RoomState): string {
	const living = [...agents].flatMap(([key, { branch, touches }]) => {
		const alive = touches.filter(({ mode }) => mode === 'alive');
		return alive.length === 0 ? [] : [[key, branch, alive]];
	});
	return JSON.stringify([living, [...reporters.values()].map(({ deviceId, offlineSince }) => [deviceId, offlineSince])]);
}

/** Of too many those that are in a file of mine, and of each no more than that. */
function nearMine(state: RoomState): unknown[] {
	const mine = new Set(
		[...state.agents.values()].flatMap(({ operatorId, repo, touches }) =>
			operatorId === state.you ? touches.map(({ path }) => `${repo}\0${path}`) : [],
		),
	);
	const agents = [...state.agents.values()].flatMap((agent) => {
		const touches = agent.touches.filter(({ path }) => mine.has(`${agent.repo}\0${path}`));
		return touches.length === 0 ? [] : [[agentKey(agent), { ...agent, touches }] as const];
	});
	return rememberedOf({ ...state, agents: new Map(agents) }).agents;
}
