/** What bridges report, and who touches what. */
import { AGENTS_PER_OPERATOR } from '../shared/limits.ts';
import { keepsTo } from '../shared/report/policy.ts';
import type { Caller, Desk } from './context.ts';
import type { House } from './house.ts';
import { Refused } from './procedure.ts';
import { bridge } from './sockets.ts';

type Input = Parameters<Desk['agent']['report']>[0];

export const agentDesk = (house: House): Desk['agent'] => ({
	async report(input, caller) {
		const { policy } = house.charter;
		if (![...input.whole, ...input.changed].every((report) => keepsTo(policy, report))) throw new Refused('against-policy');
		house.live.need();
		const unknown = take(house, input, caller);
		if (input.paused !== undefined) await pause(house, caller, input.paused);
		return { unknown };
	},

	beat(_, { operatorId, deviceId }) {
		const at = house.now();
		house.live.need();
		house.live.apply({ type: 'beat', at, operatorId, deviceId });
		return { at };
	},

	async list() {
		await house.live.whenSettled();
		return { at: house.now(), reporters: house.live.reporters(), agents: house.live.agents() };
	},
});

export const collisionDesk = (house: House): Desk['collision'] => ({
	async list() {
		await house.live.whenSettled();
		return { at: house.now(), collisions: house.live.collisions() };
	},
});

/** Applies the report, all of it or nothing, and returns the agents that have to be reported whole first. */
function take(house: House, { whole, changed, gone, more }: Input, { operatorId, deviceId }: Caller): string[] {
	const { live } = house;
	const by = { at: house.now(), operatorId, deviceId };
	const fresh = new Set(whole.map((report) => report.agentId).filter((agentId) => !live.knows(operatorId, agentId)));
	const ended = new Set(gone.filter((agentId) => live.knows(operatorId, agentId)));
	if (live.agentsOf(operatorId) + fresh.size - ended.size > AGENTS_PER_OPERATOR) throw new Refused('too-many-agents');

	for (const agentId of ended) live.apply({ type: 'agent-gone', at: by.at, operatorId, agentId });
	for (const report of whole) live.apply({ type: 'agent', ...by, report });
	const unknown: string[] = [];
	for (const patch of changed) {
		if (live.knows(operatorId, patch.agentId)) live.apply({ type: 'agent-changed', ...by, patch });
		else unknown.push(patch.agentId);
	}
	if (unknown.length > 0) house.sockets.publish(bridge(deviceId), { type: 'resync', at: by.at });
	if (more !== undefined) {
		live.paid(
			by,
			whole.map((report) => report.agentId),
			more,
		);
	}
	return unknown;
}

async function pause(house: House, { operatorId, deviceId }: Caller, paused: boolean): Promise<void> {
	const device = house.store.devices.get(deviceId);
	if (device === undefined || device.paused === paused) return;
	await house.store.devices.put({ ...device, paused });
	house.tellOperator(operatorId);
}
