/**
 * The one fold: the party, the command line and the extension apply room events with this function. It works in
 * place, since a room is large and its events are small, and it neither knows nor cares whether texts are sealed.
 */
import { OFFLINE_VISIBLE_MS, TOUCHES_MAX } from '../limits.ts';
import { changesFrom, keptFrom } from '../report/clock.ts';
import type { Policy, TouchState } from '../report/facts.ts';
import { OPEN_POLICY } from '../report/policy.ts';
import type { Report, ReportPatch } from '../report/report.ts';
import type { Agent, Operator, Reporter, RoomEvent } from './events.ts';

export interface RoomState {
	room: string;
	/** The operator who looks. Empty at the party, which is nobody. */
	you: string;
	policy: Policy;
	operators: Map<string, Operator>;
	/** By device id. */
	reporters: Map<string, Reporter>;
	/** By `agentKey`. */
	agents: Map<string, Agent>;
	settled: boolean;
	deleted: boolean;
	/** The relay's clock at the newest event. */
	at: number;
}

/** An agent as it was and as it is, for those who keep an index. */
export interface AgentChange {
	key: string;
	before: Agent | undefined;
	after: Agent | undefined;
}

export const emptyRoom = (room: string): RoomState => ({
	room,
	you: '',
	policy: OPEN_POLICY,
	operators: new Map(),
	reporters: new Map(),
	agents: new Map(),
	settled: false,
	deleted: false,
	at: 0,
});

/** One operator's two machines never share a session, so the operator and the agent's id are enough. */
export const agentKey = (agent: { operatorId: string; agentId: string }): string => `${agent.operatorId}/${agent.agentId}`;

/** Applies one event in place and returns the agents that it changed. */
export function fold(state: RoomState, event: RoomEvent): AgentChange[] {
	if (event.type === 'snapshot') return foldSnapshot(state, event);
	state.at = event.at;
	switch (event.type) {
		case 'operator':
			state.operators.set(event.operator.operatorId, event.operator);
			return [];
		case 'operator-gone':
			state.operators.delete(event.operatorId);
			for (const reporter of [...state.reporters.values()]) {
				if (reporter.operatorId === event.operatorId) state.reporters.delete(reporter.deviceId);
			}
			return removeAgents(state, (agent) => agent.operatorId === event.operatorId);
		case 'agent':
			hear(state, event);
			return put(state, agentOf(event.report, event));
		case 'agent-changed':
			hear(state, event);
			return change(state, event.operatorId, event.patch, event.at);
		case 'agent-gone':
			return removeKey(state, agentKey(event));
		case 'beat':
			hear(state, event);
			return [];
		case 'reporter-gone':
			return reporterGone(state, event);
		case 'policy':
			state.policy = event.policy;
			return [];
		case 'resync':
		case 'reported':
		case 'neighbours':
			return [];
		case 'deleted':
			state.deleted = true;
			return removeAgents(state, () => true);
	}
}

/** Forgets the agents of machines that went away long enough ago. SPEC F3. */
export function forgetOffline(state: RoomState, now: number): AgentChange[] {
	const gone = [...state.reporters.values()].filter((reporter) => isForgotten(reporter, now));
	for (const reporter of gone) state.reporters.delete(reporter.deviceId);
	if (gone.length === 0) return [];
	const devices = new Set(gone.map((reporter) => reporter.deviceId));
	return removeAgents(state, (agent) => devices.has(agent.deviceId));
}

const isForgotten = (reporter: Reporter, now: number): boolean =>
	reporter.offlineSince !== undefined && now - reporter.offlineSince > OFFLINE_VISIBLE_MS;

/**
 * The relay's memory is lost when it sleeps or restarts; those who watched lose nothing. A machine that the snapshot does
 * not name is offline since the watcher last heard from the relay, until it reports again or is due to vanish. SPEC F6.
 */
