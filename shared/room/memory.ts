/**
 * What a member's machine remembers of the others' living changes, past its own restart and the relay's: the relay keeps nothing. Sealed
 * with the room's key where it lies. SPEC C9.
 */
import { z } from 'zod';
import { time } from '../report/report.ts';
import { openJson, sealJson } from '../sealed-json.ts';
import { agent, reporter } from './events.ts';
import { type AgentChange, agentKey, type RoomState } from './fold.ts';

const memory = z.strictObject({
	/** The relay's clock when it was last heard. */
	at: time,
	reporters: z.array(reporter),
	agents: z.array(z.unknown()),
});
type Memory = z.infer<typeof memory>;

const PURPOSE = 'memory';

/** Agents of which a change lives, and no more of each than that. */
export function rememberedOf({ at, agents, reporters }: RoomState): Memory {
	const living = [...agents.values()].flatMap((each) => {
		const touches = each.touches.filter(({ mode }) => mode === 'alive');
		return touches.length === 0 ? [] : [{ ...each, touches, plan: undefined, planned: undefined }];
	});
	const devices = new Set(living.map(({ deviceId }) => deviceId));
	return { at, reporters: [...reporters.values()].filter(({ deviceId }) => devices.has(deviceId)), agents: living };
}

/**
 * Puts what was remembered into a state that has heard nothing yet. Machines are offline since then, until they are heard of. What cannot
 * be read is left out: it was a help, and nothing is lost but that.
 */
export function recall(state: RoomState, { at, reporters, agents }: Memory): AgentChange[] {
	state.at = at;
	for (const each of reporters) state.reporters.set(each.deviceId, { ...each, offlineSince: each.offlineSince ?? at });
	return agents.flatMap((each) => {
		const after = agent.safeParse(each).data;
		if (after === undefined || !state.reporters.has(after.deviceId)) return [];
		state.agents.set(agentKey(after), after);
		return [{ key: agentKey(after), before: undefined, after }];
	});
}

/** Between sealed pieces: no character of base64url. */
const BETWEEN = '.';

/** What is known of all first, then each agent by itself: to seal all at once takes ten times its length of memory meanwhile. */
export function sealMemory(key: Uint8Array, { agents, ...known }: Memory): string {
	return [known, ...agents].map((value) => sealJson(key, PURPOSE, value)).join(BETWEEN);
}

/** `undefined` where it was sealed with another key, or is none. */
export function openMemory(key: Uint8Array, text: string): Memory | undefined {
	const [known, ...agents] = text.split(BETWEEN).map((piece) => openJson(key, PURPOSE, piece));
	if (agents.includes(undefined)) return undefined;
	return memory.safeParse({ ...(known as object | undefined), agents }).data;
}
