/** What to send along with a report of a fault: versions, states and counts. No name, no address, no text of anyone. */
import { browser } from 'wxt/browser';
import type { Settings } from '../contract/settings.ts';
import type { RoomLive } from './room-live.svelte.ts';

export async function diagnose(live: RoomLive, settings: Settings): Promise<string> {
	const [{ os, arch }, permissions] = await Promise.all([browser.runtime.getPlatformInfo(), browser.permissions.getAll()]);
	const { summary, connection } = live;
	const facts = {
		pylon: browser.runtime.getManifest().version,
		browser: navigator.userAgent,
		platform: `${os} ${arch}`,
		rooms: live.rooms.length,
		connection: connection.type === 'refused' ? `refused: ${connection.refusal}` : connection.type,
		host: live.machine.host,
		transport: live.room === undefined ? 'none' : new URL(live.room.server).protocol,
		secondsSinceNews: live.heardAt === 0 ? 'never' : Math.round((live.now - live.heardAt) / 1_000),
		clockSkewSeconds: Math.round((live.relayNow - live.now) / 1_000),
		operators: summary.people,
		online: summary.online,
		agents: summary.agents,
		conflicts: summary.conflicts,
		touches: live.rows.reduce((sum, row) => sum + row.agent.touches.length, 0),
		pullsSeen: live.seen.length,
		github: live.github,
		theme: settings.theme,
		notify: settings.notify,
		quietHours: settings.quiet.isOn,
		enterpriseHosts: settings.hosts.length,
		permissions: (permissions.permissions ?? []).join(' '),
		alerts: { useful: live.alerts.useful, notUseful: live.alerts.useless },
	};
	return JSON.stringify(facts, undefined, 2);
}
