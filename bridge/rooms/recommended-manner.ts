/** What a room recommends that hooks do. A recommendation binds nobody: what a member chose stays until they choose again. SPEC W11. */
import { roomApi } from '../../shared/api/room.ts';
import type { Manner } from '../../shared/manners.ts';
import { UserError } from '../base/user-error.ts';
import type { RoomConfig } from './config.ts';
import { answerAs, relayOf } from './relay-answer.ts';

/** Nobody waits longer for advice. */
const ADVICE_WITHIN_MS = 3_000;

/** Null where it recommends nothing; undefined where the room did not say. */
export async function recommendedBy(config: RoomConfig, signal: AbortSignal): Promise<Manner | null | undefined> {
	const patience = AbortSignal.any([signal, AbortSignal.timeout(ADVICE_WITHIN_MS)]);
	try {
		return (await answerAs(config.server, roomApi.get.out, relayOf(config).room.get.query(), patience)).manner;
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof UserError || patience.aborted) return undefined;
		throw error;
	}
}

/** For all of the room; only an admin may. */
export async function recommend(config: RoomConfig, manner: Manner | null, signal: AbortSignal): Promise<Manner | null> {
	const call = relayOf(config).room.recommend.mutate({ manner });
	return (await answerAs(config.server, roomApi.recommend.out, call, signal)).manner;
}
