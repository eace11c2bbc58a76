/** Which collisions a view shows: by pair of people, a few in full and the rest folded into a line for each pair. Pure. */
import type { Pair, PairGroup } from '../../shared/room/collision-pairs.ts';
import { type Contender, rank } from '../../shared/room/collisions.ts';
import type { AlertRecord } from '../contract/alert-record.ts';
import { isMuted } from './alerts.ts';
import { type Filter, type Row, type Scope, textPasses } from './board.ts';

export interface ShownGroup {
	group: PairGroup;
	shown: Pair[];
	/** Folded into one line. */
	rest: Pair[];
}

/** As many stand there in full, mine and the worst first: all, where they are no more than that. */
const SHOWN_MAX = 3;

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

export interface Look {
	you: string;
	alerts: AlertRecord;
	scope: Scope;
	filter: Filter;
	/** Of all that are shown, whatever the filter says of them: asked for only where a filter asks for more than the pair tells. */
	rowOf: (contender: Contender) => Row | undefined;
	nameOf: (operatorId: string) => string;
	/** What the room does not hear of, where a view of all leaves that out. */
	isPrivate?: (contender: Contender) => boolean;
}

/** Of all pairs those of a view. What is muted is not listed; scope and filter are those of the agents. */
export function groupsIn(groups: readonly PairGroup[], look: Look): PairGroup[] {
	const { you, alerts } = look;
	return groups.flatMap((group) => {
		const pairs = group.pairs.filter((pair) => isInScope(pair, look) && !isMuted(pair, alerts, you) && passes(pair, look));
		const [first] = pairs;
		if (pairs.length === group.pairs.length) return [group];
		return first === undefined ? [] : [{ ...group, level: first.level, pairs }];
	});
}

function isInScope({ one, other }: Pair, { scope, you, isPrivate = () => false }: Look): boolean {
	if (scope.type === 'all') return !isPrivate(one) && !isPrivate(other);
	const operatorId = scope.type === 'mine' ? you : scope.operatorId;
	return [one, other].some((each) => each.operatorId === operatorId);
}

/** Of an agent that has no row any more its machine is away. */
function passes({ repo, path, one, other }: Pair, { filter, rowOf, nameOf }: Look): boolean {
	if (filter.repo !== undefined && repo !== filter.repo) return false;
	if (filter.status === undefined && filter.text.trim() === '') return true;
	const agents = [one, other].map(rowOf);
	if (filter.status !== undefined && !agents.some((row) => (row?.status ?? 'offline') === filter.status)) return false;
	const texts = [one, other].flatMap(({ operatorId, branch }) => [nameOf(operatorId), branch]);
	return textPasses([path, repo, ...texts, ...agents.flatMap((row) => [row?.agent.kind, row?.agent.title, row?.agent.task])], filter.text);
}
