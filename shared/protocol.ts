/** Grows when clients and relays of before no longer understand what crosses the wire. A relay tells its own at `/health`. */
export const PROTOCOL = 1;
