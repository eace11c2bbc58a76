/** What `pylon hooks` and `pylon mcp` have in common: which clients are meant, and how a change of their settings is shown and made. */
import { z } from 'zod';
import { AGENT_NAMES } from '../../../shared/report/facts.ts';
import { tilde } from '../../base/home.ts';
import { UserError } from '../../base/user-error.ts';
import { type Change, carryOut, type Planned, type Subject } from '../../hooks/additions.ts';
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

export const namedClients = (flags: ClientFlags): HookKind[] =>
	Object.entries(KIND_OF).flatMap(([flag, kind]) => (flags[flag as keyof typeof KIND_OF] === true ? [kind] : []));

/** Those that are named, else those that are found here. */
export function clientsMeant(flags: ClientFlags, shell: Shell): HookKind[] {
	const named = namedClients(flags);
	const found = named.length > 0 ? named : foundClients(shell);
	if (found.length > 0) return found;
	throw new UserError(
		'No client that Pylon knows is on this machine.',
		'Name one, like --claude-code. They are: Claude Code, Codex, Gemini CLI, Copilot CLI, OpenCode, Cursor.',
	);
}

interface Wanted {
	kinds: readonly HookKind[];
	subjectOf: (kind: HookKind) => Subject;
	plan: (home: string, subject: Subject) => Planned;
	/** `Write this?` */
	question: string;
	isQuiet: boolean;
	yes: boolean | undefined;
}

type Result = z.infer<typeof clientChange>;

/** Shows all that would change, asks once, and does it. What cannot be done is said, and costs that client alone. */
export async function changeClients(shell: Shell, { kinds, subjectOf, plan, question, isQuiet, yes }: Wanted): Promise<Result[]> {
	const planned = kinds.map((kind) => ({ kind, file: subjectOf(kind).addition.file, plan: plan(shell.home, subjectOf(kind)) }));
	const changes = planned.flatMap((each) => (isChange(each.plan) ? [{ ...each, change: each.plan }] : []));
	if (!isQuiet) for (const { file, change } of changes) show(shell, file, change);
	if (changes.length > 0) await askConfirm({ shell, yes }, question);
	for (const { change } of changes) carryOut(shell.home, change);
	return planned.map(({ kind, file, plan: each }) => ({
		client: kind,
		file,
		changed: isChange(each),
		problem: 'problem' in each ? each.problem : null,
	}));
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

export function sayResults(shell: Shell, results: readonly Result[], words: { done: string; nothing: string }): void {
	for (const { client, changed, problem } of results) {
		if (problem !== null) shell.warn(`${AGENT_NAMES[client]}: ${problem}`);
		else if (changed) shell.success(`${AGENT_NAMES[client]}: ${words.done}`);
		else shell.say(`${AGENT_NAMES[client]}: ${words.nothing}`);
		const afterwards = CLIENTS[client].afterwards;
		if (changed && words.done.startsWith('hooks are') && afterwards !== undefined) shell.say(`  ${shell.style.dim(afterwards)}`);
	}
}
