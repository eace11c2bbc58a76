/** Which collisions a view shows, by pair of people. Pure. */
import { type Pair, type PairGroup, pairGroups } from '../../shared/room/collision-pairs.ts';
import type { Collision, Contender } from '../../shared/room/collisions.ts';
import { agentKey } from '../../shared/room/fold.ts';
import type { AlertRecord } from '../contract/alert-record.ts';
import { isMuted } from './alerts.ts';
import { type Filter, type Row, type Scope, textPasses } from './board.ts';

export interface Look {
	you: string;
	alerts: AlertRecord;
	scope: Scope;
	filter: Filter;
	/** By `agentKey`: all that are shown, whatever the filter says of them. */
	rows: ReadonlyMap<string, Row>;
	nameOf: (operatorId: string) => string;
	/** Of all, too, what the room does not hear of. */
	isPrivateShown?: boolean;
}

/** What is muted is not listed; scope and filter are those of the agents. */
export function groupsIn(collisions: readonly Collision[], look: Look): PairGroup[] {
	const { you, alerts } = look;
	return pairGroups(collisions, you).flatMap((group) => {
		const pairs = group.pairs.filter((pair) => isInScope(pair, look) && !isMuted(pair, alerts, you) && passes(pair, look));
		const [first] = pairs;
		return first === undefined ? [] : [{ ...group, level: first.level, pairs }];
	});
}

function isInScope(pair: Pair, { scope, you, rows, isPrivateShown = false }: Look): boolean {
	const { one, other } = pair;
	if (scope.type === 'all') return isPrivateShown || !isPrivate(pair, (each) => rows.get(agentKey(each)));
	const operatorId = scope.type === 'mine' ? you : scope.operatorId;
	return [one, other].some((each) => each.operatorId === operatorId);
}

/** The room does not hear of it: one of the two agents is seen on this machine alone. */
const isPrivate = ({ one, other }: Pick<Pair, 'one' | 'other'>, rowOf: (contender: Contender) => Row | undefined): boolean =>
	[one, other].some((each) => rowOf(each)?.isPrivate === true);

/** Of an agent that has no row any more its machine is away. */
function passes({ repo, path, one, other }: Pair, { filter, rows, nameOf }: Look): boolean {
	if (filter.repo !== undefined && repo !== filter.repo) return false;
	const agents = [one, other].map((each) => rows.get(agentKey(each)));
	if (filter.status !== undefined && !agents.some((row) => (row?.status ?? 'offline') === filter.status)) return false;
	const texts = [one, other].flatMap(({ operatorId, branch }) => [nameOf(operatorId), branch]);
	return textPasses([path, repo, ...texts, ...agents.flatMap((row) => [row?.agent.kind, row?.agent.title, row?.agent.task])], filter.text);
}
