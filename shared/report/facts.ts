/**
 * The table of facts: everything that may leave a machine about one agent, a row each. What has no row cannot be sent. Schemas,
 * sealing, differences, the policy, the fold and docs/facts.md follow from it. SPEC P1–P7.
 */
import { ACTIVITY_SLICES, MEETINGS_MAX, PLAN_MAX_STEPS, PLANNED_MAX, SPANS_TEXT_MAX, TOUCHES_MAX } from '../limits.ts';
import {
	age,
	count,
	counts,
	type Flat,
	ids,
	list,
	type NameOf,
	optional,
	partsOf,
	sealedLine,
	sealedPath,
	sealedSpans,
	type TextsIn,
	type Typed,
	type Value,
	word,
} from './value.ts';

/** Every kind of agent that is read, and the name that every surface says. */
export const AGENT_NAMES = {
	'claude-code': 'Claude Code',
	codex: 'Codex',
	'gemini-cli': 'Gemini CLI',
	opencode: 'OpenCode',
	'copilot-cli': 'Copilot CLI',
	cursor: 'Cursor',
	pi: 'Pi',
	'oh-my-pi': 'Oh My Pi',
	'qwen-code': 'Qwen Code',
	cline: 'Cline',
	droid: 'Droid',
	kilo: 'Kilo',
	goose: 'Goose',
	zed: 'Zed',
	'vscode-copilot': 'VS Code Copilot',
} as const;
export type AgentKind = keyof typeof AGENT_NAMES;
export const AGENT_KINDS = Object.keys(AGENT_NAMES) as AgentKind[];

/** `waiting` means for its human. `unknown` means that the agent's format offers no certain answer. */
export const AGENT_STATUSES = ['working', 'waiting', 'idle', 'error', 'unknown'] as const;
export type AgentStatus = (typeof AGENT_STATUSES)[number];

export const STEP_STATES = ['pending', 'in_progress', 'completed'] as const;
export type StepState = (typeof STEP_STATES)[number];

/** What an agent did to a file. */
export type TouchMode = 'edit' | 'read';

/**
 * What has become of that. `alive`: it edited the file, and what it changed is neither merged nor undone. `landed`: it is. `edit`: git
 * cannot tell, and the edit counts for half an hour. `read`: it only read it.
 */
export const TOUCH_STATES = ['alive', 'edit', 'landed', 'read'] as const;
export type TouchState = (typeof TOUCH_STATES)[number];

/** What an agent says of a path before it edits there. `reserves`: agents whose people obey reservations are kept away meanwhile. */
export const CLAIMS = ['plans', 'reserves'] as const;
export type Claim = (typeof CLAIMS)[number];

export const isEdit = (state: TouchState): boolean => state !== 'read';

/** What an admin lets the room hold, and each member share. Off means: no bridge sends it, and the relay refuses it. */
export const POLICIES = {
	tasks: 'what an agent works on: its task, its title and the step that is in progress',
	plans: 'the steps of its plan, and files that it says it will edit',
	reads: 'files that it only reads',
	tokens: 'how many tokens it used',
	lines: 'which lines change where two people’s work is in one file, as numbers',
	activity: 'when an agent last did anything, and how often in the last half hour',
	names: 'teammates’ names in what bridges send to their own people’s webhooks',
} as const;
export type PolicyName = keyof typeof POLICIES;
export type Policy = Record<PolicyName, boolean>;

interface Told {
	readonly value: Value;
	/** For docs/facts.md. */
	readonly says: string;
	/** Part of who the agent is: where it changes, the agent is told whole. */
	readonly isFixed?: true;
	/** Changes with all that an agent does: told along with anything else, and by itself once a minute at most. */
	readonly isPulse?: true;
}
/** In every report. */
interface Always extends Told {
	readonly mayBeAbsent?: undefined;
	readonly policy?: undefined;
}
/** Absent where it is not known, or withheld; in a patch null says that it is gone. */
interface Sometimes extends Told {
	readonly mayBeAbsent: true;
	readonly policy?: PolicyName;
	/** Of a list: items that have this word, which another policy withholds. */
	readonly withheldBy?: Readonly<Partial<Record<PolicyName, Readonly<Record<string, string>>>>>;
}
/** A list of which the policy withholds those items that have this word, and other policies some parts of each item. */
interface Sifted extends Told {
	readonly mayBeAbsent?: undefined;
	readonly policy: PolicyName;
	readonly withheld: Readonly<Record<string, string>>;
	readonly withheldParts: Readonly<Partial<Record<PolicyName, readonly string[]>>>;
}
export type Fact = Always | Sometimes | Sifted;