function foldSnapshot(state: RoomState, event: Extract<RoomEvent, { type: 'snapshot' }>): AgentChange[] {
	const before = state.agents;
	const named = new Set(event.reporters.map((reporter) => reporter.deviceId));
	const stays = new Set(event.operators.map((operator) => operator.operatorId));
	const missing = [...state.reporters.values()]
		.map((reporter) => ({ ...reporter, offlineSince: reporter.offlineSince ?? state.at }))
		.filter((reporter) => !named.has(reporter.deviceId) && stays.has(reporter.operatorId) && !isForgotten(reporter, event.at));
	const devices = new Set(missing.map((reporter) => reporter.deviceId));
	const offline = [...before].filter(([, agent]) => devices.has(agent.deviceId));
	Object.assign(state, { room: event.room, you: event.you, policy: event.policy, settled: event.settled, deleted: false, at: event.at });
	state.operators = new Map(event.operators.map((operator) => [operator.operatorId, operator]));
	state.reporters = new Map([...missing, ...event.reporters].map((reporter) => [reporter.deviceId, reporter]));
	state.agents = new Map([...offline, ...event.agents.map((agent) => [agentKey(agent), agent] as const)]);
	const keys = new Set([...before.keys(), ...state.agents.keys()]);
	return [...keys].map((key) => ({ key, before: before.get(key), after: state.agents.get(key) }));
}

function hear(state: RoomState, event: { operatorId: string; deviceId: string; at: number }): void {
	const { operatorId, deviceId, at } = event;
	state.reporters.set(deviceId, { operatorId, deviceId, heardAt: at });
}

function reporterGone(state: RoomState, event: { operatorId: string; deviceId: string; at: number }): AgentChange[] {
	const reporter = state.reporters.get(event.deviceId);
	if (reporter !== undefined) state.reporters.set(event.deviceId, { ...reporter, offlineSince: event.at });
	return [];
}

function put(state: RoomState, after: Agent): AgentChange[] {
	const key = agentKey(after);
	const before = state.agents.get(key);
	state.agents.set(key, after);
	return [{ key, before, after }];
}

function removeKey(state: RoomState, key: string): AgentChange[] {
	const before = state.agents.get(key);
	if (before === undefined) return [];
	state.agents.delete(key);
	return [{ key, before, after: undefined }];
}

function removeAgents(state: RoomState, goes: (agent: Agent) => boolean): AgentChange[] {
	return [...state.agents].filter(([, agent]) => goes(agent)).flatMap(([key]) => removeKey(state, key));
}

const agentOf = (report: Report, { operatorId, deviceId, at }: { operatorId: string; deviceId: string; at: number }): Agent => ({
	...keptFrom(report, at),
	operatorId,
	deviceId,
});

/** A patch for an agent that is not known changes nothing: its bridge is asked to report it whole. */
function change(state: RoomState, operatorId: string, patch: ReportPatch, at: number): AgentChange[] {
	const before = state.agents.get(agentKey({ operatorId, agentId: patch.agentId }));
	if (before === undefined) return [];
	const { touches, ...changes } = changesFrom(patch, at);
	const after = { ...before, ...changes };
	for (const [name, value] of Object.entries(changes)) if (value === null) delete after[name as keyof typeof changes];
	if (touches !== undefined && touches !== null) after.touches = mergeTouches(before.touches, touches);
	return put(state, after as Agent);
}

function mergeTouches(before: Agent['touches'], news: Agent['touches']): Agent['touches'] {
	const fresh = new Set(news.map((touch) => touch.path));
	return keptTouches([...news, ...before.filter((touch) => !fresh.has(touch.path))].sort((one, other) => other.at - one.at));
}

/** Of those, newest first, as many as an agent may have. What lives goes last. */
export function keptTouches<Touch extends { mode: TouchState }>(touches: readonly Touch[]): Touch[] {
	if (touches.length <= TOUCHES_MAX) return [...touches];
	const isAlive = ({ mode }: Touch) => mode === 'alive';
	const kept = new Set([...touches.filter(isAlive), ...touches.filter((touch) => !isAlive(touch))].slice(0, TOUCHES_MAX));
	return touches.filter((touch) => kept.has(touch));
}
