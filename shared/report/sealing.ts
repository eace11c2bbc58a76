/**
 * Between what crosses the wire and what a client works with: the table of facts says what is sealed. The relay is not trusted with
 * its shape, nor members with their texts: those are parsed again once opened. SPEC P1, P7.
 */
import { z } from 'zod';
import { AGENTS_PER_OPERATOR, OPERATORS_PER_ROOM } from '../limits.ts';
import { type Agent, agent, type RoomEvent, roomEvent, type SealedEvent, sealedAgent, sealedEvent, sealedRepo } from '../room/events.ts';
import { seal, unseal } from '../seal.ts';
import { FACTS, type Patch, type Whole } from './facts.ts';
import type { Report, ReportPatch, SealedPatch, SealedReport } from './report.ts';
import { partsOf, unknownKind, type Value } from './value.ts';

type Values = Record<string, unknown>;
type Parts = readonly { readonly name: string; readonly value: Value }[];

const FACT_PARTS: Parts = Object.entries(FACTS).map(([name, { value }]) => ({ name, value }));

export const sealReport = (key: Uint8Array, plain: Report): SealedReport => sealed(key, plain) as Whole<string> as SealedReport;
export const sealPatch = (key: Uint8Array, plain: ReportPatch): SealedPatch => sealed(key, plain) as Patch<string> as SealedPatch;

const sealed = (key: Uint8Array, plain: Report | ReportPatch): { agentId: string } => ({
	agentId: plain.agentId,
	...sealedParts(key, FACT_PARTS, plain),
});

/** Made anew by the table: what has no row is left behind. */
function sealedParts(key: Uint8Array, parts: Parts, plain: object): Values {
	const out: Values = {};
	for (const { name, value } of parts) {
		const given = (plain as Values)[name];
		if (given === undefined) continue;
		out[name] = given === null ? null : sealedValue(key, name, value, given);
	}
	return out;
}

function sealedValue(key: Uint8Array, name: string, value: Value, given: unknown): unknown {
	switch (value.is) {
		case 'sealed text':
			return seal(key, name, given as string);
		case 'list':
			return sealedItems(key, partsOf(value.of), given as object[]);
		case 'ids':
		case 'word':
		case 'count':
		case 'counts':
		case 'age':
			return given;
		default:
			return unknownKind(value);
	}
}

const sealedItems = (key: Uint8Array, parts: Parts, items: object[]): Values[] => items.map((item) => sealedParts(key, parts, item));

class Unreadable extends Error {}

/** What is no text stays as it came, for the schema to judge. */
function openedParts(key: Uint8Array, parts: Parts, crossed: object): Values {
	const out: Values = { ...crossed };
	for (const { name, value } of parts) {
		const given = out[name];
		if (value.is === 'sealed text' && typeof given === 'string') out[name] = openedText(key, name, given);
		if (value.is === 'list' && Array.isArray(given)) {
			const inner = partsOf(value.of);
			out[name] = given.map((item: object) => openedParts(key, inner, item));
		}
	}
	return out;
}

function openedText(key: Uint8Array, name: string, crossed: string): string {
	const plain = unseal(key, name, crossed);
	if (plain === undefined) throw new Unreadable(name);
	return plain;
}

const open = (key: Uint8Array, crossed: object): Values => openedParts(key, FACT_PARTS, crossed);

/** An agent of a snapshot or of `agent.list`. `undefined` where it is none, cannot be opened or breaks the schema once open. */
export function unsealAgent(key: Uint8Array, arrived: unknown): Agent | undefined {
	const crossed = sealedAgent.safeParse(arrived).data;
	return crossed && agent.safeParse(attempt(() => open(key, crossed))).data;
}

/** What holds many agents, which are looked at one by one. */
const manyAgents = z.looseObject({
	type: z.enum(['snapshot', 'neighbours']),
	agents: z.array(z.unknown()).max(OPERATORS_PER_ROOM * AGENTS_PER_OPERATOR),
	repos: z.array(z.unknown()).optional(),
});

/** `undefined` where it is no event, cannot be opened or breaks the schema once open; of a snapshot, only such agents are left out. */
export function unsealEvent(key: Uint8Array, arrived: unknown): RoomEvent | undefined {
	const many = manyAgents.safeParse(arrived).data;
	if (many !== undefined) return openMany(key, many);
	const event = sealedEvent.safeParse(arrived).data;
	return event && roomEvent.safeParse(attempt(() => openEvent(key, event))).data;
}

/** Each agent is judged once, by itself: a large room is not copied again to judge what is around them. */
function openMany(key: Uint8Array, { agents, repos, ...around }: z.infer<typeof manyAgents>): RoomEvent | undefined {
	const opened = repos?.flatMap((repo) => unseal(key, 'repo', sealedRepo.safeParse(repo).data ?? '') ?? []);
	const event = roomEvent.safeParse({ ...around, ...(opened && { repos: opened }), agents: [] }).data;
	if (event?.type !== 'snapshot' && event?.type !== 'neighbours') return undefined;
	return { ...event, agents: agents.flatMap((each) => unsealAgent(key, each) ?? []) };
}

function openEvent(key: Uint8Array, event: SealedEvent): unknown {
	switch (event.type) {
		case 'agent':
			return { ...event, report: open(key, event.report) };
		case 'agent-changed':
			return { ...event, patch: open(key, event.patch) };
		default:
			return event;
	}
}

function attempt<Out>(work: () => Out): Out | undefined {
	try {
		return work();
	} catch (error) {
		if (error instanceof Unreadable) return undefined;
		throw error;
	}
}
