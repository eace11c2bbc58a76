/** The plan of a Copilot session: the table `todos` of the database that its model keeps beside it. */
import type { StepState } from '../../../shared/report/facts.ts';
import { forgetFirst } from '../../base/forget-first.ts';
import { isMissing, isUnreadable } from '../../base/missing-file.ts';
import type { PlanStep, Sighting } from '../sighting.ts';
import { databaseState, isDatabaseError, openDatabase } from '../sqlite.ts';

const STATES = new Map(
	Object.entries<StepState>({
		pending: 'pending',
		blocked: 'pending',
		in_progress: 'in_progress',
		done: 'completed',
		completed: 'completed',
	}),
);

/** As in the other readers: what is longer is no subject. */
const SUBJECT_MAX = 1000;

/** So many sessions' plans are remembered. */
const KEPT_MAX = 200;

interface Kept {
	state: string;
	plan: PlanStep[] | undefined;
}

/**
 * Looking into a database may itself be noticed as a change beside the session: what has not changed since the last time is not looked
 * into again.
 */
export class Plans {
	readonly #kept = new Map<string, Kept>();

	/** The plan in a session's database. */
	in(path: string): Sighting | undefined {
		try {
			const plan = this.#planIn(path);
			return plan && { plan };
		} catch (error) {
			if (isDatabaseError(error) || isMissing(error) || isUnreadable(error)) return { unknown: '(unreadable)' };
			throw error;
		}
	}

	#planIn(path: string): PlanStep[] | undefined {
		const state = databaseState(path);
		if (state === undefined) return undefined;
		const before = this.#kept.get(path);
		if (before?.state === state) return before.plan;
		const kept: Kept = { state, plan: undefined };
		this.#kept.delete(path);
		this.#kept.set(path, kept);
		if (this.#kept.size > KEPT_MAX) forgetFirst(this.#kept);
		kept.plan = todosIn(path);
		return kept.plan;
	}
}

function todosIn(path: string): PlanStep[] | undefined {
	const database = openDatabase(path, ['todos']);
	try {
		const isThere = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'todos'").get();
		const rows = isThere ? database.prepare('SELECT title, status FROM todos ORDER BY rowid LIMIT 100').all() : [];
		const plan = rows.flatMap(({ title, status }) => {
			const state = STATES.get(String(status));
			return typeof title === 'string' && title !== '' && title.length <= SUBJECT_MAX && state ? [{ subject: title, state }] : [];
		});
		return plan.length > 0 ? plan : undefined;
	} finally {
		database.close();
	}
}
