/** Which collisions a view shows, by pair of people. Pure. */
import { byGroup, type Pair, type PairGroup } from '../../shared/room/collision-pairs.ts';
import type { Contender } from '../../shared/room/collisions.ts';
import type { AlertRecord } from '../contract/alert-record.ts';
import { isMuted } from './alerts.ts';
import { type Filter, type Row, type Scope, textPasses } from './board.ts';

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
	const shown = groups.flatMap((group) => {
		const pairs = group.pairs.filter((pair) => isInScope(pair, look) && !isMuted(pair, alerts, you) && passes(pair, look));
		const [first] = pairs;
		if (pairs.length === group.pairs.length) return [group];
		return first === undefined ? [] : [{ ...group, level: first.level, pairs }];
	});
	return shown.sort(byGroup);
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
