/** What bridges report, and who touches what. */
import { AGENTS_PER_OPERATOR, CHANGES_BURST, CHANGES_PER_SECOND } from '../../shared/limits.ts';
import { keepsTo } from '../../shared/report/policy.ts';
import type { Caller, Desk } from '../context.ts';
import { Allowance } from '../door/allowance.ts';
import type { AgentEvent } from '../holdings.ts';
import { Refused } from '../procedure.ts';
import { bridge } from '../sockets.ts';
import type { RoomParts } from './room-parts.ts';

type Input = Parameters<Desk['agent']['report']>[0];
type By = { at: number; operatorId: string; deviceId: string };

export const agentDesk = (parts: RoomParts): Desk['agent'] => ({
	async report(input, caller) {
		spend(parts, caller, input.whole.length + input.changed.length + input.gone.length);
		const { policy } = parts.charter;
		if (![...input.whole, ...input.changed].every((report) => keepsTo(policy, report))) throw new Refused('against-policy');
		parts.live.need();
		const unknown = take(parts, input, caller);
		if (input.paused !== undefined) await pause(parts, caller, input.paused);
		return { unknown };
	},

	beat(_, caller) {
		spend(parts, caller, 1);
		const { operatorId, deviceId } = caller;
		const at = parts.now();
		parts.live.need();
		parts.live.apply({ type: 'beat', at, operatorId, deviceId });
		return { at };
	},

	async list() {
		await parts.live.whenSettled();
		return { at: parts.now(), reporters: parts.live.reporters(), agents: parts.live.agents() };
	},
});

export const collisionDesk = (parts: RoomParts): Desk['collision'] => ({
	async list() {
		await parts.live.whenSettled();
		return { at: parts.now(), collisions: parts.live.collisions() };
	},
});

/** Each change goes to everybody who watches: an operator's sockets and callers share what one may tell in a second. SPEC L2. */
function spend(parts: RoomParts, { operatorId }: Caller, changes: number): void {
	const now = parts.now();
	const allowance = parts.changes.get(operatorId) ?? new Allowance(now, { burst: CHANGES_BURST, perSecond: CHANGES_PER_SECOND });
	parts.changes.set(operatorId, allowance);
	if (!allowance.take(now, Math.max(1, changes))) throw new Refused('too-fast');
}

/** Applies the report, all of it or nothing, and returns the agents that have to be reported whole first. SPEC L5. */
function take(parts: RoomParts, input: Input, { operatorId, deviceId }: Caller): string[] {
	const { live } = parts;
	const by = { at: parts.now(), operatorId, deviceId };
	const { events, unknown } = eventsOf(input, by, (agentId) => live.knows(operatorId, agentId));
	const held = live.tried(operatorId, events);
	const isMore = held.agents > live.heldOf(operatorId).agents;
	if (isMore && held.agents > AGENTS_PER_OPERATOR) throw new Refused('too-many-agents');
	if (held.isTooMuch) throw new Refused('too-much-held');

	for (const event of events) live.apply(event);
	if (unknown.length > 0) parts.sockets.publish(bridge(deviceId), { type: 'resync', at: by.at });
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

async function pause(parts: RoomParts, { operatorId, deviceId }: Caller, paused: boolean): Promise<void> {
	const device = parts.store.devices.get(deviceId);
	if (device === undefined || device.paused === paused) return;
	await parts.store.devices.put({ ...device, paused });
	parts.tellOperator(operatorId);
}
