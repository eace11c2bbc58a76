/** What a session was told already: once per file, person and session in ten minutes, and at once where it got worse. SPEC W3. */
import { RANK } from './elsewhere.ts';
import type { InFile } from './question.ts';

const AGAIN_MS = 10 * 60_000;
const KEPT_MAX = 10_000;

export class Told {
	#told = new Map<string, { at: number; rank: number }>();

	/** Whether it is news for that session; from then on it is none. */
	isNews(session: string, path: string, person: string, is: InFile['is'], now: number): boolean {
		const key = [session, path, person].join('\0');
		const known = this.#told.get(key);
		const rank = RANK[is];
		if (known !== undefined && now - known.at < AGAIN_MS && known.rank <= rank) return false;
		this.#told.delete(key);
		this.#told.set(key, { at: now, rank });
		this.#forget(now);
		return true;
	}

	/** The oldest stand first. Half of them at once: a map out of which one after the other is taken grows slow. */
	#forget(now: number): void {
		if (this.#told.size <= KEPT_MAX) return;
		const counts = [...this.#told].filter(([, { at }]) => now - at < AGAIN_MS);
		this.#told = new Map(counts.slice(-KEPT_MAX / 2));
	}
}
