/** What bridges report, and who touches what. */
import { AGENTS_PER_OPERATOR, CHANGES_BURST, CHANGES_PER_SECOND } from '../shared/limits.ts';
import { keepsTo } from '../shared/report/policy.ts';
import { Allowance } from './allowance.ts';
import type { Caller, Desk } from './context.ts';
import type { AgentEvent } from './holdings.ts';
import type { House } from './house.ts';
import { Refused } from './procedure.ts';
import { bridge } from './sockets.ts';

type Input = Parameters<Desk['agent']['report']>[0];
type By = { at: number; operatorId: string; deviceId: string };

export const agentDesk = (house: House): Desk['agent'] => ({
	async report(input, caller) {
		spend(house, caller, input.whole.length + input.changed.length + input.gone.length);
		const { policy } = house.charter;
		if (![...input.whole, ...input.changed].every((report) => keepsTo(policy, report))) throw new Refused('against-policy');
		house.live.need();
		const unknown = take(house, input, caller);
		if (input.paused !== undefined) await pause(house, caller, input.paused);
		return { unknown };
	},

	beat(_, caller) {
		spend(house, caller, 1);
		const { operatorId, deviceId } = caller;
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

/** Each change goes to everybody who watches: an operator's sockets and callers share what one may tell in a second. SPEC L2. */
function spend(house: House, { operatorId }: Caller, changes: number): void {
	const now = house.now();
	const allowance = house.changes.get(operatorId) ?? new Allowance(now, { burst: CHANGES_BURST, perSecond: CHANGES_PER_SECOND });
	house.changes.set(operatorId, allowance);
	if (!allowance.take(now, Math.max(1, changes))) throw new Refused('too-fast');
}

/** Applies the report, all of it or nothing, and returns the agents that have to be reported whole first. SPEC L5. */
function take(house: House, input: Input, { operatorId, deviceId }: Caller): string[] {
	const { live } = house;
	const by = { at: house.now(), operatorId, deviceId };
	const { events, unknown } = eventsOf(input, by, (agentId) => live.knows(operatorId, agentId));
	const held = live.tried(operatorId, events);
	const isMore = held.agents > live.heldOf(operatorId).agents;
	if (isMore && held.agents > AGENTS_PER_OPERATOR) throw new Refused('too-many-agents');
	if (held.isTooMuch) throw new Refused('too-much-held');

	for (const event of events) live.apply(event);
	if (unknown.length > 0) house.sockets.publish(bridge(deviceId), { type: 'resync', at: by.at });
	if (input.more !== undefined) {
		live.paid(
			by,
			input.whole.map((report) => report.agentId),
			input.more,
		);
	}
	return unknown;
}

/** What the report comes to: who vanishes, who is whole, who changes. `unknown` are patches of agents that nobody has told of. */
function eventsOf(
	{ whole, changed, gone }: Input,
	by: By,
	isKnown: (agentId: string) => boolean,
): { events: AgentEvent[]; unknown: string[] } {
	const ended = new Set(gone.filter(isKnown));
	const told = new Set(whole.map((report) => report.agentId));
	const isThere = ({ agentId }: { agentId: string }) => told.has(agentId) || (isKnown(agentId) && !ended.has(agentId));
	const { at, operatorId } = by;
	return {
		events: [
			...[...ended].map((agentId) => ({ type: 'agent-gone' as const, at, operatorId, agentId })),
			...whole.map((report) => ({ type: 'agent' as const, ...by, report })),
			...changed.filter(isThere).map((patch) => ({ type: 'agent-changed' as const, ...by, patch })),
		],
		unknown: changed.filter((patch) => !isThere(patch)).map((patch) => patch.agentId),
	};
}

async function pause(house: House, { operatorId, deviceId }: Caller, paused: boolean): Promise<void> {
	const device = house.store.devices.get(deviceId);
	if (device === undefined || device.paused === paused) return;
	await house.store.devices.put({ ...device, paused });
	house.tellOperator(operatorId);
}
