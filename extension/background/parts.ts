import type { RoomAlerts } from './alerts/room-alerts.ts';
import type { GithubPages } from './github-pages.ts';
import type { Machine } from './native/machine.ts';
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
	machine: Machine;
	githubPages: GithubPages;
	/** What is shown: the active pairing's room, or without one this machine's own agents, if they are known. */
	room(): RoomSubscription | undefined;
}
