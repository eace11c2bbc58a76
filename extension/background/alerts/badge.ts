/** The toolbar's badge: files in which I am in an open conflict, else how many of my agents wait; nothing when nothing. */
import { browser } from 'wxt/browser';
import { filesIn, openAlerts } from '../../../shared/alerts/open-alerts.ts';
import type { Agent } from '../../../shared/room/events.ts';
import { freshness } from '../../../shared/room/freshness.ts';
import type { AlertRecord } from '../../contract/alert-record.ts';
import { privateAgents } from '../../room/own/own-agents.ts';
import { collisionsBeside } from '../../room/own/own-collisions.ts';
import type { RoomModel } from '../../room/room-model.ts';
import { text, textOf } from '../../texts.ts';
import type { RoomSubscription } from '../relay/room-subscription.ts';

export interface Badge {
	text: string;
	color: string;
	reason: 'conflicts' | 'waiting' | 'nothing';
	count: number;
}

/** LOOK's danger and attention, dark enough for the white figure on them. */
const RED = '#CF222E';
const AMBER = '#9A6700';

const NO_BADGE: Badge = { text: '', color: AMBER, reason: 'nothing', count: 0 };

/** `own`: this machine's agents, beside a room. */
export function badgeOf(model: RoomModel, alerts: AlertRecord, now: number, own?: RoomModel): Badge {
	const { you } = model.state;
	const conflicts = filesIn(openAlerts(collisionsBeside(model, own, now), alerts, you, now));
	if (conflicts > 0) return { text: short(conflicts), color: RED, reason: 'conflicts', count: conflicts };
	const waiting = waitingAgents(model, now, own).length;
	if (waiting > 0) return { text: short(waiting), color: AMBER, reason: 'waiting', count: waiting };
	return NO_BADGE;
}

/** Of mine, those that wait for me and whose machine is there; those, too, of which the room does not hear. */
export function waitingAgents(model: RoomModel, now: number, own?: RoomModel): Agent[] {
	const { state } = model;
	const isWaiting = (agent: Agent) =>
		agent.operatorId === state.you && agent.status === 'waiting' && freshness(state, agent, model.relayTime(now)) === 'live';
	const unheard = own === undefined ? [] : privateAgents(own, model, now).filter(({ status }) => status === 'waiting');
	return [...[...state.agents.values()].filter(isWaiting), ...unheard.map(({ agent }) => agent)];
}

const short = (count: number): string => (count > 99 ? '99+' : String(count));

/** Nothing where there is no room, or where this browser is no longer let in. */
export async function refreshBadge(
	room: RoomSubscription | undefined,
	alerts: AlertRecord,
	now: number,
	own?: RoomSubscription,
): Promise<void> {
	if (room === undefined || room.isRefused) return showBadge(NO_BADGE, text('extName'));
	const badge = badgeOf(room.model, alerts, now, own?.model);
	const titles = {
		conflicts: () => textOf('badgeConflicts', badge.count),
		waiting: () => textOf('badgeWaiting', badge.count),
		nothing: () => text('extName'),
	};
	await showBadge(badge, titles[badge.reason]());
}

async function showBadge(badge: Badge, title: string): Promise<void> {
	await Promise.all([
		browser.action.setBadgeText({ text: badge.text }),
		browser.action.setBadgeBackgroundColor({ color: badge.color }),
		browser.action.setBadgeTextColor({ color: '#FFFFFF' }),
		browser.action.setTitle({ title }),
	]);
}
