/** What is to be notified of now. Pure; nothing is due in quiet hours, and what persists through them is due at their end. */
import type { Collision } from '../../shared/room/collisions.ts';
import type { Agent } from '../../shared/room/events.ts';
import { agentKey } from '../../shared/room/fold.ts';
import type { AlertRecord } from '../live/alert-record.ts';
import { dueAlerts, openCollisions, pairKeys, raised } from '../live/alerts.ts';
import type { RoomModel } from '../live/room-model.ts';
import type { Settings } from '../settings.ts';
import { waitingAgents } from './badge.ts';

/** The same wait is told once, although its start is measured a little differently each time it is reported whole. */
const SAME_WAIT_MS = 60_000;

export interface Due {
	collisions: Collision[];
	/** Agents of mine that wait. */
	waits: Agent[];
	/** As it is once they were shown. */
	record: AlertRecord;
}

/** `local` is `now` on this machine's clock and calendar. */
export function dueOf(model: RoomModel, record: AlertRecord, settings: Pick<Settings, 'notify' | 'quiet'>, local: Date): Due {
	const { you } = model.state;
	const now = local.getTime();
	const open = openCollisions(model.collisions(now), record, you, now);
	const noted = { ...record, open: open.flatMap((collision) => pairKeys(collision, you)) };
	if (settings.notify === 'off' || isQuiet(settings.quiet, local)) return { collisions: [], waits: [], record: noted };
	const collisions = dueAlerts(open, record, you, now);
	const keys = collisions.flatMap((collision) => pairKeys(collision, you));
	const waiting = settings.notify === 'collisions-and-waiting' ? waitingAgents(model, now) : [];
	const waits = waiting.filter((agent) => agent.statusSince - (record.waits[agentKey(agent)] ?? Number.NEGATIVE_INFINITY) > SAME_WAIT_MS);
	const told = Object.fromEntries(waiting.map((agent) => [agentKey(agent), agent.statusSince]));
	return { collisions, waits, record: { ...raised(noted, keys, now), waits: told } };
}

/** Between two times of a day; over midnight where `from` is the later one. */
export function isQuiet(quiet: Settings['quiet'], local: Date): boolean {
	if (!quiet.isOn) return false;
	const clock = `${String(local.getHours()).padStart(2, '0')}:${String(local.getMinutes()).padStart(2, '0')}`;
	return quiet.from <= quiet.to ? quiet.from <= clock && clock < quiet.to : quiet.from <= clock || clock < quiet.to;
}
