/** What is to be notified of now. Pure; nothing is due in quiet hours, and what persists through them is due at their end. */
import type { CollisionAlert } from '../../../shared/room/collision-pairs.ts';
import type { Agent } from '../../../shared/room/events.ts';
import { agentKey } from '../../../shared/room/fold.ts';
import type { AlertRecord } from '../../contract/alert-record.ts';
import type { Settings } from '../../contract/settings.ts';
import { dueAlerts, openAlerts, raised } from '../../room/alerts.ts';
import type { RoomModel } from '../../room/room-model.ts';
import { waitingAgents } from './badge.ts';
import { rateLimited } from './rate-limit.ts';

/** Of one wait a person is notified once, although its start is measured a little differently each time it is reported whole. */
const SAME_WAIT_MS = 60_000;

/** `waits` are agents of mine that wait. */
export interface Warnings {
	collisions: CollisionAlert[];
	waits: Agent[];
}

export interface Due {
	alone: Warnings;
	/** Shown as one notification. */
	digest: Warnings;
	/** What the record is once they were shown. */
	record: AlertRecord;
}

const NOTHING: Warnings = { collisions: [], waits: [] };
/** Of each alert a key is kept as long as it is open: of no more than so many, the newest. */
const OPEN_MAX = 1_000;

/** `local` is `now` on this machine's clock and calendar. */
export function dueOf(model: RoomModel, record: AlertRecord, settings: Pick<Settings, 'notify' | 'quiet'>, local: Date): Due {
	const { you } = model.state;
	const now = local.getTime();
	const open = openAlerts(model.collisions(now), record, you, now).slice(0, OPEN_MAX);
	const noted = { ...record, open: open.map(({ key }) => key) };
	if (settings.notify === 'off' || isQuiet(settings.quiet, local)) return { alone: NOTHING, digest: NOTHING, record: noted };
	const collisions = dueAlerts(open, record, now);
	const waiting = settings.notify === 'collisions-and-waiting' ? waitingAgents(model, now) : [];
	const waits = waiting.filter((agent) => agent.statusSince - (record.waits[agentKey(agent)] ?? Number.NEGATIVE_INFINITY) > SAME_WAIT_MS);
	const { alone, digest, record: shown } = rateLimited({ collisions, waits }, noted, now);
	const keys = [...alone.collisions, ...digest.collisions].map(({ key }) => key);
	const later = new Set(waits.filter((agent) => !alone.waits.includes(agent) && !digest.waits.includes(agent)));
	const known = waiting.filter((agent) => !later.has(agent)).map((agent) => [agentKey(agent), agent.statusSince] as const);
	return { alone, digest, record: { ...raised(shown, keys, now), waits: Object.fromEntries(known) } };
}

/** Between two times of a day; over midnight where `from` is the later one. */
export function isQuiet(quiet: Settings['quiet'], local: Date): boolean {
	if (!quiet.isOn) return false;
	const clock = `${String(local.getHours()).padStart(2, '0')}:${String(local.getMinutes()).padStart(2, '0')}`;
	return quiet.from <= quiet.to ? quiet.from <= clock && clock < quiet.to : quiet.from <= clock || clock < quiet.to;
}
