/** The plan of a Copilot session: the table `todos` of the database that its model keeps beside it. */
import type { StepState } from '../../shared/report/facts.ts';
import { isMissing } from '../base/missing-file.ts';
import type { PlanStep, Sighting } from './sighting.ts';
import { databaseState, isDatabaseError, openDatabase } from './sqlite.ts';

export function planBeside(path: string): Sighting | undefined {
	try {
		const plan = planIn(path);
		return plan && { plan };
	} catch (error) {
		if (isDatabaseError(error) || isMissing(error)) return { unknown: '(unreadable)' };
		throw error;
	}
}

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

interface Looked {
	state: string;
	plan: PlanStep[] | undefined;
}

/** By database: the plan that was in it when it was looked into last. */
const plans = new Map<string, Looked>();
const PLANS_MAX = 200;

/** Looking into a database may itself be told as a change beside the session: what has not changed is not looked into again. */
function planIn(path: string): PlanStep[] | undefined {
	const state = databaseState(path);
	if (state === undefined) return undefined;
	const before = plans.get(path);
	if (before?.state === state) return before.plan;
	const looked: Looked = { state, plan: undefined };
	plans.delete(path);
	plans.set(path, looked);
	const [oldest] = plans.keys();
	if (plans.size > PLANS_MAX && oldest !== undefined) plans.delete(oldest);
	looked.plan = todosIn(path);
	return looked.plan;
}

function todosIn(path: string): PlanStep[] | undefined {
	const database = openDatabase(path);
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
