/** What popup, panel, dashboard and options are told, and what lies in `storage.session` for their first paint. */
import { z } from 'zod';
import { refusal } from '../../shared/refusal-name.ts';
import { roomEvent } from '../../shared/room/events.ts';
import { alertRecord } from './alert-record.ts';
import { feedEntry } from './feed-entry.ts';
import { githubAccess } from './github-access.ts';
import { knownRoom } from './known-room.ts';
import { machineView } from './machine-view.ts';
import { pullFacts, seenPull } from './pull.ts';
import type { Snapshot } from './received-event.ts';
import { settings } from './settings.ts';

export const connection = z.discriminatedUnion('type', [
	/** No room is paired. */
	z.object({ type: z.literal('none') }),
	/** Not connected since then, and trying. */
	z.object({ type: z.literal('connecting'), since: z.number() }),
	z.object({ type: z.literal('live') }),
	/** Nobody looks: what is shown is from the last time somebody did, or from the last alarm. */
	z.object({ type: z.literal('resting') }),
	/** The relay said no for good. */
	z.object({ type: z.literal('refused'), refusal, says: z.string() }),
]);
export type Connection = z.infer<typeof connection>;

const snapshot = roomEvent.refine((event) => event.type === 'snapshot').transform((event) => event as Snapshot);

export const surfaceView = z.object({
	theme: settings.shape.theme,
	rooms: z.array(knownRoom),
	/** The id of the room that is shown: of a pairing, or this machine's own. */
	active: z.string().optional(),
	connection,
	snapshot: snapshot.optional(),
	/** Of a stored view: the browser did not take all of it. */
	isPart: z.boolean().optional(),
	/** This machine's clock when the newest event came. */
	heardAt: z.number(),
	/** This machine's own agents beside a room, and this machine's clock at the newest of it. */
	own: z.object({ snapshot, heardAt: z.number() }).optional(),
	machine: machineView,
	feed: z.array(feedEntry),
	/** When somebody last looked at the popup. */
	lookedAt: z.number(),
	alerts: alertRecord,
	/** By tab id: the pull requests that tabs show. */
	pulls: z.record(z.string(), pullFacts),
	/** Newest first: which branch is known to belong to which pull request. */
	seen: z.array(seenPull),
	github: githubAccess,
	/** Whether the browser lets the extension onto github.com at all. */
	isGithubAllowed: z.boolean(),
	/** What a page asked the panel to show first, and when. */
	focus: z.object({ at: z.number(), path: z.string().optional(), agentKey: z.string().optional() }).optional(),
});
export type SurfaceView = z.infer<typeof surfaceView>;
