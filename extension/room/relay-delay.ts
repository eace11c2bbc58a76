/** Whether a relay takes so long to answer that a person is told: a connection takes a moment, and after each sleep it is made anew. Pure. */
import type { Connection } from '../contract/surface-view.ts';

const UNRESPONSIVE_AFTER_MS = 6_000;

/** Both on this machine's clock. */
export const isUnresponsive = (connection: Connection, now: number): boolean =>
	connection.type === 'connecting' && now - connection.since > UNRESPONSIVE_AFTER_MS;
