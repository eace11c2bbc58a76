/** What surfaces and pages are shown of all that the background knows. */
import type { PageView } from '../../contract/page-view.ts';
import type { SurfaceView } from '../../contract/surface-view.ts';
import type { Parts } from '../parts.ts';
import type { RoomSubscription } from '../relay/room-subscription.ts';
import { storeView } from '../storage/session-view.ts';
import { storeIfPossible } from '../storage/storage-error.ts';
import { pageViewOf, unavailable } from './page-view-of.ts';

/** What a first paint shows of the feed, and more: the rest comes from the background. */
const FEED_PAINTED = 60;

export class Views {
	readonly #parts: Parts;
	readonly #now: () => number;
	#theme: SurfaceView['theme'] = 'system';
	#focus: SurfaceView['focus'];

	constructor(parts: Parts, now: () => number) {
		this.#parts = parts;
		this.#now = now;
	}

	setTheme(theme: SurfaceView['theme']): void {
		this.#theme = theme;
	}

	/** What a page asked the panel to show first. */
	setFocus(focus: SurfaceView['focus']): void {
		this.#focus = focus;
	}

	/** Of a room that nothing was heard of yet, or that lets this browser in no more, nothing is shown. */
	surface(): SurfaceView {
		const { pairings, alerts, tabPulls, lookup, machine, githubPages } = this.#parts;
		const room = this.#parts.room();
		const isShown = room !== undefined && room.model.heardAt > 0 && !room.isRefused;
		return {
			theme: this.#theme,
			rooms: pairings.known,
			active: room?.id,
			connection: room?.connection ?? { type: 'none' },
			snapshot: isShown ? room.model.snapshot() : undefined,
			heardAt: isShown ? room.model.heardAt : 0,
			isPart: isShown && room.isPart,
			own: this.#own(room),
			machine: machine.view,
			feed: isShown ? room.feed : [],
			lookedAt: alerts.lookedAt,
			alerts: alerts.record,
			pulls: tabPulls.shown,
			seen: tabPulls.seen,
			github: lookup.access,
			isGithubAllowed: githubPages.isAllowed,
			focus: this.#focus,
		};
	}

	/** Beside a room; where this machine is what is shown, it is the room. */
	#own(shown: RoomSubscription | undefined): SurfaceView['own'] {
		const { room } = this.#parts.machine;
		return room === undefined || room === shown ? undefined : { snapshot: room.model.snapshot(), heardAt: room.model.heardAt };
	}

	page(repo: string, tabId: number | undefined): PageView {
		const { alerts, tabPulls, machine, githubPages } = this.#parts;
		if (!githubPages.mayMark(repo)) return unavailable({ repo }, 'not-allowed');
		const room = this.#parts.room();
		const own = machine.room === room ? undefined : machine.room?.model;
		const shown = room && { model: room.model, own, connection: room.connection, alerts: alerts.record, seen: tabPulls.seen };
		return pageViewOf(shown, { repo, pull: tabPulls.shown[String(tabId)] }, this.#now());
	}

	/** Where the next surface, and the next wake, find it. */
	store(): Promise<void> {
		const view = this.surface();
		return storeIfPossible(storeView({ ...view, feed: view.feed.slice(0, FEED_PAINTED) }));
	}
}
