/**
 * The allow-list: everything that may leave a machine about one agent. What is not named here cannot be sent.
 * SPEC P1–P6 are the rules behind it.
 */
import { z } from 'zod';
import { PLAN_MAX_STEPS, TEXT_MAX, TOUCHES_MAX } from './limits.ts';
import { type Sealed, sealed } from './seal.ts';

export const AGENT_KINDS = [
	'claude-code',
	'codex',
	'gemini-cli',
	'opencode',
	'copilot-cli',
	'cursor',
	'pi',
	'oh-my-pi',
	'qwen-code',
	'cline',
	'droid',
] as const;
export const agentKind = z.enum(AGENT_KINDS);
export type AgentKind = z.infer<typeof agentKind>;

/** `waiting` means for its human. `unknown` means that the agent's format offers no certain answer. */
export const agentStatus = z.enum(['working', 'waiting', 'idle', 'error', 'unknown']);
export type AgentStatus = z.infer<typeof agentStatus>;

export const stepState = z.enum(['pending', 'in_progress', 'completed']);
export type StepState = z.infer<typeof stepState>;

export const touchMode = z.enum(['edit', 'read']);
export type TouchMode = z.infer<typeof touchMode>;

/** 16 hex digits of SHA-256 over the agent's kind and session id: opaque, stable, unique to a session. */
export const agentId = z.string().regex(/^[0-9a-f]{16}$/);

export type TextField = keyof typeof TEXT_MAX;

/** Milliseconds since something happened, as the sender's clock saw it. A year is the most. */
export const age = z.int().min(0).max(31_536_000_000);
const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const counts = {
	/** Tool errors. A permission that its human denied is not one. */
	errors: count,
	/** input: uncached input and cache writes; cached: cache reads. */
	tokens: z.strictObject({ input: count, cached: count, output: count }),
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the point.
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
const line = (max: number) =>
	z
		.string()
		.min(1)
		.max(max)
		.refine((text) => !UNPRINTABLE.test(text), 'holds control or direction characters');

/** POSIX, relative to the repository's root, never leaving it. */
const path = line(TEXT_MAX.path).refine(
	(text) => !text.startsWith('/') && !text.includes('\\') && text.split('/').every((part) => !['', '.', '..'].includes(part)),
	'is not a path inside the repository',
);

const plainText = {
	task: line(TEXT_MAX.task),
	subject: line(TEXT_MAX.subject),
	repo: line(TEXT_MAX.repo),
	branch: line(TEXT_MAX.branch),
	head: line(TEXT_MAX.head),
	path,
} satisfies Record<TextField, z.ZodType<string>>;

const sealedText = {
	task: sealed(TEXT_MAX.task),
	subject: sealed(TEXT_MAX.subject),
	repo: sealed(TEXT_MAX.repo),
	branch: sealed(TEXT_MAX.branch),
	head: sealed(TEXT_MAX.head),
	path: sealed(TEXT_MAX.path),
} satisfies Record<TextField, z.ZodType<Sealed>>;

function schemas<Text extends z.ZodType<string>>(text: Record<TextField, Text>) {
	const plan = z.array(z.strictObject({ subject: text.subject, state: stepState })).max(PLAN_MAX_STEPS);
	const touches = z.array(z.strictObject({ path: text.path, mode: touchMode, age })).max(TOUCHES_MAX);

	/** One agent, whole. A text or count that policy, settings or the format withhold is absent. */
	const whole = z.strictObject({
		agentId,
		kind: agentKind,
		status: agentStatus,
		/** Milliseconds in that status. */
		statusAge: age,
		task: text.task.optional(),
		plan: plan.optional(),
		/** Canonical remote, `github.com/acme/api`, or `local/<dir>@<root commit, 12 digits>`. */
		repo: text.repo,
		branch: text.branch.optional(),
		/** The `origin` slug where it differs from repo: a fork. */
		head: text.head.optional(),
		/** Newest first, one entry for each path; an edit is not hidden by a later read. */
		touches,
		errors: counts.errors,
		tokens: counts.tokens.optional(),
	});

	/** What changed since: an absent field is unchanged, null means gone. Touches are merged by path. */
	const patch = z.strictObject({
		agentId,
		status: agentStatus.optional(),
		statusAge: age.optional(),
		task: text.task.nullable().optional(),
		plan: plan.nullable().optional(),
		branch: text.branch.nullable().optional(),
		head: text.head.nullable().optional(),
		touches: touches.optional(),
		errors: counts.errors.optional(),
		tokens: counts.tokens.nullable().optional(),
	});
	return { whole, patch };
}

const plain = schemas<z.ZodType<string>>(plainText);
const wire = schemas<z.ZodType<Sealed>>(sealedText);

export const report = plain.whole;
export type Report = z.infer<typeof report>;
export const reportPatch = plain.patch;
export type ReportPatch = z.infer<typeof reportPatch>;

export const sealedReport = wire.whole;
export type SealedReport = z.infer<typeof sealedReport>;
export const sealedPatch = wire.patch;
export type SealedPatch = z.infer<typeof sealedPatch>;

/** What an admin lets the room hold. Off means: no bridge sends it, and the relay refuses it. */
export const policy = z.strictObject({ tasks: z.boolean(), plans: z.boolean(), reads: z.boolean(), tokens: z.boolean() });
export type Policy = z.infer<typeof policy>;
