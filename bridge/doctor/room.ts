/** One room: what is shared with it, whether its relay lets this device in, and whether what it holds can be opened. */
import { existsSync } from 'node:fs';
import { agentApi } from '../../shared/api/agent.ts';
import { roomApi } from '../../shared/api/room.ts';
import { REFUSALS } from '../../shared/refusal.ts';
import { refusalOf } from '../../shared/relay.ts';
import type { Policy } from '../../shared/report/facts.ts';
import { OPEN_POLICY, POLICY_NAMES, switchesInWords } from '../../shared/report/policy.ts';
import type { SealedAgent } from '../../shared/room/events.ts';
import { unseal } from '../../shared/seal.ts';
import { counted } from '../../shared/words.ts';
import { untilde } from '../base/home.ts';
import { UserError } from '../base/user-error.ts';
import type { RoomConfig } from '../rooms/config.ts';
import { failureOf, parseAnswer, relayOf } from '../rooms/relay-answer.ts';
import { roomKey } from '../rooms/room-key.ts';
import { readRoom } from '../rooms/room-view.ts';
import { printable } from '../terminal/columns.ts';
import { type Finding, fine, note, problem } from './finding.ts';
import { checkSharedForeign } from './foreign-checkout.ts';

/** Pylon counts in ages, so a clock that is off costs only the times of day that it shows. */
const CLOCK_OFF_MS = 60_000;

export function checkSharing({ room, sharedPaths }: RoomConfig, home: string): Finding[] {
	if (sharedPaths.length === 0) return [note('sharing', 'Nothing is shared with it.', `pylon share add PATH --room ${room}`)];
	const lost = sharedPaths.filter((path) => !existsSync(untilde(path, home, home)));
	const foreign = sharedPaths.flatMap((path) => checkSharedForeign(path, untilde(path, home, home)) ?? []);
	if (lost.length === 0 && foreign.length === 0) return [fine('sharing', `Shared: ${sharedPaths.join(', ')}`)];
	return [
		...lost.map((path) => note('sharing', `${path} is shared, but is not there.`, `pylon share remove ${path} --room ${room}`)),
		...foreign,
	];
}

export interface Asking {
	clock: () => number;
	signal: AbortSignal;
}

/** Of a relay that was reached. */
export async function checkMembership(config: RoomConfig, shares: Policy, { clock, signal }: Asking): Promise<Finding[]> {
	const client = relayOf(config);
	try {
		const { you, policy } = parseAnswer(config.server, roomApi.get.out, await client.room.get.query());
		const asked = clock();
		const told = await client.room.summary.query();
		const answered = clock();
		const summary = parseAnswer(config.server, roomApi.summary.out, told);
		const { agents } = parseAnswer(config.server, agentApi.list.out, await client.agent.list.query());
		return [
			fine('device', `The relay knows this device: you are ${printable(you.name)}, ${you.role === 'admin' ? 'an admin' : 'a member'}`),
			clockFinding(summary.at - (asked + answered) / 2, answered - asked),
			await checkLive(config, { clock, signal }),
			keyFinding(config, agents),
			policyFinding(policy, shares),
		];
	} catch (error) {
		const reason = refusalOf(error);
		const failure = error instanceof UserError ? error : failureOf(config.server, error);
		if (failure !== undefined) return [problem('device', failure.message, failure.hint ?? 'Try again.')];
		if (reason === undefined) throw error;
		if (reason === 'unreachable') return [problem('device', 'The relay stopped answering.', 'Try again.')];
		return [problem('device', REFUSALS[reason].message, REFUSALS[reason].hint)];
	}
}

/** What the switches keep back, in their words. */
function policyFinding(policy: Policy, shares: Policy): Finding {
	// What no room allows at first is no news.
	const ofRoom = POLICY_NAMES.filter((name) => OPEN_POLICY[name] && !policy[name]);
	const own = POLICY_NAMES.filter((name) => policy[name] && !shares[name]);
	const kept = [
		...(ofRoom.length > 0 ? [`the room keeps back ${switchesInWords(ofRoom)}`] : []),
		...(own.length > 0 ? [`you keep back ${switchesInWords(own)}`] : []),
	];
	if (kept.length > 0) return fine('policy', `Of what you share, ${kept.join('; ')}`);
	return fine('policy', `Nothing of what you share is kept back. Each switch would: ${switchesInWords()}`);
}

function clockFinding(aheadMs: number, tookMs: number): Finding {
	const offMs = Math.max(0, Math.abs(aheadMs) - tookMs / 2);
	if (offMs <= CLOCK_OFF_MS) return fine('clock', 'This machine’s clock and the relay’s agree');
	const direction = aheadMs > 0 ? 'behind' : 'ahead of';
	const off = offMs > 3_600_000 ? counted(Math.round(offMs / 3_600_000), 'hour') : counted(Math.round(offMs / 60_000), 'minute');
	return note('clock', `This machine’s clock is ${off} ${direction} the relay’s.`, 'Set the clock: times of day that Pylon shows are off.');
}

/** Proxies that let calls through may still hold up sockets. */
async function checkLive(config: RoomConfig, { clock, signal }: Asking): Promise<Finding> {
	try {
		await readRoom(config, { clock, signal });
		return fine('live', 'Live updates arrive');
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		return problem(
			'live',
			'The relay answers, but its live connection does not come about.',
			'A proxy or firewall may hold up WebSockets: try another network.',
		);
	}
}

/** Every report names its repository, sealed. */
function keyFinding(config: RoomConfig, agents: readonly SealedAgent[]): Finding {
	const key = roomKey(config);
	const shut = agents.filter(({ repo }) => unseal(key, 'repo', repo) === undefined);
	if (agents.length === 0) return fine('key', 'The room holds no agent yet that its key could open');
	if (shut.length === 0) return fine('key', `The room’s key opens what the room holds (${counted(agents.length, 'agent')})`);
	const who = [...new Set(shut.map(({ operatorId }) => operatorId))];
	if (shut.length === agents.length && !(who.length === 1 && who[0] === config.operatorId)) {
		return problem(
			'key',
			`This machine’s key opens nothing of what the room holds (${counted(agents.length, 'agent')}).`,
			`pylon leave --room ${config.room}, then join with a new invite`,
		);
	}
	return problem(
		'key',
		`${counted(shut.length, 'agent')} of ${who.join(', ')} cannot be opened: another key sealed ${shut.length === 1 ? 'it' : 'them'}.`,
		'They leave the room and join with a new invite.',
	);
}
