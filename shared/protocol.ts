/** Grows when clients and relays of before no longer understand what crosses the wire. A relay tells its own at `/health`. */
export const PROTOCOL = 4;
/** The oldest that a relay of this version still understands: 1 sealed texts at their own length, 2 knew no living changes. */
export const OLDEST_PROTOCOL = 4;
