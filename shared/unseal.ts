/** Between what crosses the wire and what a client works with. The relay is not trusted with its shape, nor members with their texts. */
import { z } from 'zod';
import type { Report, ReportPatch, SealedPatch, SealedReport, TextField } from './report.ts';
import { type Agent, agent, type RoomEvent, roomEvent, type SealedEvent, sealedAgent, sealedEvent } from './room.ts';
import { type Sealed, seal, unseal } from './seal.ts';

type Texts<Text> = {
	task?: Text | null | undefined;
	plan?: { subject: Text; state: 'pending' | 'in_progress' | 'completed' }[] | null | undefined;
	repo?: Text | undefined;
	branch?: Text | null | undefined;
	head?: Text | null | undefined;
};

/** Turns every text of a report, patch or agent, and leaves absent what is absent. */
function turn<From extends string, To extends string>(
	texts: Texts<From> & { touches?: { path: From }[] | undefined },
	each: (field: TextField, text: From) => To,
): object {
	const out: Record<string, unknown> = { ...texts };
	for (const field of ['task', 'repo', 'branch', 'head'] as const) {
		const text = texts[field];
		if (typeof text === 'string') out[field] = each(field, text);
	}
	if (texts.plan) out.plan = texts.plan.map((step) => ({ ...step, subject: each('subject', step.subject) }));
	if (texts.touches) out.touches = texts.touches.map((touch) => ({ ...touch, path: each('path', touch.path) }));
	return out;
}

export const sealReport = (key: Uint8Array, plain: Report): SealedReport =>
	turn(plain, (field, text): Sealed => seal(key, field, text)) as SealedReport;
export const sealPatch = (key: Uint8Array, plain: ReportPatch): SealedPatch =>
	turn(plain, (field, text): Sealed => seal(key, field, text)) as SealedPatch;

class Unreadable extends Error {}

function open(key: Uint8Array, texts: Texts<string> & { touches?: { path: string }[] | undefined }): unknown {
	return turn(texts, (field, text) => {
		const plain = unseal(key, field, text);
		if (plain === undefined) throw new Unreadable(field);
		return plain;
	});
}

/** An agent of a snapshot or of `agent.list`. `undefined` where it is none, cannot be opened or breaks the schema once open. */
export function unsealAgent(key: Uint8Array, arrived: unknown): Agent | undefined {
	const sealed = sealedAgent.safeParse(arrived).data;
	return sealed && agent.safeParse(attempt(() => open(key, sealed))).data;
}

/** A snapshot whose agents are looked at one by one. */
const manyAgents = z.looseObject({ type: z.literal('snapshot'), agents: z.array(z.unknown()) });

/** `undefined` where it is no event, cannot be opened or breaks the schema once open; of a snapshot, only such agents are left out. */
export function unsealEvent(key: Uint8Array, arrived: unknown): RoomEvent | undefined {
	const snapshot = manyAgents.safeParse(arrived).data;
	if (snapshot !== undefined)
		return roomEvent.safeParse({ ...snapshot, agents: snapshot.agents.flatMap((sealed) => unsealAgent(key, sealed) ?? []) }).data;
	const event = sealedEvent.safeParse(arrived).data;
	return event && roomEvent.safeParse(attempt(() => openEvent(key, event))).data;
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
