/** What `pylon hooks` and `pylon mcp` have in common: which clients are meant, and how a change of their settings is shown and made. */
import { z } from 'zod';
import { AGENT_NAMES } from '../../../shared/report/facts.ts';
import { tilde } from '../../base/home.ts';
import { EXIT, type ExitCode, UserError } from '../../base/user-error.ts';
import { type Change, carryOut, type Planned, planAdding, planRemoving, type Subject, type stateOf } from '../../hooks/additions.ts';
import { CLIENTS, HOOK_KINDS, type HookKind } from '../../hooks/clients/index.ts';
import { foundClients, type HooksAt } from '../../hooks/installed-hooks.ts';
import { shownChange } from '../../hooks/shown-change.ts';
import { askConfirm } from '../../terminal/prompts.ts';
import type { Shell } from '../../terminal/shell.ts';

export const CLIENT_FLAGS = {
	claudeCode: { text: 'Claude Code' },
	codex: { text: 'Codex' },
	geminiCli: { text: 'Gemini CLI' },
	copilotCli: { text: 'Copilot CLI' },
	opencode: { text: 'OpenCode' },
	cursor: { text: 'Cursor' },
} as const;

const KIND_OF = {
	claudeCode: 'claude-code',
	codex: 'codex',
	geminiCli: 'gemini-cli',
	copilotCli: 'copilot-cli',
	opencode: 'opencode',
	cursor: 'cursor',
} as const satisfies Record<keyof typeof CLIENT_FLAGS, HookKind>;

export const clientState = z.strictObject({
	client: z.enum(HOOK_KINDS),
	file: z.string(),
	installed: z.enum(['absent', 'current', 'other']),
});

export const clientChange = z.strictObject({
	client: z.enum(HOOK_KINDS),
	file: z.string(),
	changed: z.boolean(),
	problem: z.string().nullable(),
});

export const atOf = ({ home, env }: Shell, script: string): HooksAt => ({ home, env, script });

type ClientFlags = { [Flag in keyof typeof CLIENT_FLAGS]?: boolean };

const namedClients = (flags: ClientFlags): HookKind[] =>
	Object.entries(KIND_OF).flatMap(([flag, kind]) => (flags[flag as keyof typeof KIND_OF] === true ? [kind] : []));

/** Those that are named, else those that are found here. */
function clientsMeant(flags: ClientFlags, shell: Shell): HookKind[] {
	const named = namedClients(flags);
	const found = named.length > 0 ? named : foundClients(shell);
	if (found.length > 0) return found;
	throw new UserError(
		'No client that Pylon knows is on this machine.',
		'Name one, like --claude-code. They are: Claude Code, Codex, Gemini CLI, Copilot CLI, OpenCode, Cursor.',
	);
}

type State = z.infer<typeof clientState>;
type Result = z.infer<typeof clientChange>;
type SubjectOf = (kind: HookKind, at: HooksAt) => Subject;

interface ChangeCall {
	shell: Shell;
	script: string;
	flags: ClientFlags & { yes?: boolean; json?: boolean };
	/** Asked once what would change was shown. In its place `--yes`, or whoever is at the terminal; who says no there ends it all. */
	isSure?(question: string): Promise<boolean>;
	json(results: Result[]): Promise<void>;
}

interface ChangeWords {
	/** Of a client whose settings were changed, and of one where nothing was to do. */
	done: string;
	nothing: string;
	/** What is said after all of them. */
	after?: () => void;
}

interface Wanted {
	kinds: readonly HookKind[];
	subjectOf: SubjectOf;
	plan: (home: string, subject: Subject) => Planned;
	/** `Write this?` */
	question: string;
}

/** What of it each client's settings hold. */
export function clientStates({ shell, script }: Pick<ChangeCall, 'shell' | 'script'>, subjectOf: SubjectOf, state: StateOf): State[] {
	const at = atOf(shell, script);
	return HOOK_KINDS.map((kind) => ({ client: kind, file: subjectOf(kind, at).addition.file, installed: state(kind, at) }));
}

