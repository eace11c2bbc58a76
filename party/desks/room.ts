/** Opening, looking at, watching and deleting the room. */
import type { z } from 'zod';
import type { Joined } from '../../shared/api/basics.ts';
import type { roomApi } from '../../shared/api/room.ts';
import { CLOSE } from '../../shared/refusal.ts';
import { OPEN_POLICY } from '../../shared/report/policy.ts';
import { fileCounts } from '../../shared/room/collision-pairs.ts';
import type { SealedEvent } from '../../shared/room/events.ts';
import { HibernatingSubscription } from '../../shared/trpc-partykit/server/hibernating.ts';
import type { Caller, Desk } from '../context.ts';
import { Refused } from '../procedure.ts';
import { mayOpen, newCredential } from '../secrets.ts';
import { BRIDGES, bridge, NEIGHBOURS, neighbour, VIEWERS, viewer } from '../sockets.ts';
import { newName } from './new-name.ts';
import type { RoomParts } from './room-parts.ts';

export const roomDesk = (parts: RoomParts): Desk['room'] => ({
	create: (asked) => openRoom(parts, asked),

	get(_, caller) {
		const { room, createdAt, policy, manner = null } = parts.charter;
		const you = parts.shown(parts.member(caller.operatorId));
		return { room, createdAt, policy, manner, you, deviceId: caller.deviceId, operators: parts.store.members.size };
	},

	summary: () => summarise(parts),

	stats: () => figures(parts),

	async setPolicy(policy) {
		await parts.store.putCharter({ ...parts.charter, policy });
		parts.live.strip(policy);
		const event: SealedEvent = { type: 'policy', at: parts.now(), policy };
		parts.sockets.publish(BRIDGES, event);
		parts.publish(event);
		if (parts.live.isSettled) parts.tellAnew();
		return policy;
	},

	async recommend({ manner }) {
		await parts.store.putCharter({ ...parts.charter, manner: manner ?? undefined });
		return { manner };
	},

	async delete() {
		const gone: SealedEvent = { type: 'deleted', at: parts.now() };
		const cleared = parts.store.clear();
		await Promise.all([cleared, parts.list(false)]);
		parts.live.end();
		parts.sockets.publish(BRIDGES, gone);
		parts.publish(gone);
		parts.cutSoon(() => true, CLOSE.deleted);
		return { room: parts.slug };
	},

	watch(input, caller) {
		if (input.as === 'neighbour') return watchAsNeighbour(parts, input.repos);
		return input.as === 'bridge' ? watchAsBridge(parts, caller) : watchAsViewer(parts, caller);
	},
});

async function openRoom(parts: RoomParts, { name: typed, device, createKey }: z.infer<typeof roomApi.create.in>): Promise<Joined> {
	if (!(await mayOpen(parts.createKey, createKey))) throw new Refused('create-key-wrong');
	if (parts.store.charter !== undefined) throw new Refused('room-exists');
	// Before anything is listed or kept.
	const name = newName(typed, []);
	const credential = await newCredential();
	// Before it is there: a room that is listed and does not exist costs a look, one that exists and is not listed is lost.
	await parts.list(true);
	if (parts.store.charter !== undefined) throw new Refused('room-exists');
	const written = parts.store.putCharter({ room: parts.slug, createdAt: parts.now(), policy: OPEN_POLICY });
	const joined = parts.admit(name, device, 'admin', credential);
	await written;
	return joined;
}

/** For whoever opens the room's page: its people, its agents, what meets. */
async function summarise(parts: RoomParts): Promise<z.infer<typeof roomApi.summary.out>> {
	await parts.live.whenSettled();
	const agents = { working: 0, waiting: 0, idle: 0, error: 0, unknown: 0 };
	for (const agent of parts.live.agents()) agents[agent.status]++;
	return {
		at: parts.now(),
		room: parts.slug,
		operators: parts.store.members.size,
		online: parts.sockets.online().length,
		agents,
		files: fileCounts(parts.live.collisions()),
	};
}

/** For whoever keeps the relay. */
function figures(parts: RoomParts): z.infer<typeof roomApi.stats.out> {
	const { since, messages, bytesIn, bytesOut, refusals } = parts.tally;
	return {
		at: parts.now(),
		since,
		sockets: parts.sockets.size,
		devices: parts.store.devices.all().filter((device) => device.ended === undefined).length,
		operators: parts.store.members.size,
		agents: parts.live.size,
		messages,
		bytesIn,
		bytesOut,
		refusals: { ...refusals },
	};
}

/** A bridge hears what it has to obey. */
function watchAsBridge(parts: RoomParts, { deviceId }: Caller): HibernatingSubscription<SealedEvent> {
	return new HibernatingSubscription<SealedEvent>([BRIDGES, bridge(deviceId)], () => {
		parts.sockets.replaceBridge(deviceId);
		parts.live.need();
		parts.live.owes(deviceId);
		return { type: 'policy', at: parts.now(), policy: parts.charter.policy };
	});
}

/** And of others only what is in the repositories that it names. */
function watchAsNeighbour(parts: RoomParts, repos: readonly string[]): HibernatingSubscription<SealedEvent> {
	return new HibernatingSubscription<SealedEvent>([NEIGHBOURS, ...repos.map(neighbour)], () => {
		parts.live.need();
		return parts.neighbours(repos);
	});
}

function watchAsViewer(parts: RoomParts, { operatorId }: Caller): HibernatingSubscription<SealedEvent> {
	return new HibernatingSubscription<SealedEvent>([VIEWERS, viewer(operatorId)], () => {
		parts.live.need();
		return parts.snapshot(operatorId);
	});
}
