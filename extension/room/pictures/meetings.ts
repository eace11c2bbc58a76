/** Who meets whom: for each two people the worst level at which they do. No numbers: it says where to talk, not who did how much. Pure. */
import type { PairGroup } from '../../../shared/room/collision-pairs.ts';
import type { Level } from '../../../shared/room/collisions.ts';
import type { Operator } from '../../../shared/room/events.ts';

const PEOPLE_MAX = 14;

export interface Meetings {
	/** Those who meet anybody, in the order of the room. */
	people: Operator[];
	levelOf: (one: string, other: string) => Level | undefined;
}

export function meetingsOf(people: readonly Operator[], groups: readonly PairGroup[]): Meetings {
	const levels = new Map<string, Level>();
	const met = new Set<string>();
	for (const { operatorIds, level, isOwn } of groups) {
		if (isOwn) continue;
		const [one, other] = operatorIds;
		levels.set(`${one} ${other}`, level);
		levels.set(`${other} ${one}`, level);
		met.add(one).add(other);
	}
	return {
		people: people.filter(({ operatorId }) => met.has(operatorId)).slice(0, PEOPLE_MAX),
		levelOf: (one, other) => levels.get(`${one} ${other}`),
	};
}
