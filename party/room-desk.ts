/** Opening, looking at, watching and deleting the room. */
import { CLOSE } from '../shared/refusal.ts';
import { OPEN_POLICY } from '../shared/report/policy.ts';
import type { SealedEvent } from '../shared/room/events.ts';
import { HibernatingSubscription } from '../shared/trpc-partykit/server/hibernating.ts';
import type { Caller, Desk } from './context.ts';
import type { House } from './house.ts';
import { newName } from './new-name.ts';
import { Refused } from './procedure.ts';
import { mayOpen, newCredential } from './secrets.ts';
import { BRIDGES, bridge, VIEWERS, viewer } from './sockets.ts';

export const roomDesk = (house: House): Desk['room'] => ({
	async create({ name: typed, device, createKey }) {
		if (!(await mayOpen(house.createKey, createKey))) throw new Refused('create-key-wrong');
		if (house.store.charter !== undefined) throw new Refused('room-exists');
		// Before anything is listed or kept.
		const name = newName(typed, []);
		const credential = await newCredential();
		// Before it is there: a room that is listed and does not exist costs a look, one that exists and is not listed is lost.
		await house.list(true);
		if (house.store.charter !== undefined) throw new Refused('room-exists');
		const written = house.store.putCharter({ room: house.slug, createdAt: house.now(), policy: OPEN_POLICY });
		const joined = house.admit(name, device, 'admin', credential);
		await written;
		return joined;
	},

	get(_, caller) {
		const { room, createdAt, policy } = house.charter;
		const you = house.shown(house.member(caller.operatorId));
		return { room, createdAt, policy, you, deviceId: caller.deviceId, operators: house.store.members.size };
	},

	async summary() {
		await house.live.whenSettled();
		const agents = { working: 0, waiting: 0, idle: 0, error: 0, unknown: 0 };
		for (const agent of house.live.agents()) agents[agent.status]++;
		const found = house.live.collisions();
		const collisions = found.filter((collision) => collision.severity === 'collision').length;
		return {
			at: house.now(),
			room: house.slug,
			operators: house.store.members.size,
			online: house.sockets.online().length,
			agents,
			collisions,
			notes: found.length - collisions,
		};
	},

	stats() {
		const { since, messages, bytesIn, bytesOut, refusals } = house.tally;
		return {
			at: house.now(),
			since,
			sockets: house.sockets.size,
			devices: house.store.devices.all().filter((device) => device.ended === undefined).length,
			operators: house.store.members.size,
			agents: house.live.size,
			messages,
			bytesIn,
			bytesOut,
			refusals: { ...refusals },
		};
	},

	async setPolicy(policy) {
		await house.store.putCharter({ ...house.charter, policy });
		house.live.strip(policy);
		const event: SealedEvent = { type: 'policy', at: house.now(), policy };
		house.sockets.publish(BRIDGES, event);
		house.publish(event);
		if (house.live.isSettled) house.tellAnew();
		return policy;
	},

	async delete() {
		const gone: SealedEvent = { type: 'deleted', at: house.now() };
		const cleared = house.store.clear();
		await Promise.all([cleared, house.list(false)]);
		house.live.end();
		house.sockets.publish(BRIDGES, gone);
		house.publish(gone);
		house.cutSoon(() => true, CLOSE.deleted);
		return { room: house.slug };
	},

	watch: ({ as }, caller) => (as === 'bridge' ? watchAsBridge(house, caller) : watchAsViewer(house, caller)),
});

/** A bridge hears what it has to obey, and nothing of the others. */
function watchAsBridge(house: House, { deviceId }: Caller): HibernatingSubscription<SealedEvent> {
	return new HibernatingSubscription<SealedEvent>([BRIDGES, bridge(deviceId)], () => {
		house.sockets.replaceBridge(deviceId);
		house.live.need();
		house.live.owes(deviceId);
		return { type: 'policy', at: house.now(), policy: house.charter.policy };
	});
}

function watchAsViewer(house: House, { operatorId }: Caller): HibernatingSubscription<SealedEvent> {
	return new HibernatingSubscription<SealedEvent>([VIEWERS, viewer(operatorId)], () => {
		house.live.need();
		return house.snapshot(operatorId);
	});
}