export const FACTS = {
	kind: { value: word(AGENT_KINDS), isFixed: true, says: 'which agent it is' },
	status: { value: word(AGENT_STATUSES), says: 'what it does' },
	statusAge: { value: age('statusSince'), says: 'for how long' },
	/** `lastActive` of a report is an age, of what is kept a time. */
	lastActive: {
		value: age('lastActive'),
		mayBeAbsent: true,
		policy: 'activity',
		isPulse: true,
		says: 'how long ago it last did anything, to the minute',
	},
	/** Each five minutes in which it did something, of the half hour before it last did: newest first. */
	activity: {
		value: list({ age: age('at'), actions: count }, ACTIVITY_SLICES),
		mayBeAbsent: true,
		policy: 'activity',
		isPulse: true,
		says: 'how many actions it took in each five minutes of the last half hour in which it took any',
	},
	task: {
		value: sealedLine(140),
		mayBeAbsent: true,
		policy: 'tasks',
		says: 'what it works on: a step of its plan, else its title or a phrase',
	},
	/** Made by the agent, never words of a prompt. */
	title: { value: sealedLine(140), mayBeAbsent: true, policy: 'tasks', says: 'the title that it gave its session' },
	plan: {
		value: list({ subject: sealedLine(140), state: word(STEP_STATES) }, PLAN_MAX_STEPS),
		mayBeAbsent: true,
		policy: 'plans',
		withheldBy: { tasks: { state: 'in_progress' } },
		says: 'the steps of its plan',
	},
	repo: { value: sealedLine(255), isFixed: true, says: 'its remote, `github.com/acme/api`, or `local/<folder>@<first commit, 12 digits>`' },
	/** 16 hex digits of SHA-256 over its path on that machine. */
	worktree: { value: sealedLine(16), mayBeAbsent: true, says: 'which of its owner’s worktrees it works in: digits that say nothing else' },
	branch: { value: sealedLine(255), mayBeAbsent: true, says: 'the branch that it works on' },
	head: { value: sealedLine(255), mayBeAbsent: true, says: 'the fork that it works in, where that is another repository' },
	/**
	 * Newest first, one item for each path; an edit is not hidden by a later read. In a patch, those that are new. Where others’ living
	 * changes are in the file too: `lines`, which lines of which base it changes, as `room/spans.ts` writes them; and as far as this
	 * machine’s git can tell, the agents whose lines it `meets`, and those whose lines lie `apart`.
	 */
	touches: {
		value: list(
			{
				path: sealedPath(512),
				mode: word(TOUCH_STATES),
				age: age('at'),
				lines: optional(sealedSpans(SPANS_TEXT_MAX)),
				meets: optional(ids(MEETINGS_MAX)),
				apart: optional(ids(MEETINGS_MAX)),
			},
			TOUCHES_MAX,
		),
		policy: 'reads',
		withheld: { mode: 'read' },
		withheldParts: { lines: ['lines', 'meets', 'apart'] },
		says: 'files that it edited or read; whether the change lives, and whether it meets another’s',
	},
	/** Files, and folders with all in them, that it says it will edit; each ends so many minutes after it was said, or with the session. */
	planned: {
		value: list({ path: sealedPath(512), claim: word(CLAIMS), age: age('at'), minutes: count }, PLANNED_MAX),
		mayBeAbsent: true,
		policy: 'plans',
		says: 'files and folders that it says it will edit, and for how long',
	},
	/** A permission that its human denied is none. */
	errors: { value: count, says: 'how many of its tools failed' },
	/** input: uncached input and cache writes; cached: cache reads. */
	tokens: { value: counts('input', 'cached', 'output'), mayBeAbsent: true, policy: 'tokens', says: 'how many tokens it used' },
} as const satisfies Record<string, Fact>;

export type Facts = typeof FACTS;
export type FactName = keyof Facts;

type Among<Trait> = { [Name in FactName]: Facts[Name] extends Trait ? Name : never }[FactName];
type Sometime = Among<{ mayBeAbsent: true }>;
type Changing = Exclude<FactName, Among<{ isFixed: true }>>;
type Of<Name extends FactName, Text, Form extends 'told' | 'kept'> = Typed<Facts[Name]['value'], Text, Form>;

/** One agent, whole. A fact that policy, settings or the format withhold is absent. */
export type Whole<Text> = Flat<
	{ agentId: string } & { [Name in Exclude<FactName, Sometime>]: Of<Name, Text, 'told'> } & {
		[Name in Sometime]?: Of<Name, Text, 'told'> | undefined;
	}
>;

/** What changed since: an absent fact is unchanged, null means gone. */
export type Patch<Text> = Flat<
	{ agentId: string } & { [Name in Changing]?: Of<Name, Text, 'told'> | (Name extends Sometime ? null : never) | undefined }
>;

/** The facts as whoever keeps them has them: times in place of ages. */
export type Kept<Text> = Flat<
	{ agentId: string } & {
		[Name in Exclude<FactName, Sometime> as NameOf<Name, Facts[Name]['value'], 'kept'>]: Of<Name, Text, 'kept'>;
	} & { [Name in Sometime as NameOf<Name, Facts[Name]['value'], 'kept'>]?: Of<Name, Text, 'kept'> | undefined }
>;

/** The names of the sealed texts. A text's name is sealed with it: a path never equals a branch. */
export type TextField = { [Name in FactName]: TextsIn<Name, Facts[Name]['value']> }[FactName];

/** The lengths of the sealed texts, in UTF-16 code units of the plain text. */
export const TEXT_MAX = Object.fromEntries(Object.entries(FACTS).flatMap(([name, { value }]) => textsIn(name, value))) as Record<
	TextField,
	number
>;

function textsIn(name: string, value: Value): [string, number][] {
	if (value.is === 'sealed text') return [[name, value.max]];
	return value.is === 'list' ? partsOf(value.of).flatMap((part) => textsIn(part.name, part.value)) : [];
}
