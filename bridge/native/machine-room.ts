/** This machine's agents as events of a room of its own, which is on no relay: so that the extension shows it as it shows every room. */
import { BEAT_MS } from '../../shared/limits.ts';
import { MACHINE_ROOM } from '../../shared/machine-room.ts';
import { operatorIdFrom, PALETTE } from '../../shared/names.ts';
import { NATIVE_MESSAGE_MAX_BYTES } from '../../shared/native-messages.ts';
import { reportOf } from '../../shared/report/clock.ts';
import { OPEN_POLICY } from '../../shared/report/policy.ts';
import type { Agent, RoomEvent } from '../../shared/room/events.ts';
import { sha256 } from '../base/sha256.ts';
import type { OwnAgent, OwnChange } from '../changes/own-agents.ts';

/** What a snapshot holds at the most; the other agents follow it one by one. */
const SNAPSHOT_MAX_BYTES = NATIVE_MESSAGE_MAX_BYTES / 2;

export interface MachineRoomOptions {
	home: string;
	/** What this machine's person is called. */
	name: string;
	clock: () => number;
	signal: AbortSignal;
	onEvent: (event: RoomEvent) => void;
}

export class MachineRoom {
	readonly #options: MachineRoomOptions;
	readonly #owner: { operatorId: string; deviceId: string };
	readonly #agents = new Map<string, OwnAgent>();
	#isTold = false;

	constructor(options: MachineRoomOptions) {
		this.#options = options;
		this.#owner = { operatorId: operatorIdFrom(options.name, new Set()), deviceId: sha256(options.home).slice(0, 16) };
		const beats = setInterval(() => this.#beat(), BEAT_MS);
		options.signal.addEventListener('abort', () => clearInterval(beats), { once: true });
	}

	take({ isAll, changed, gone }: OwnChange): void {
		const there = new Set(changed.map(({ agentId }) => agentId));
		const left = isAll ? [...this.#agents.keys()].filter((id) => !there.has(id)) : gone;
		for (const id of left) this.#agents.delete(id);
		for (const agent of changed) this.#agents.set(agent.agentId, agent);
		if (!this.#isTold) return this.#tellAll();
		for (const agentId of left) this.#options.onEvent({ type: 'agent-gone', at: this.#now(), operatorId: this.#owner.operatorId, agentId });
		for (const agent of changed) this.#tell(agent);
	}

	#tellAll(): void {
		this.#isTold = true;
		const at = this.#now();
		const { name } = this.#options;
		const { operatorId } = this.#owner;
		const agents = [...this.#agents.values()];
		const first = agents.slice(0, fitting(agents));
		this.#options.onEvent({
			type: 'snapshot',
			at,
			room: MACHINE_ROOM,
			you: operatorId,
			policy: OPEN_POLICY,
			operators: [{ operatorId, name, color: PALETTE[0], role: 'admin', online: true, paused: false, lastSeen: at }],
			reporters: [{ ...this.#owner, heardAt: at }],
			agents: first.map((agent): Agent => ({ ...agent, ...this.#owner })),
			settled: true,
		});
		for (const agent of agents.slice(first.length)) this.#tell(agent);
	}

	#tell(agent: OwnAgent): void {
		const at = this.#now();
		this.#options.onEvent({ type: 'agent', at, ...this.#owner, report: reportOf(agent, at) });
	}

	/** As bridges do, while one works or waits: else it would be shown as out of date. */
	#beat(): void {
		const isBusy = [...this.#agents.values()].some(({ status }) => status === 'working' || status === 'waiting');
		if (this.#isTold && isBusy) this.#options.onEvent({ type: 'beat', at: this.#now(), ...this.#owner });
	}

	#now(): number {
		return this.#options.clock();
	}
}

/** How many of them a snapshot holds. */
function fitting(agents: readonly OwnAgent[]): number {
	let bytes = 0;
	const over = agents.findIndex((agent) => {
		bytes += Buffer.byteLength(JSON.stringify(agent));
		return bytes > SNAPSHOT_MAX_BYTES;
	});
	return over === -1 ? agents.length : over;
}
