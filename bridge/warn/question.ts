/**
 * What agents ask the bridge over its control socket: their hooks before an edit, the MCP server when they call it, a status line. And
 * what it answers. Nothing of a prompt or a file has a place in a question.
 */
import { z } from 'zod';
import { PLANNED_MAX, PLANNED_MINUTES_MAX } from '../../shared/limits.ts';
import { AGENT_KINDS } from '../../shared/report/facts.ts';
import { LEVELS } from '../../shared/room/collisions.ts';

/** As agents write them, of any system. */
const path = z.string().min(1).max(4_096);
/** Of one call. An `apply_patch` may name more; they go unasked. */
const PATHS_MAX = 50;

/** Who asks: the session as its client names it, where it works. */
const asker = { kind: z.enum(AGENT_KINDS), session: z.string().min(1).max(200), cwd: path };
/** Of a session that does not know its own name, as an MCP server does not. */
const place = { cwd: path, kind: z.enum(AGENT_KINDS).optional(), session: z.string().max(200).optional() };

/** `waiting`: for its human. `ended`: its turn. `gone`: the session. */
export const SESSION_STATES = ['waiting', 'ended', 'gone'] as const;
export type SessionState = (typeof SESSION_STATES)[number];

export const inquiry = z.discriminatedUnion('ask', [
	/** At the start of a session: who works in this repository. */
	z.object({ ask: z.literal('start'), ...asker }),
	/** Before an edit, or after it where the client tells its model nothing before: `hears` says whether the words reach it now. */
	z.object({ ask: z.literal('edit'), ...asker, paths: z.array(path).min(1).max(PATHS_MAX), hears: z.boolean(), asks: z.boolean() }),
	z.object({ ask: z.literal('session'), ...asker, state: z.enum(SESSION_STATES) }),
	z.object({ ask: z.literal('here'), ...place }),
	z.object({ ask: z.literal('touches'), ...place, paths: z.array(path).min(1).max(PATHS_MAX) }),
	z.object({ ask: z.literal('conflicts'), ...place }),
	z.object({
		ask: z.literal('plan'),
		...place,
		/** Names whoever announces, so that the plan ends with it. */
		holder: z.string().min(1).max(64),
		paths: z.array(path).min(1).max(PLANNED_MAX),
		minutes: z.int().min(1).max(PLANNED_MINUTES_MAX),
		reserve: z.boolean(),
	}),
	/** The holder has ended, and with it what it planned. */
	z.object({ ask: z.literal('unplan'), holder: z.string().min(1).max(64) }),
	/** For a prompt: how many agents are mine, and with whom they conflict. */
	z.object({ ask: z.literal('line') }),
]);
export type Inquiry = z.infer<typeof inquiry>;
export type Asked<Ask extends Inquiry['ask']> = Extract<Inquiry, { ask: Ask }>;

/** What a hook is answered. `say` is for the agent; `deny` refuses the edit, `ask` leaves it to the human. */
export interface HookAnswer {
	verdict: 'tell' | 'ask' | 'deny';
	say: string;
}

/** Whose it is: `you` for this operator's own, else a name of letters and digits. */
const who = z.string().max(24);
const branch = z.enum(['same', 'another', 'unknown']);

/** Somebody in a file: a living change, at its level, or what they said that they will edit. */
export const inFile = z.strictObject({
	who,
	agent: z.enum(AGENT_KINDS),
	is: z.enum([...LEVELS, 'plans', 'reserves']),
	/** First and last lines of their change, in the file as it was before it. Empty where it is not known. */
	lines: z.array(z.tuple([z.int(), z.int()])),
	branch,
	minutesAgo: z.int(),
	/** Of a plan: minutes until it ends. */
	minutesLeft: z.int().optional(),
});
export type InFile = z.infer<typeof inFile>;

export const inRepository = z.strictObject({
	who,
	agent: z.enum(AGENT_KINDS),
	status: z.enum(['working', 'waiting', 'idle', 'error', 'unknown', 'away']),
	/** How many files it has unmerged changes in, and said that it will edit. */
	changed: z.int(),
	planned: z.int(),
	branch,
	minutesAgo: z.int(),
});
export type InRepository = z.infer<typeof inRepository>;
