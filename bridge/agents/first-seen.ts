/** Times of messages that are written down without one: a message's is that of the change that brought it. */
import { forgetFirst } from '../base/forget-first.ts';

/** So many sessions' times are remembered. */
const SESSIONS_MAX = 200;

export class FirstSeen {
	/** By session: when each of its messages was seen first, ms. */
	readonly #bySession = new Map<string, number[]>();

	/**
	 * A time for each of a session's records, given by their roles; one without a role is as new as the session. `now`: when that changed last. Of
	 * what stood there when it was read first, only the last turn is as new as that.
	 */
	timesOf(session: string, roles: readonly (string | undefined)[], { born, now }: { born: number; now: number }): number[] {
		const lastPrompt = roles.lastIndexOf('user');
		const before = this.#bySession.get(session) ?? roles.slice(0, Math.max(0, lastPrompt)).flatMap((role) => (role ? [born] : []));
		const known: number[] = [];
		const times = roles.map((role) => {
			if (role === undefined) return now;
			const time = before[known.length] ?? now;
			known.push(time);
			return time;
		});
		this.#bySession.delete(session);
		this.#bySession.set(session, known);
		if (this.#bySession.size > SESSIONS_MAX) forgetFirst(this.#bySession);
		return times;
	}
}
