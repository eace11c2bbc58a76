/** How a surface and the background talk. Free of zod, which a first paint would have to wait for. */
import type { FeedEntry } from './feed-entry.ts';
import type { ReceivedEvent } from './received-event.ts';
import type { SurfaceView } from './surface-view.ts';

export const SURFACE_PORT = 'surface';
/** From a surface that was drawn, is hidden or closes: it was looked at until now. A request would be unanswered where its page is gone. */
export const LOOKED = 'looked';
/** Where the view lies in `storage.session`, as JSON. */
export const VIEW_KEY = 'view';

/** From the background to a surface. Events are folded there by the same fold. */
export type SurfaceMessage =
	| { type: 'view'; view: SurfaceView }
	| { type: 'event'; received: ReceivedEvent }
	/** Of this machine's own agents, beside a room. */
	| { type: 'own-event'; received: ReceivedEvent }
	/** Entries of the feed that are new, or have grown. */
	| { type: 'news'; entries: FeedEntry[] }
	| { type: 'change'; change: Partial<Omit<SurfaceView, 'snapshot' | 'heardAt' | 'own' | 'feed'>> };
