/** Which of many collisions stand there in full, and which fold into a line for each pair of people. Pure. */
import type { Pair, PairGroup } from './collision-pairs.ts';
import { rank } from './collisions.ts';

export interface ShownGroup {
	group: PairGroup;
	shown: Pair[];
	/** Folded into one line. */
	rest: Pair[];
}

/** As many stand there in full, mine and the worst first: all, where they are no more than that. */
const SHOWN_MAX = 3;
/** A team of six has fifteen pairs of people: agents are to be seen below them. */
const GROUPS_MAX = 5;

/** `groups` may be of several lists: of what the ones before show, less is left for the next. */
export function folded(groups: readonly PairGroup[], shownBefore = 0): ShownGroup[] {
	const all = groups.flatMap(({ isMine, pairs }) => pairs.map((pair) => ({ isMine, pair })));
	const few = all
		.sort((one, other) => Number(other.isMine) - Number(one.isMine) || rank(one.pair.level) - rank(other.pair.level))
		.slice(0, Math.max(0, SHOWN_MAX - shownBefore))
		.map(({ pair }) => pair);
	return groups.map((group) => {
		const shown = group.pairs.filter((pair) => few.includes(pair));
		return { group, shown, rest: group.pairs.filter((pair) => !few.includes(pair)) };
	});
}

export const shownIn = (groups: readonly ShownGroup[]): number => groups.reduce((sum, { shown }) => sum + shown.length, 0);

/** Those that are seen at first; the others are counted. One more is no less than the line that would count it. */
export const firstOf = (groups: readonly ShownGroup[]): readonly ShownGroup[] =>
	groups.length <= GROUPS_MAX + 1 ? groups : groups.slice(0, GROUPS_MAX);