type StateOf = (kind: HookKind, at: HooksAt) => ReturnType<typeof stateOf>;

export function sayStates(shell: Shell, states: readonly State[], words: Readonly<Record<State['installed'], string>>): void {
	for (const { client, file, installed } of states) {
		shell.say(`${AGENT_NAMES[client].padEnd(12)} ${words[installed]}  ${shell.style.dim(tilde(file, shell.home))}`);
	}
}

/** `install`: into the settings of those that are meant. */
export const addToClients = (call: ChangeCall, subjectOf: SubjectOf, words: ChangeWords): Promise<ExitCode> =>
	changeClients(
		call,
		{ kinds: clientsMeant(call.flags, call.shell), subjectOf, plan: planAdding, question: 'Write this into their settings?' },
		words,
	);

/** `remove`: out of the settings of those that are named, else of all. */
export function removeFromClients(call: ChangeCall, subjectOf: SubjectOf, words: ChangeWords): Promise<ExitCode> {
	const named = namedClients(call.flags);
	const kinds = named.length > 0 ? named : HOOK_KINDS;
	return changeClients(call, { kinds, subjectOf, plan: planRemoving, question: 'Take this out of their settings?' }, words);
}

/** Shows all that would change, asks once, does it, and says what came of it. What cannot be done costs that client alone. */
async function changeClients({ shell, script, flags, json, isSure }: ChangeCall, wanted: Wanted, words: ChangeWords): Promise<ExitCode> {
	const at = atOf(shell, script);
	const planned = wanted.kinds.map((kind) => {
		const subject = wanted.subjectOf(kind, at);
		return { kind, file: subject.addition.file, plan: wanted.plan(shell.home, subject) };
	});
	const changes = planned.flatMap((each) => (isChange(each.plan) ? [{ ...each, change: each.plan }] : []));
	if (flags.json !== true) for (const { file, change } of changes) show(shell, file, change);
	if (changes.length > 0 && isSure !== undefined && !(await isSure(wanted.question))) return EXIT.cancelled;
	if (changes.length > 0 && isSure === undefined) await askConfirm({ shell, yes: flags.yes }, wanted.question);
	for (const { change } of changes) carryOut(shell.home, change);
	const results = planned.map(({ kind, file, plan }) => ({
		client: kind,
		file,
		changed: isChange(plan),
		problem: 'problem' in plan ? plan.problem : null,
	}));
	if (flags.json === true) await json(results);
	else {
		sayResults(shell, results, words);
		words.after?.();
	}
	return results.some(({ problem }) => problem !== null) ? EXIT.config : EXIT.ok;
}

const isChange = (plan: Planned): plan is Change => !('problem' in plan) && plan.before !== plan.after;

function show(shell: Shell, file: string, { before = '', after = '' }: Change): void {
	shell.say(shell.style.bold(tilde(file, shell.home)));
	for (const line of shownChange(before, after)) shell.say(`  ${painted(shell, line)}`);
	shell.say();
}

function painted({ style }: Shell, line: string): string {
	if (line.startsWith('+')) return style.green(line);
	return line.startsWith('-') ? style.red(line) : style.dim(line);
}

function sayResults(shell: Shell, results: readonly Result[], words: ChangeWords): void {
	for (const { client, changed, problem } of results) {
		if (problem !== null) shell.warn(`${AGENT_NAMES[client]}: ${problem}`);
		else if (changed) shell.success(`${AGENT_NAMES[client]}: ${words.done}`);
		else shell.say(`${AGENT_NAMES[client]}: ${words.nothing}`);
		const afterwards = CLIENTS[client].afterwards;
		if (changed && words.done.startsWith('hooks are') && afterwards !== undefined) shell.say(`  ${shell.style.dim(afterwards)}`);
	}
}
