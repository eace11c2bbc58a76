/** Whether a relay is worth a word: a connection takes a moment, and after each sleep it is made anew. Pure. */
import type { Connection } from '../contract/surface-view.ts';

const PATIENCE_MS = 6_000;

/** Both on this machine's clock. */
export const isSilent = (connection: Connection, now: number): boolean =>
	connection.type === 'connecting' && now - connection.since > PATIENCE_MS;
