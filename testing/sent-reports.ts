/**
 * For tests: what leaves this machine about agents, the way that it really goes: shared agent → push → difference → seal. Read as the relay
 * and then a member read it, each through its own door.
 */

import type { LocalAgent } from '../bridge/local-agents/local-agent.ts';
import { Push } from '../bridge/report/push.ts';
import { type SharedAgent, sharedAgent } from '../bridge/report/shared-agent.ts';
import type { Wire } from '../bridge/report/wire.ts';
import type { Policy } from '../shared/report/facts.ts';
import { OPEN_POLICY } from '../shared/report/policy.ts';
import { type Report, type ReportPatch, sealedPatch, sealedReport } from '../shared/report/report.ts';
import { unsealEvent } from '../shared/report/sealing.ts';
import type { RoomEvent, SealedEvent } from '../shared/room/events.ts';
import { newRoomKey } from '../shared/seal.ts';

type Message = Parameters<Wire['report']>[0];

const BY = { at: 0, operatorId: 'jake', deviceId: '0123456789abcdef' };
const CLOSED_POLICY = Object.fromEntries(Object.keys(OPEN_POLICY).map((name) => [name, false])) as Policy;

export interface SentReports {
	/** Under a closed policy, and what only a whole report can say when it is opened. */
	whole: Report[];
	/** What is new when the policy is opened. */
	changed: ReportPatch[];
	/** As it crossed. */
	wire: string;
}

/** Agents without a repository are sent as if they were in one. A fault of ours, or what either door refuses, fails the test. */
export async function sentReports(agents: readonly LocalAgent[], now: number): Promise<SentReports> {
	const placed = agents.map((agent) => ({ ...agent, repo: agent.repo ?? 'github.com/acme/shop' }));
	const under = (policy: Policy) => placed.flatMap((agent) => sharedAgent(agent, policy) ?? []);
	const key = newRoomKey();
	const messages = await pushed(key, [under(CLOSED_POLICY), under(OPEN_POLICY)], now);
	return {
		whole: messages.flatMap(({ whole }) =>
			whole.map((sealed) => opened(key, { type: 'agent', ...BY, report: sealedReport.parse(sealed) }).report),
		),
		changed: messages.flatMap(({ changed }) =>
			changed.map((sealed) => opened(key, { type: 'agent-changed', ...BY, patch: sealedPatch.parse(sealed) }).patch),
		),
		wire: JSON.stringify(messages),
	};
}

/** Each state in turn, over one connection. */
async function pushed(key: Uint8Array, states: SharedAgent[][], now: number): Promise<Message[]> {
	const end = new AbortController();
	const messages: Message[] = [];
	let paced = 0;
	let arrived = Promise.withResolvers<void>();
	const fail = (reason: string) => arrived.reject(new Error(reason));
	const clock = () => now;
	const push = new Push({ key, clock, pace: () => paced, signal: end.signal, onRefusal: fail, onFault: fail });
	push.connected({
		report: async (message) => {
			messages.push(message);
			if ([...message.whole, ...message.changed].some(({ agentId }) => agentId === LAST)) arrived.resolve();
			return { unknown: [] };
		},
		beat: async () => undefined,
		refusalOf: () => undefined,
		wordsOf: String,
	});
	for (const [errors, state] of states.entries()) {
		arrived = Promise.withResolvers();
		paced += 60_000;
		push.share([...state, { ...MARKER, errors }]);
		await arrived.promise;
	}
	end.abort();
	return messages.map((message) => ({ ...message, whole: message.whole.filter(isMeant), changed: message.changed.filter(isMeant) }));
}

/** Goes last, and changes each time: when it has arrived, all has. */
const LAST = 'f'.repeat(16);
const MARKER: SharedAgent = {
	agentId: LAST,
	kind: 'codex',
	status: 'idle',
	statusSince: 0,
	repo: 'github.com/acme/last',
	touches: [],
	errors: 0,
};
const isMeant = ({ agentId }: { agentId: string }): boolean => agentId !== LAST;

function opened<Type extends 'agent' | 'agent-changed'>(
	key: Uint8Array,
	event: Extract<SealedEvent, { type: Type }>,
): Extract<RoomEvent, { type: Type }> {
	const plain = unsealEvent(key, event);
	if (plain === undefined) throw new Error(`No member could read ${JSON.stringify(event)}.`);
	return plain as Extract<RoomEvent, { type: Type }>;
}
