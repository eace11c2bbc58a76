/** What a room is made of, and the events that change it. Times are the relay's clock, in ms since 1970. */
import { z } from 'zod';
import { AGENTS_PER_OPERATOR, DEVICES_PER_OPERATOR, NEIGHBOURHOODS_MAX, OPERATORS_PER_ROOM } from '../limits.ts';
import { hexColor, operatorId, operatorName, roomSlug } from '../names.ts';
import { type Kept, TEXT_MAX } from '../report/facts.ts';
import {
	agentId,
	factSchema,
	keptWith,
	toldPolicy as policy,
	report,
	reportPatch,
	sealedPatch,
	sealedReport,
	time,
} from '../report/report.ts';
import type { Flat } from '../report/value.ts';
import { type Sealed, sealed } from '../seal.ts';

export const role = z.enum(['admin', 'member']);
export type Role = z.infer<typeof role>;
/** 16 hex digits of SHA-256 over the device's credential. */
export const deviceId = z.string().regex(/^[0-9a-f]{16}$/);

export const operator = z.strictObject({
	operatorId,
	name: operatorName,
	color: hexColor,
	role,
	/** A device of theirs has a socket. */
	online: z.boolean(),
	/** They said `pylon pause`: nothing of theirs is shared until they resume. */
	paused: z.boolean(),
	lastSeen: time,
});
export type Operator = z.infer<typeof operator>;

/** A machine that reports agents, as long as the room remembers any of them. */
export const reporter = z.strictObject({ operatorId, deviceId, heardAt: time, offlineSince: time.optional() });
export type Reporter = z.infer<typeof reporter>;

/** Whose agent it is, and which machine told of it. */
const owner = { operatorId, deviceId };
type Owner = { operatorId: string; deviceId: string };

/** One coding agent in the room: what its bridge told, with times of the relay's clock in place of ages. */
export type Agent = Flat<Kept<string> & Owner>;
export const agent: z.ZodType<Agent, Agent> = keptWith<string, Owner>('plain', owner);
export type SealedAgent = Flat<Kept<Sealed> & Owner>;
export const sealedAgent: z.ZodType<SealedAgent, SealedAgent> = keptWith<Sealed, Owner>('sealed', owner);

const at = time;
function events<
	AgentSchema extends typeof agent | typeof sealedAgent,
	WholeSchema extends typeof report | typeof sealedReport,
	PatchSchema extends typeof reportPatch | typeof sealedPatch,
	RepoSchema extends z.ZodType<string>,
>(kept: AgentSchema, whole: WholeSchema, patch: PatchSchema, repo: RepoSchema) {
	return z.discriminatedUnion('type', [
		/** `settled` is false while bridges are still being asked, after the room has slept. */
		z.strictObject({
			type: z.literal('snapshot'),
			at,
			room: roomSlug,
			you: operatorId,
			policy,
			operators: z.array(operator).max(OPERATORS_PER_ROOM),
			reporters: z.array(reporter).max(OPERATORS_PER_ROOM * DEVICES_PER_OPERATOR),
			agents: z.array(kept).max(OPERATORS_PER_ROOM * AGENTS_PER_OPERATOR),
			settled: z.boolean(),
		}),
		z.strictObject({ type: z.literal('operator'), at, operator }),
		z.strictObject({ type: z.literal('operator-gone'), at, operatorId }),
		z.strictObject({ type: z.literal('agent'), at, operatorId, deviceId, report: whole }),
		z.strictObject({ type: z.literal('agent-changed'), at, operatorId, deviceId, patch }),
		z.strictObject({ type: z.literal('agent-gone'), at, operatorId, agentId }),
		z.strictObject({ type: z.literal('beat'), at, operatorId, deviceId }),
		z.strictObject({ type: z.literal('reporter-gone'), at, operatorId, deviceId }),
		/** The machine has told everything that it has to tell. What is not among these agents is gone. */
		z.strictObject({
			type: z.literal('reported'),
			at,
			operatorId,
			deviceId,
			agents: z.array(agentId).max(AGENTS_PER_OPERATOR),
		}),
		/** To bridges: all agents of these repositories, and the machines that told of any since the room woke. */
		z.strictObject({
			type: z.literal('neighbours'),
			at,
			repos: z.array(repo).max(NEIGHBOURHOODS_MAX),
			reporters: z.array(reporter).max(OPERATORS_PER_ROOM * DEVICES_PER_OPERATOR),
			agents: z.array(kept).max(OPERATORS_PER_ROOM * AGENTS_PER_OPERATOR),
		}),
		z.strictObject({ type: z.literal('policy'), at, policy }),
		/** To bridges: the room slept and forgot. Report every agent whole again; who hears of neighbours asks for all of them again. */
		z.strictObject({ type: z.literal('resync'), at }),
		z.strictObject({ type: z.literal('deleted'), at }),
	]);
}
/** What a client works with, after unsealing. */
export const roomEvent = events(agent, report, reportPatch, factSchema('repo'));
export type RoomEvent = z.infer<typeof roomEvent>;
/** What crosses the wire. */
export const sealedRepo = sealed(TEXT_MAX.repo);
export const sealedEvent = events(sealedAgent, sealedReport, sealedPatch, sealedRepo);
export type SealedEvent = z.infer<typeof sealedEvent>;
