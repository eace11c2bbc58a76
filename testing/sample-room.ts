/** A small room for tests: Jake looks; Andrew and Ada are there too. Times are minutes before `NOW`. */

import type { Snapshot } from '../extension/contract/received-event.ts';
import { RoomModel } from '../extension/room/room-model.ts';
import { OPEN_POLICY } from '../shared/report/policy.ts';
import type { Agent, Operator, RoomEvent } from '../shared/room/events.ts';

export const NOW = 1_800_000_000_000;
export const MIN = 60_000;
export const REPO = 'github.com/acme/api';

const COLORS: Record<string, string> = { jake: '#3B82F6', andrew: '#F59E0B', ada: '#10B981' };
const DEVICES: Record<string, string> = { jake: '1'.repeat(16), andrew: '2'.repeat(16), ada: '3'.repeat(16) };

export const deviceOf = (operatorId: string): string => DEVICES[operatorId] ?? '9'.repeat(16);

export const operatorOf = (operatorId: string, more: Partial<Operator> = {}): Operator => ({
	operatorId,
	name: operatorId[0]?.toUpperCase() + operatorId.slice(1),
	color: COLORS[operatorId] ?? '#EC4899',
	role: 'member',
	online: true,
	paused: false,
	lastSeen: NOW,
	...more,
});

let agents = 0;
/** `edits` and `reads`: paths and how many minutes ago. */
export function agentOf(
	operatorId: string,
	{
		edits = {},
		reads = {},
		since = 1,
		...more
	}: Partial<Agent> & { edits?: Record<string, number>; reads?: Record<string, number>; since?: number } = {},
): Agent {
	const touches = (mode: 'edit' | 'read', paths: Record<string, number>) =>
		Object.entries(paths).map(([path, minutes]) => ({ path, mode, at: NOW - minutes * MIN }));
	return {
		agentId: (++agents).toString(16).padStart(16, '0'),
		kind: 'claude-code',
		status: 'working',
		statusSince: NOW - since * MIN,
		repo: REPO,
		branch: 'main',
		touches: [...touches('edit', edits), ...touches('read', reads)],
		errors: 0,
		operatorId,
		deviceId: deviceOf(operatorId),
		...more,
	};
}

/** These agents with what their bridges found: in every file that several of them edit, or in `paths` alone, their lines meet. */
export function meeting(list: Agent[], ...paths: string[]): Agent[] {
	const isMeant = (touch: Agent['touches'][number]) => touch.mode !== 'read' && (paths.length === 0 || paths.includes(touch.path));
	return list.map((agent) => {
		const metIn = (path: string) =>
			list
				.filter((each) => each !== agent && each.touches.some((touch) => touch.path === path && isMeant(touch)))
				.map((each) => each.agentId);
		const touches = agent.touches.map((touch) => (isMeant(touch) ? { ...touch, meets: metIn(touch.path) } : touch));
		return { ...agent, touches };
	});
}

export function snapshotOf(list: Agent[], more: Partial<Snapshot> = {}): Snapshot {
	const people = ['jake', 'andrew', 'ada'];
	return {
		type: 'snapshot',
		at: NOW,
		room: 'acme-sprint',
		you: 'jake',
		policy: OPEN_POLICY,
		settled: true,
		operators: people.map((operatorId) => operatorOf(operatorId)),
		reporters: people.map((operatorId) => ({ operatorId, deviceId: deviceOf(operatorId), heardAt: NOW })),
		agents: list,
		...more,
	};
}

/** Heard at `NOW`: the relay's clock and this machine's agree. */
export function modelOf(list: Agent[], ...events: RoomEvent[]): RoomModel {
	const model = new RoomModel();
	for (const event of [snapshotOf(list), ...events]) model.apply({ event, heardAt: event.at });
	return model;
}
