/**
 * What collides in a room, and between one's own worktrees of which the room does not hear: the machine's own host tells of those, and
 * whoever looks sees them beside the others, on this machine alone. Pure.
 */
import { fileKey } from '../../../shared/alerts/open-alerts.ts';
import { type Collision, type Contender, rank } from '../../../shared/room/collisions.ts';
import { agentKey } from '../../../shared/room/fold.ts';
import type { RoomModel } from '../room-model.ts';
import { aheadMs, isHeardOf } from './own-agents.ts';

/** `own`: this machine's agents beside the room. `now`: this machine's clock. Times are the room's. */
export function collisionsBeside(room: RoomModel, own: RoomModel | undefined, now: number): readonly Collision[] {
	const told = room.collisions(now);
	if (own === undefined || own === room) return told;
	const unheard = own.collisions(now).filter(({ contenders }) => contenders.some(({ agentId }) => !isHeardOf(agentId, room)));
	if (unheard.length === 0) return told;
	const byMs = aheadMs(own, room, now);
	const { you } = room.state;
	const there = new Map(unheard.map((each) => [fileKey(each), movedBy(each, byMs, you)]));
	const others: Collision[] = [];
	for (const each of told) {
		const mine = each.isOwn ? there.get(fileKey(each)) : undefined;
		if (mine === undefined) others.push(each);
		else there.set(fileKey(each), bothOf(mine, each));
	}
	const newest = ({ contenders }: Collision) => Math.max(...contenders.map(({ at }) => at));
	return [...others, ...there.values()].sort((one, other) => rank(one.level) - rank(other.level) || newest(other) - newest(one));
}

function movedBy(collision: Collision, byMs: number, operatorId: string): Collision {
	const moved = (contender: Contender): Contender => ({ ...contender, operatorId, at: contender.at + byMs });
	const compared = collision.compared.map(({ one, other, verdict }) => ({ one: moved(one), other: moved(other), verdict }));
	return { ...collision, contenders: collision.contenders.map(moved), compared };
}

/** One file of one's own, of which the room knows some agents, and another machine's perhaps. */
function bothOf(mine: Collision, told: Collision): Collision {
	const keys = new Set(mine.contenders.map(agentKey));
	const isNew = (contender: Contender) => !keys.has(agentKey(contender));
	return {
		...mine,
		level: rank(told.level) < rank(mine.level) ? told.level : mine.level,
		contenders: [...mine.contenders, ...told.contenders.filter(isNew)].sort((one, other) => other.at - one.at),
		compared: [...mine.compared, ...told.compared.filter(({ one, other }) => isNew(one) || isNew(other))],
	};
}
