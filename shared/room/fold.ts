/**
 * The one fold: the party, the command line and the extension apply room events with this function. It works in
 * place, since a room is large and its events are small, and it neither knows nor cares whether texts are sealed.
 */
import { CHANGE_MAX_MS, OFFLINE_VISIBLE_MS, TOUCHES_MAX } from '../limits.ts';
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
	/**
	 * What lives on a machine that went away stays here until that machine says otherwise: members remember, the relay forgets. Such an
	 * agent is `vanished` and listed nowhere; its living changes count. SPEC C9.
	 */
	remembers: boolean;
	/** The relay's clock at the newest event. */
	at: number;
}

/** An agent as it was and as it is, for those who keep an index. */
export interface AgentChange {
	key: string;
	before: Agent | undefined;
	after: Agent | undefined;
}

export const emptyRoom = (room: string, { remembers = true } = {}): RoomState => ({
	room,
	you: '',
	policy: OPEN_POLICY,
	operators: new Map(),
	reporters: new Map(),
	agents: new Map(),
	settled: false,
	deleted: false,
	remembers,
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
			return [];
		case 'reported': {
			hear(state, event);
			const named = new Set(event.agents);
			return removeAgents(state, (agent) => agent.deviceId === event.deviceId && !named.has(agent.agentId));
		}
		case 'neighbours':
			return foldNeighbours(state, event);
		case 'deleted':
			state.deleted = true;
			return removeAgents(state, () => true);
	}
}

/** Forgets the agents of machines that went away long enough ago: but for those whose changes live, where they are remembered. SPEC F3, C9. */
export function forgetOffline(state: RoomState, now: number): AgentChange[] {
	const away = new Map([...state.reporters.values()].filter((reporter) => isAway(reporter, now)).map((each) => [each.deviceId, each]));
	if (away.size === 0) return [];
	const stays = (agent: Agent) => state.remembers && isRemembered(agent, away.get(agent.deviceId), now);
	const changes = removeAgents(state, (agent) => away.has(agent.deviceId) && !stays(agent));
	const kept = new Set([...state.agents.values()].map(({ deviceId }) => deviceId));
	for (const deviceId of away.keys()) if (!kept.has(deviceId)) state.reporters.delete(deviceId);
	return changes;
}

const isAway = ({ offlineSince }: Reporter, now: number): boolean => offlineSince !== undefined && now - offlineSince > OFFLINE_VISIBLE_MS;

function isRemembered(agent: Agent, reporter: Reporter | undefined, now: number): boolean {
	const isRecent = reporter?.offlineSince !== undefined && now - reporter.offlineSince <= CHANGE_MAX_MS;
	return isRecent && agent.touches.some(({ mode }) => mode === 'alive');
}

/**
 * The relay's memory is lost when it sleeps or restarts; those who watched lose nothing. A machine that the snapshot does
 * not name is offline since the watcher last heard from the relay, until it reports again or is due to vanish. SPEC F6.
 */
function foldSnapshot(state: RoomState, event: Extract<RoomEvent, { type: 'snapshot' }>): AgentChange[] {
	const before = state.agents;
	const stays = new Set(event.operators.map((operator) => operator.operatorId));
	const missing = new Map(missingIn(state, event).flatMap((each) => (stays.has(each.operatorId) ? [[each.deviceId, each]] : [])));
	const offline = [...before].filter(([, agent]) => isKept(state, agent, missing.get(agent.deviceId), event.at));
	Object.assign(state, { room: event.room, you: event.you, policy: event.policy, settled: event.settled, deleted: false, at: event.at });
	state.operators = new Map(event.operators.map((operator) => [operator.operatorId, operator]));
	const devices = new Set(offline.map(([, agent]) => agent.deviceId));
	const away = [...missing.values()].filter((reporter) => !isAway(reporter, event.at) || devices.has(reporter.deviceId));
	state.reporters = new Map([...away, ...event.reporters].map((reporter) => [reporter.deviceId, reporter]));
	state.agents = new Map([...offline, ...event.agents.map((agent) => [agentKey(agent), agent] as const)]);
	const keys = new Set([...before.keys(), ...state.agents.keys()]);
	return [...keys].map((key) => ({ key, before: before.get(key), after: state.agents.get(key) }));
}

/** Machines that the relay does not know any more, offline since the watcher last heard from it. */
const missingIn = (state: RoomState, { reporters }: { reporters: Reporter[] }): Reporter[] => {
	const named = new Set(reporters.map((reporter) => reporter.deviceId));
	const missing = [...state.reporters.values()].filter((reporter) => !named.has(reporter.deviceId));
	return missing.map((reporter) => ({ ...reporter, offlineSince: reporter.offlineSince ?? state.at }));
};

const isKept = (state: RoomState, agent: Agent, missing: Reporter | undefined, at: number): boolean =>
	missing !== undefined && (!isAway(missing, at) || (state.remembers && isRemembered(agent, missing, at)));

/** All agents of these repositories; of others nothing is said. A machine that the relay does not know may have some still. */
function foldNeighbours(state: RoomState, event: Extract<RoomEvent, { type: 'neighbours' }>): AgentChange[] {
	const repos = new Set(event.repos);
	const named = new Set(event.agents.map(agentKey));
	const missing = new Map(missingIn(state, event).map((each) => [each.deviceId, each]));
	const isOver = (agent: Agent) => !isKept(state, agent, missing.get(agent.deviceId), event.at);
	const gone = removeAgents(state, (agent) => repos.has(agent.repo) && !named.has(agentKey(agent)) && isOver(agent));
	for (const reporter of [...missing.values(), ...event.reporters]) state.reporters.set(reporter.deviceId, reporter);
	return [...gone, ...event.agents.flatMap((agent) => put(state, agent))];
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

const isAlive = ({ mode }: { mode: TouchState }): boolean => mode === 'alive';

/** Of those, newest first, as many as an agent may have, in their order. What is meant, what lives say, is crowded out last. */
export function keptTouches<Touch extends { mode: TouchState }>(
	touches: readonly Touch[],
	most = TOUCHES_MAX,
	isMeant: (touch: Touch) => boolean = isAlive,
): Touch[] {
	if (touches.length <= most) return [...touches];
	const kept = new Set([...touches.filter(isMeant), ...touches.filter((touch) => !isMeant(touch))].slice(0, most));
	return touches.filter((touch) => kept.has(touch));
}
