/** What an agent's one line says, and how full each five minutes of its last half hour were. Pure. */
import { ACTIVITY_SLICE_MS, ACTIVITY_SLICES } from '../../../shared/limits.ts';
import type { Agent } from '../../../shared/room/events.ts';

export interface RowWords {
	/** The title that the agent gave its session, else what it does. */
	title: string | undefined;
	/** What it does, where its title says something else. */
	step: string | undefined;
	/** The step of its plan that it is at, from 1, of how many. */
	at: number | undefined;
	of: number;
}

export function rowWords({ title, task, plan = [] }: Pick<Agent, 'title' | 'task' | 'plan'>): RowWords {
	const now = plan.findIndex(({ state }) => state === 'in_progress');
	const done = plan.filter(({ state }) => state === 'completed').length;
	const at = now === -1 ? done : now + 1;
	return {
		title: title ?? task,
		step: title === undefined || task === title ? undefined : task,
		at: plan.length === 0 ? undefined : at,
		of: plan.length,
	};
}

/** How many actions, oldest slice first; `now` by the relay's clock. Nothing where nothing is told. */
export function activityBars(activity: Agent['activity'], now: number): number[] | undefined {
	if (activity === undefined) return undefined;
	const bars = Array.from({ length: ACTIVITY_SLICES }, () => 0);
	for (const { at, actions } of activity) {
		const index = ACTIVITY_SLICES - 1 - Math.max(0, Math.floor((now - at) / ACTIVITY_SLICE_MS));
		if (index >= 0) bars[index] = (bars[index] ?? 0) + actions;
	}
	return bars;
}
