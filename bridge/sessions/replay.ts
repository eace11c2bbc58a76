/**
 * Which records of a session's file repeat the session that it was forked from, or whose subagent it is. Copies may be stamped anew, over
 * any time, and stand with or without the other session's own first record, so the marks that a copy keeps decide, in this order: whose a
 * record says that it is, when its turn began, what the other session's file has too, and, where that is not there, how closely the
 * records follow each other.
 */
import type { Sighting } from '../agents/sighting.ts';
import type { RecordOwners } from './record-owners.ts';

/** Copies are written one right after the other: where nothing else decides, a longer pause ends them. */
const PAUSE_MS = 1000;

type Whose = 'own' | 'copied' | undefined;

export class Replay {
	readonly #owners: RecordOwners;
	readonly #number: number;
	#origin: string | undefined;
	/** When the session was created, ms. */
	#born: number | undefined;
	#ownFromOrdinal: number | undefined;
	#state: 'own' | 'perhaps' | 'copying' = 'own';
	/** A record of its own has come: what follows is its own too. */
	#isOver = false;
	#tellsAge = false;
	#copiesTurns = false;
	#lastAt = 0;

	constructor(number: number, owners: RecordOwners) {
		this.#number = number;
		this.#owners = owners;
	}

	/** The session whose file is to be read before this one's. */
	get origin(): string | undefined {
		return this.#origin;
	}

	/** Whether this record of the session's file is a copy. Asked of each in order. */
	isCopy(sighting: Sighting, session: string | undefined): boolean {
		if (sighting.mark !== undefined) this.#owners.claim(markOf(session, sighting.mark), this.#number);
		if (sighting.session !== undefined) return this.#first(sighting, session);
		this.#born ??= sighting.born;
		if (this.#isOver) return false;
		if (this.#state === 'own') return this.#isOlder(sighting);
		const whose = this.#whose(sighting, session);
		if (whose === 'own') this.#isOver = true;
		else if (whose === 'copied') this.#state = 'copying';
		else if (this.#state === 'copying' && this.#hasPaused(sighting)) this.#state = 'perhaps';
		this.#lastAt = Math.max(this.#lastAt, sighting.at ?? 0);
		return !this.#isOver && this.#state === 'copying';
	}

	/** Of a session that names no other one only what is older than itself is a copy: an old fork's. */
	#isOlder({ turnAt, at }: Sighting): boolean {
		if (this.#born === undefined) return false;
		if (turnAt !== undefined) this.#copiesTurns = turnAt < this.#born - PAUSE_MS;
		// What follows the beginning of a turn is as old as that, whenever it was written.
		this.#isOver = turnAt !== undefined && !this.#copiesTurns;
		return this.#copiesTurns || (at !== undefined && at < this.#born - PAUSE_MS);
	}

	/** Where copies say how old they are the session's own records will too, and where the other session is known its file decides. */
	#hasPaused({ at = 0 }: Sighting): boolean {
		return at > this.#lastAt + PAUSE_MS && !this.#tellsAge && !this.#knowsOrigin();
	}

	/** The record that a session's file begins with; its own may be followed by that of the other session. */
	#first({ session: named, at = 0, origin, parent, born, ownFromOrdinal, isBare }: Sighting, session: string | undefined): boolean {
		this.#lastAt = Math.max(this.#lastAt, at);
		if (named !== session) {
			if (!this.#isOver) this.#state = 'copying';
			this.#origin ??= named;
			return true;
		}
		this.#owners.claim(markOf(session, ''), this.#number);
		this.#born ??= born;
		this.#ownFromOrdinal ??= ownFromOrdinal;
		if (isBare) this.#isOver = true;
		if (this.#isOver || this.#origin !== undefined) return false;
		this.#origin = origin ?? parent;
		if (this.#origin !== undefined) this.#state = origin === undefined ? 'perhaps' : 'copying';
		return false;
	}

	#whose({ ordinal, thread, turnAt, at, mark }: Sighting, session: string | undefined): Whose {
		if (this.#ownFromOrdinal !== undefined && ordinal !== undefined) return ordinal < this.#ownFromOrdinal ? 'copied' : 'own';
		if (thread !== undefined) return thread === session ? 'own' : 'copied';
		if (this.#born !== undefined && turnAt !== undefined) {
			this.#tellsAge = true;
			return turnAt < this.#born ? 'copied' : 'own';
		}
		if (this.#born !== undefined && at !== undefined && at < this.#born) return 'copied';
		if (mark === undefined || !this.#knowsOrigin()) return undefined;
		return this.#owners.ownerOf(markOf(this.#origin, mark)) === undefined ? 'own' : 'copied';
	}

	#knowsOrigin(): boolean {
		return this.#owners.ownerOf(markOf(this.#origin, '')) !== undefined;
	}
}

const markOf = (session: string | undefined, mark: string): string => `${session} ${mark}`;
