/** How often something was done, in slices of five minutes: those of the half hour before it was last done. */
import { ACTIVITY_SLICE_MS, ACTIVITY_SLICES } from '../../shared/limits.ts';

export class Activity {
	/** By the number of the slice since 1970: how often. */
	readonly #slices = new Map<number, number>();

	/** Something was done at this time, ms. */
	count(at: number): void {
		const slice = Math.floor(at / ACTIVITY_SLICE_MS);
		const known = this.#slices.get(slice);
		this.#slices.set(slice, (known ?? 0) + 1);
		if (known !== undefined) return;
		const oldest = Math.max(...this.#slices.keys()) - ACTIVITY_SLICES;
		for (const each of [...this.#slices.keys()]) if (each <= oldest) this.#slices.delete(each);
	}

	slices(): ReadonlyMap<number, number> {
		return this.#slices;
	}
}

/** Of a session and its subagents, newest first. Does not change by time alone: who does nothing has nothing to tell. */
export function activityOf(all: readonly Activity[]): { at: number; actions: number }[] | undefined {
	const sums = new Map<number, number>();
	for (const activity of all) for (const [slice, actions] of activity.slices()) sums.set(slice, (sums.get(slice) ?? 0) + actions);
	if (sums.size === 0) return undefined;
	const newest = Math.max(...sums.keys());
	return [...sums]
		.filter(([slice]) => slice > newest - ACTIVITY_SLICES)
		.sort(([one], [other]) => other - one)
		.map(([slice, actions]) => ({ at: slice * ACTIVITY_SLICE_MS, actions }));
}
