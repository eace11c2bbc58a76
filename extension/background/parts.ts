import type { RoomAlerts } from './alerts/room-alerts.ts';
import type { GithubPages } from './github-pages.ts';
import type { Pairings } from './pairing/pairings.ts';
import type { PullLookup } from './pulls/pull-lookup.ts';
import type { TabPulls } from './pulls/tab-pulls.ts';
import type { RoomSubscription } from './relay/room-subscription.ts';

/** What the background is made of. */
export interface Parts {
	pairings: Pairings;
	alerts: RoomAlerts;
	tabPulls: TabPulls;
	lookup: PullLookup;
	githubPages: GithubPages;
	/** The subscription to the active pairing's room, if any. */
	room(): RoomSubscription | undefined;
}
