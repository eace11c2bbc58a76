/** What is to be notified of now, of the room that is shown. Pure. */
import { type Due, dueNow, heldBack, type Warnings as WarningsOf } from '../../../shared/alerts/due-alerts.ts';
import { isQuiet } from '../../../shared/alerts/is-quiet.ts';
import { openAlerts } from '../../../shared/alerts/open-alerts.ts';
import type { Agent } from '../../../shared/room/events.ts';
import { agentKey } from '../../../shared/room/fold.ts';
import type { AlertRecord } from '../../contract/alert-record.ts';
import type { Settings } from '../../contract/settings.ts';
import { collisionsBeside } from '../../room/own/own-collisions.ts';
import type { RoomModel } from '../../room/room-model.ts';
import { waitingAgents } from './badge.ts';

export type Warnings = WarningsOf<Agent>;
export type DueNotices = Due<Agent, AlertRecord>;

const waitOf = (agent: Agent) => ({ key: agentKey(agent), since: agent.statusSince });

/** `local` is `now` on this machine's clock and calendar. `own`: this machine's agents, beside the room. */
export function dueOf(
	model: RoomModel,
	record: AlertRecord,
	settings: Pick<Settings, 'notify' | 'quiet'>,
	local: Date,
	own?: RoomModel,
): DueNotices {
	const now = local.getTime();
	const collisions = openAlerts(collisionsBeside(model, own, now), record, model.state.you, now);
	if (settings.notify === 'off' || isQuiet(settings.quiet, local)) return heldBack(collisions, record);
	const waits = settings.notify === 'collisions-and-waiting' ? waitingAgents(model, now, own) : [];
	return dueNow({ collisions, waits }, record, waitOf, now);
}
