/** Calls to the relay whose failures are the user's to read. */
import { callRelay, type RelayClient, refusalOf } from '../shared/relay.ts';
import type { RoomConfig } from './config.ts';
import { refusedError, unreachableError } from './user-error.ts';

export const relayOf = ({ server, room, credential }: RoomConfig): RelayClient => callRelay({ server, room, credential });

/** The answer, or a `UserError` that says why there is none. */
export async function answerOf<Answer>(server: string, call: Promise<Answer>): Promise<Answer> {
	try {
		return await call;
	} catch (error) {
		const reason = refusalOf(error);
		if (reason === undefined) throw error;
		throw reason === 'unreachable' ? unreachableError(server) : refusedError(reason);
	}
}
