/** A room's listing as people read it. What `--json` prints keeps names as they are, beside the ids. */
import { namesApart } from '../../shared/names-apart.ts';
import type { RoomListing } from './listing.ts';

/** The same with names that nobody takes for each other. */
export function withDistinctNames(listing: RoomListing): RoomListing {
	const names = namesApart(listing.operators);
	const named = <Somebody extends { operatorId: string; operatorName: string }>(each: Somebody): Somebody => ({
		...each,
		operatorName: names.get(each.operatorId) ?? each.operatorName,
	});
	return {
		...listing,
		operators: listing.operators.map((each) => ({ ...each, name: names.get(each.operatorId) ?? each.name })),
		agents: listing.agents.map(named),
		collisions: listing.collisions.map((each) => ({ ...each, contenders: each.contenders.map(named) })),
	};
}
