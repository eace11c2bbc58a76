/**
 * How long a client waits before it tries again. Somewhere between half of it and all of it, so that clients which were cut off
 * together do not come back in step.
 */

/** A server that restarts is back within seconds, and so are its clients. */
const QUICK_FIRST_MS = 1_000;
const QUICK_MAX_MS = 3_000;
/** Each attempt in vain adds this: after a hundred of them (four minutes) the waits grow, slowly. */
const WEARINESS_MS = 30;
const SLOW_FIRST_MS = 1_000;
const SLOW_MAX_MS = 30_000;

/** Nobody answers. `attempt` counts from 0, `random` is within 0 and 1. Attempts are counted, not time: a laptop that slept is not weary. */
export function retryDelayMs(attempt: number, random: number): number {
	const quick = Math.min(QUICK_MAX_MS, QUICK_FIRST_MS * 2 ** attempt);
	return spread(Math.min(SLOW_MAX_MS, Math.max(quick, attempt * WEARINESS_MS)), random);
}

/** The server answers, and says no for now: asking it again costs it something. `times` counts from 1. */
export function refusedDelayMs(times: number, random: number): number {
	return spread(Math.min(SLOW_MAX_MS, SLOW_FIRST_MS * 2 ** (times - 1)), random);
}

const spread = (ms: number, random: number): number => ms * (0.5 + random / 2);
